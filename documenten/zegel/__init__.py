"""Het zegel van het bestuur: sleutels, PAdES op een PDF, losse CAdES op een inhoudslijst, en de controle van beide.

De enige plek die pyHanko importeert. Kent geen modellen; leest alleen de instellingen `GD_ZEGEL*` en `GD_TSA_*`.
"""

import logging

# Bij een vals zegel schrijft pyHanko een traceback, met de namen uit het certificaat (bij een eID: het
# rijksregisternummer). Wie nakijkt krijgt de reden al als zin terug; in een log hoort dat niet.
for _naam in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_naam).propagate = False
    logging.getLogger(_naam).setLevel(logging.CRITICAL + 1)
