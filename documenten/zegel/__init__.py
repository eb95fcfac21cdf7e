"""Het zegel van het bestuur: sleutels, PAdES op een PDF, losse CAdES op een inhoudslijst, en de controle van beide.

De enige plek die pyHanko importeert. Kent geen modellen; leest alleen de instellingen `GD_ZEGEL*` en `GD_TSA_*`.
"""

import logging

# Bij een vals zegel schrijft pyHanko een traceback; wie nakijkt, krijgt de reden al als zin terug.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko").propagate = False
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())
logging.getLogger("pyhanko_certvalidator").propagate = False
