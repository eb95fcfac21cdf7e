"""Modellen van de app: wie (`deelnemer`), waar en wanneer (`plaatsing`, `afspraken`), `uren`, `maandstaat`,
en waarover een `overleg` ging."""

from plaatsingen.models.afspraken import Afwijking, Onderbreking, Startvoorwaarde, Werkdag
from plaatsingen.models.deelnemer import Deelnemer, Indicatie
from plaatsingen.models.maandstaat import Maandstaat, MaandstaatVersie
from plaatsingen.models.ondertekening import Ondertekening
from plaatsingen.models.overleg import OverlegPlaatsing, OverlegPlek
from plaatsingen.models.plaatsing import GEPLAATST, Plaatsing
from plaatsingen.models.uren import Afwezigmelding, DeelnemerMaand, Inzending, Prestatie, Tijdvak

__all__ = [
    "GEPLAATST", "Afwezigmelding", "Afwijking", "Deelnemer", "DeelnemerMaand", "Indicatie", "Inzending",
    "Maandstaat", "MaandstaatVersie", "Onderbreking", "Ondertekening", "OverlegPlaatsing", "OverlegPlek", "Plaatsing",
    "Prestatie", "Startvoorwaarde", "Tijdvak", "Werkdag",
]  # fmt: skip
