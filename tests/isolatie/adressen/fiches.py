"""Fiches: nakijken, tekenen, en hun document."""

from tests.isolatie.adressen.soorten import KIJKT, Adres, sleutel, van

EIGEN_RONDE = (200, 404)  # wie mag tekenen, ziet enkel de eigen rondes
ADRESSEN: dict[str, Adres] = {
    # --- voor iedereen
    "verificatie": sleutel(ding="token", hoe="G"),
    # --- fiches
    "fiches:te_ondertekenen": van("HR LEI DIR", vraag=("", "?vorm=xlsx")),
    "fiches:ondertekend": van("HR LEI DIR", vraag=("", "?vorm=xlsx")),
    "fiches:samen": van("HR LEI DIR", vraag=("", "?fiche=1&fiche=2", "?keuze=1.2&zonder=3")),
    "fiches:ronde": van("HR LEI DIR", ding="tekenronde", hoe="G", ok=EIGEN_RONDE),
    "fiches:ronde_opnieuw": van("HR LEI DIR", ding="tekenronde", hoe="P", ok=EIGEN_RONDE),
    "fiches:nakijken": van("HR", ding="plek"),
    "fiches:fiche": van(KIJKT, ding="fiche"),
    "fiches:stand": van(KIJKT, ding="fiche"),
    "fiches:document": van(KIJKT, ding="fiche", extra={"soort": "verzegeld"}),
    "fiches:ondertekenen": van("HR LEI DIR", ding="fiche_open", ok=(302,)),
    "fiches:intrekken": van("HR", ding="fiche_open"),
    "fiches:papier": van("HR LEI DIR", ding="fiche_open"),
    "fiches:klaarzetten": van("HR LEI DIR", ding="fiche_open", ok=(403,)),  # dit bestuur laat het niet toe
    "fiches:eigen": van("HR LEI DIR", ding="klaargezet", ok=(200, 404)),  # enkel van wie klaarzette
    "fiches:te_tekenen": van("HR LEI DIR", ding="klaargezet", hoe="G", ok=(200, 404)),
    "fiches:vooraf": van("HR", ding="plek_open"),
    "fiches:te_bevestigen": van("HR DIR COO", hoe="G", vraag=("", "?vorm=xlsx")),
    "fiches:bevestigen": van("HR DIR COO", ding="aanlevering", ok=(200, 403)),  # HR laadde ze zelf op
    "fiches:weigeren": van("HR DIR COO", ding="aanlevering", ok=(200, 403)),
    "fiches:aangeleverd": van(KIJKT, ding="aanlevering", hoe="G", vraag=("", "?bewaar=ja")),
    "fiches:scanblad": van(KIJKT, ding="aanlevering", hoe="G", extra={"blad": 1}),
    "fiches:trek_scan_in": van("HR LEI DIR", ding="aanlevering", hoe="P"),
    "fiches:terugsturen": van("HR LEI DIR", ding="fiche_open"),
}
