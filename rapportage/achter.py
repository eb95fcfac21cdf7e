"""Achter elk getal van een tabel zijn lijst: welke lijst (`lijsten.LIJSTEN`), beperkt tot wat (`keuze.Keuze`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from kern.tabel import Tabel, is_getal, lees
from rapportage.keuze import KOLOM

SAMEN = "Samen"  # de rij die alles optelt: haar lijst is niet beperkt
PER_RIJ = {kop: naam for naam, kop in KOLOM.items()} | {"Maand": "maand"}  # wat van een rij in het adres komt


def _lijsten(**per_lijst: str) -> dict[str, tuple[str, Mapping[str, str]]]:
    """`_lijsten(fiches="Plekken|Met fiche")`: welke kolommen deze lijst openen; een _ in haar naam is een streepje."""
    return {kop: (lijst.replace("_", "-"), {}) for lijst, koppen in per_lijst.items() for kop in koppen.split("|")}


DELEN = "Doel plekken|Verschil plekken|Plekken te kort|Doel mentoren|Verschil mentoren|Mentoren te kort"
NA = {"Bij het einde": "bij het einde", "Na 3 maanden": "na 3 maanden", "Na 6 maanden": "na 6 maanden"}
ACHTER: dict[str, dict[str, tuple[str, Mapping[str, str]]]] = {
    "projecten": _lijsten(
        fiches="Plekken",
        mentoren="Mentoren",
        doelen_per_organisatie="Doel plekken|Doel mentoren",
        subsidie="Toegekend|Alles of niets|Naar rato",
    ),
    "doelen_per_organisatie": _lijsten(fiches="Plekken", mentoren="Mentoren", doelen_per_organisatie=DELEN),
    "organisaties": _lijsten(
        standen="Leerwerkplekken",
        fiches="Met fiche",
        alle_mentoren="Mentoren",
        mentoren="Met certificaat",
        aangeboden="Aangeboden",
        plaatsingen="Plaatsingen",
        uren="Uren",
    ),
    "maanden": _lijsten(
        fiches="Fiches",
        mentoren="Mentoren",
        aanbod="Aanbiedingen",
        plaatsingen="Plaatsingen",
        uren="Uren",
        overleg="Overlegmomenten",
    ),
    "verhouding": _lijsten(
        open_plekken="Open plekken", begeleiders="Opgeleide mentoren", verhouding="Per mentor|Te veel"
    ),
    "partners": _lijsten(aanbod="Aanbiedingen", plaatsingen="Plaatsingen")
    | {
        "Zoekt kandidaten": ("aanbod", {"antwoord": "zoekt"}),
        "Geen kandidaten": ("aanbod", {"antwoord": "geen"}),
        "Zonder antwoord": ("aanbod", {"antwoord": "zonder"}),
    },
    "evaluaties": _lijsten(evaluaties_verwacht="Verwacht", evaluaties_en_attesten="Afgerond"),
    "uitstroom": {kop: ("uitstroom", {"na": na}) for kop, na in NA.items()},
    "relatie": _lijsten(overleg="Overlegmomenten|Besluiten"),
    "registratie": _lijsten(later="Aantal"),
}


def van(tabel: Tabel, rij: Sequence[object], plaats: int) -> str:
    """`lijst/?keuze` achter deze cel; leeg als er geen getal staat, of als de tabel zelf de lijst is."""
    kop = tabel.koppen[plaats]
    if not (is_getal(rij[plaats]) or kop == "Per mentor" and rij[plaats]):
        return ""
    if tabel.naam.startswith("additionaliteit") and kop.isdecimal():
        lijst, keuze = "register", {"jaar": kop}
    elif kop in ACHTER.get(tabel.naam, {}):
        lijst, keuze = ACHTER[tabel.naam][kop]
    else:
        return ""
    paren = zip(tabel.koppen, rij, strict=True)
    vraag = {PER_RIJ[k]: _tekst(cel) for k, cel in paren if k in PER_RIJ and (cel != SAMEN or lijst == "verhouding")}
    return f"{lijst}/?{urlencode(vraag | dict(keuze))}" if vraag or keuze else f"{lijst}/"


def _tekst(cel: object) -> str:
    return f"{cel:%Y-%m}" if isinstance(cel, date) else lees(cel)
