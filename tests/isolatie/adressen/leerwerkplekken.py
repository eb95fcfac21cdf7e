"""Leerwerkplekken en hun aanbod."""

from tests.isolatie.adressen.soorten import KIJKT, Adres, van

ADRESSEN: dict[str, Adres] = {
    "leerwerkplekken:nieuw": van("HR"),
    "leerwerkplekken:takenlijst": van(KIJKT, ding="plek"),
    "leerwerkplekken:gegevens": van("HR", ding="plek"),
    "leerwerkplekken:taken": van("HR", ding="plek"),
    "leerwerkplekken:mentor": van("HR", ding="plek"),
    "leerwerkplekken:plan": van("HR", ding="plek"),
    "leerwerkplekken:rollen": van("HR", ding="plek"),
    "leerwerkplekken:aanbod": van("HR", ding="plek", hoe="G"),
    "leerwerkplekken:kopieer": van("HR", ding="plek", gegevens={"aantal": "1"}),
    "leerwerkplekken:aanbieden": van("HR", ok=(302,), gegevens={"plekken": "1"}),
    "leerwerkplekken:aanbiedingen": van("HR", hoe="G", vraag=("", "?vorm=xlsx", "?stand=open&vraag=open")),
    "leerwerkplekken:trek_aanbod_in": van("HR", ding="aanbod"),
    "leerwerkplekken:noteer_antwoord": van(
        "HR", ding="aanbod", gegevens={"antwoord": "aanvaard", "naam": "An", "op": "1/3/2023"}
    ),
    "leerwerkplekken:beantwoord": van("HR", ding="aanbodvraag", gegevens={"antwoord": "ja"}),
    "leerwerkplekken:aangeboden": van("GLOW", ding="plek", gegevens={"vraag": "Kan het ook in de namiddag?"}),
    "leerwerkplekken:weiger_aanbod": van("GLOW", ding="plek", gegevens={"reden": "te_ver"}),
    "leerwerkplekken:sluit": van("HR", ding="plek"),
    "leerwerkplekken:standaard": van("HR BEH"),
    "leerwerkplekken:standaard_rollen": van("HR BEH"),
    "leerwerkplekken:standaard_toepassen": van("HR BEH"),
    "leerwerkplekken:sjablonen": van("HR", hoe="G"),
    "leerwerkplekken:sjabloon": van("HR", ding="sjabloon"),
    "leerwerkplekken:sjabloon_maak": van("HR", ding="plek", gegevens={"naam": "een naam"}),
    "leerwerkplekken:sjabloon_verwijder": van("HR", ding="sjabloon"),
}
