"""De bladzijden van het huis zelf."""

from tests.isolatie.adressen.soorten import Adres, eigen, publiek

ADRESSEN: dict[str, Adres] = {
    # --- voor iedereen
    "thema": publiek(hoe="P"),
    "wortel": publiek(),
    "gezond": publiek(),
    "pagina": publiek(extra={"naam": "hulp"}),
    # --- het eigen account
    "kies_bestuur": eigen(ok=(200,), gegevens={"waarde": "b999999999"}),
}
