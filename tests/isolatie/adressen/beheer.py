"""Het beheer, en de collega's van een GLOW-partner."""

from tests.isolatie.adressen.soorten import Adres, sleutel, van

ADRESSEN: dict[str, Adres] = {
    # --- voor iedereen
    "uitnodiging": sleutel(ding="uitnodigingstoken", ok=(200,)),
    # --- beheer
    "beheer:personen": van("BEH"),
    "beheer:persoon": van("BEH", ding="lid"),
    "beheer:intrekken": van("BEH", ding="lid"),
    "beheer:teruggeven": van("BEH", ding="lid", hoe="P"),
    "beheer:nodig_lid_uit": van("BEH", ding="lid", hoe="P"),
    "beheer:uitnodigingen": van("BEH"),
    "beheer:nodig_uit": van("BEH"),
    "beheer:stuur_opnieuw": van("BEH", ding="uitnodiging", hoe="P"),
    "beheer:trek_uitnodiging_in": van("BEH", ding="uitnodiging"),
    "beheer:plaatsvervangers": van("BEH"),
    "beheer:plaatsvervanger": van("BEH"),
    "beheer:beeindig_plaatsvervanger": van("BEH", ding="plaatsvervanging"),
    "beheer:mijn_plaatsvervanger": van("LEI DIR"),
    "beheer:mijn_plaatsvervanger_nieuw": van("LEI DIR"),
    "beheer:beeindig_mijn": van("LEI DIR", ding="plaatsvervanging", ok=(200, 404)),  # die van de directeur
    "beheer:rechten": van("BEH"),
    "beheer:instellingen": van("BEH"),
    "beheer:tekenwijzen": van("BEH"),
    "beheer:oproepen": van("BEH", hoe="G"),
    "beheer:oproepkeuze": van("BEH", extra={"code": "572", "sleutel": "minimum_naar_rato"}),
    "beheer:logboek": van("BEH", hoe="G", vraag=("", "?vorm=xlsx", "?boek=lezen", "?boek=wijzigingen")),
    "beheer:taken": van("BEH", vraag=("", "?vorm=xlsx")),
    "beheer:opnieuw": van("BEH", ding="taak", hoe="P"),
    "beheer:mail_opnieuw": van("BEH", ding="bericht", hoe="P"),
    "beheer:mail_laat_zo": van("BEH", ding="bericht", hoe="P"),
    # --- een GLOW-partner
    "beheer:collegas": van("GLOW"),
    "beheer:collega": van("GLOW"),
    "beheer:trek_collega_in": van("GLOW", ding="collega"),
    "beheer:geef_collega_terug": van("GLOW", ding="collega", hoe="P"),
    "beheer:stuur_collega_opnieuw": van("GLOW", ding="partneruitnodiging", hoe="P"),
    "beheer:trek_collega_uitnodiging_in": van("GLOW", ding="partneruitnodiging"),
}
