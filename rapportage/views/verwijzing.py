"""Van een code in een lijst naar het scherm van dat ding, voor wie daar mag komen."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from kern.tabel import Tabel, Verwijzing
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor
from organisaties.toegang import Actor
from plaatsingen.models import Plaatsing
from rapportage import toegang

NAAR = {  # soort → (scherm, recht); een controleur heeft van een plek een dossier, van de andere niets
    "mentor": ("mentoren:mentor", "mentor.zien"),
    "leerwerkplek": ("leerwerkplekken:takenlijst", "leerwerkplek.zien"),
    "plaatsing": ("plaatsingen:plaatsing", "plaatsing.zien"),
}
DOSSIER = ("controles:dossier", "controle.uitvoeren")
KOLOMMEN = {"Leerwerkplek": "leerwerkplek", "Plaatsing": "plaatsing", "Mentor": "mentor"}
CODES = {"mentoren": "mentor", "plaatsingen": "plaatsing"}  # wat *Code* in die lijst is; elders een leerwerkplek


def scherm(actor: Actor, soort: str) -> str:
    """De naam van het scherm van zo'n ding voor deze actor; leeg als er geen is."""
    mogelijk = (DOSSIER, NAAR[soort]) if soort == "leerwerkplek" else (NAAR[soort],) if soort in NAAR else ()
    return next((naam for naam, recht in mogelijk if actor.mag(recht)), "")


def met_verwijzingen(actor: Actor, tabel: Tabel, rijen: Sequence[Sequence[object]]) -> list[list[object]]:
    """De rijen, met een Verwijzing waar een code een scherm heeft. Eén vraag per soort, hoeveel rijen er ook zijn."""
    plaatsen = {n: KOLOMMEN.get(kop, "") for n, kop in enumerate(tabel.koppen) if kop in KOLOMMEN or kop == "Code"}
    soorten = [[_soort(tabel, rij, n, soort) for n, soort in plaatsen.items()] for rij in rijen]
    codes: dict[str, set[str]] = {}
    for rij, van_rij in zip(rijen, soorten, strict=True):
        for n, soort in zip(plaatsen, van_rij, strict=True):
            codes.setdefault(soort, set()).add(str(rij[n]))
    adressen = {soort: _adressen(actor, soort, van_soort) for soort, van_soort in codes.items()}
    uit = [list(rij) for rij in rijen]
    for rij, van_rij in zip(uit, soorten, strict=True):
        for n, soort in zip(plaatsen, van_rij, strict=True):
            if adres := adressen[soort].get(str(rij[n])):
                rij[n] = Verwijzing.naar(str(rij[n]), adres)
    return uit


def _soort(tabel: Tabel, rij: Sequence[object], plaats: int, soort: str) -> str:
    if soort:
        return soort
    koppen = list(tabel.koppen)
    return str(rij[koppen.index("Soort")]) if "Soort" in koppen else CODES.get(tabel.naam, "leerwerkplek")


def _adressen(actor: Actor, soort: str, codes: set[str]) -> dict[str, str]:
    naam = scherm(actor, soort)
    if not naam:
        return {}
    paren = _rijen(actor, soort).filter(code__in=codes).values_list("code", "pk")
    return {code: reverse(naam, args=[pk]) for code, pk in paren}


def _rijen(actor: Actor, soort: str) -> QuerySet:
    if soort == "leerwerkplek":  # een controleur: enkel wat nu bij zijn project hoort
        projecten = toegang.projecten(actor).order_by().values("pk")
        return Leerwerkplek.objects.filter(bestuur=actor.bestuur_id, project__in=projecten)
    model: type[Mentor] | type[Plaatsing] = Mentor if soort == "mentor" else Plaatsing
    return model.objects.filter(bestuur=actor.bestuur_id)
