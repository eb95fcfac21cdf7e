"""Startpagina, lijst van plekken, en de geschiedenis van een ding: zelfde rollen als het ding zelf."""

from tests.isolatie.adressen.soorten import KIJKT, Adres, eigen, van

ADRESSEN: dict[str, Adres] = {
    # --- het eigen account
    "start": eigen(ok=(200,), vraag=("", "?vorm=xlsx", "?q=vogel&vrij=alle")),
    # --- leerwerkplekken
    "leerwerkplekken": van(KIJKT, vraag=("", "?vorm=xlsx", "?q=vogel&ontbreekt=ja")),
    # --- geschiedenis van een ding: zelfde rollen als het ding zelf
    "geschiedenis|leerwerkplek": van(KIJKT, ding="plek", hoe="G", extra={"soort": "leerwerkplek"}),
    "geschiedenis|mentor": van("HR COO", ding="mentor", hoe="G", extra={"soort": "mentor"}),
    "geschiedenis|fiche": van(KIJKT, ding="fiche", hoe="G", extra={"soort": "fiche"}),
    "geschiedenis|kandidatuur": van("HR", ding="kandidatuur", hoe="G", extra={"soort": "kandidatuur"}),
    "geschiedenis|plaatsing": van("HR COO MEN", ding="plaatsing", hoe="G", extra={"soort": "plaatsing"}),
    "geschiedenis|maandstaat": van("HR COO MEN", ding="maandstaat", hoe="G", extra={"soort": "maandstaat"}),
    "geschiedenis|evaluatie": van("HR MEN", ding="evaluatie", hoe="G", extra={"soort": "evaluatie"}),
    "geschiedenis|overleg": van("HR COO", ding="overleg", hoe="G", extra={"soort": "overleg"}),
    "geschiedenis|project": van("COO CON", ding="project", hoe="G", extra={"soort": "project"}),
    "geschiedenis|persoon": van("BEH", ding="lid", hoe="G", extra={"soort": "persoon"}),
    "geschiedenis|bestuur": van("BEH", ding="bestuur", hoe="G", extra={"soort": "bestuur"}),
}
