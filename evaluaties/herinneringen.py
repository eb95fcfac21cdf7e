"""Evaluaties die aan de beurt zijn: de mentor doet ze, samen met de deelnemer."""

from datetime import date

from django.urls import reverse

from berichten.herinneringen import Zaak, herinnering, opgesomd
from evaluaties import overzicht, regels
from evaluaties.enums import Stand
from evaluaties.overzicht import Regel
from kern.opmaak import datum_woord, hoofdletter
from kern.periodes import plus_maanden
from plaatsingen.herinneringen import mentoren_van
from plaatsingen.models import Plaatsing


@herinnering(
    "evaluatie_te_doen",
    brief=opgesomd(
        "Evaluatie te doen",
        ("evaluatie", "evaluaties"),
        ("Deze evaluatie is aan de beurt.", "zijn aan de beurt."),
        lambda: ("Evaluaties bekijken", reverse("evaluaties:lijst")),
    ),
)
def zoek(bestuur_id: int, dag: date) -> list[Zaak]:
    """Wat te doen of te laat is, van plaatsingen die lopen of pas eindigden."""
    recent = overzicht.met_einde(Plaatsing.objects.filter(bestuur=bestuur_id, van__lte=dag)).filter(
        laatste_dag__gte=plus_maanden(dag, -regels.EIND_NOG_MAANDEN)
    )
    plaatsingen = list(
        recent.select_related(
            "deelnemer", "leerwerkplek__mentor__lidmaatschap__gebruiker", "vervangend_mentor__lidmaatschap__gebruiker"
        )
    )
    if not plaatsingen:
        return []
    return [_zaak(rij, dag) for rij in overzicht.regels_van(plaatsingen, dag) if rij.wat.wacht]


def _zaak(rij: Regel, dag: date) -> Zaak:
    p, wat = rij.plaatsing, rij.wat
    wanneer = "te laat, het kon tot" if wat.stand == Stand.TE_LAAT else "uiterlijk"
    naam = wat.moment.label
    return Zaak(
        f"{p.pk} {wat.moment}",
        f"{naam} van {p.deelnemer.code}",
        wat.vanaf,
        regels=(f"{hoofdletter(naam)} van {p.deelnemer.code}: {wanneer} {datum_woord(wat.uiterlijk)}.",),
        knop=("Evaluatie bekijken", reverse("evaluaties:plaatsing", args=[p.pk])),
        leden=mentoren_van(p, dag),
    )
