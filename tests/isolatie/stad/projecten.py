"""Overleg, overeenkomst, prospect, de keuze bij een oproep, en één rij van elke soort van het lokaal sociaal beleid."""

from datetime import date

from plaatsingen.stappen.overleg import koppel
from projecten.models import (
    Beleidsdoel,
    Maatregel,
    OproepInstelling,
    Overleg,
    Regieactie,
    Regiegemeente,
    SocialeOpdracht,
)
from projecten.stappen import actiepunten, overeenkomsten, prospecten
from projecten.stappen import overleg as stappen
from projecten.stappen.doelen import verdeel
from projecten.stappen.overleg import Tafel
from tests.isolatie.stad.documenten import opgeladen
from tests.isolatie.stad.soorten import Bestuur

BELEID = {
    "doel": (Beleidsdoel, {"doel": "d", "actie": "a", "indicator": "i", "jaar": 2023, "bron": "verslag"}),
    "maatregel": (Maatregel, {"soort": "art60", "jaar": 2023, "plekken": 3}),
    "actie": (Regieactie, {"soort": "mvo", "jaar": 2023, "omschrijving": "ontbijt"}),
    "gemeente": (Regiegemeente, {"naam": "dorp", "inwoners": 9000}),
    "opdracht": (SocialeOpdracht, {"soort": "sociaal", "jaar": 2023, "onderwerp": "groen"}),
}


def oproepkeuze(b: Bestuur) -> None:
    """In dit bestuur bevestigt de leidinggevende de maanden, en het doel is verdeeld."""
    b.ding["project"] = b.huis.project.pk
    deel = {"doel_leerwerkplekken": 1, "doel_mentoren": 1}
    verdeel(b.huis.actor("coordinator"), b.huis.project, {b.huis.organisatie.pk: deel})
    OproepInstelling.objects.create(
        bestuur=b.huis.bestuur,
        oproep=b.huis.project.oproep,
        sleutel="leidinggevende_bevestigt",
        vanaf=date(2023, 1, 1),
        waarde=1,
    )


def doelen(b: Bestuur) -> None:
    """Het deel van de eigen organisatie in de doelen van het project."""
    deel = {"doel_leerwerkplekken": 1, "doel_mentoren": None}
    verdeel(b.huis.actor("coordinator"), b.huis.project, {b.huis.organisatie.pk: deel})


def overleg(b: Bestuur, plaatsing) -> None:
    """Overleg met VDAB, en een met de partner: met verslag, een gekoppelde plek en plaatsing, en twee actiepunten."""
    huis, hr = b.huis, b.huis.actor("hr")
    Overleg.objects.create(bestuur=huis.bestuur, datum=date(2023, 2, 1), met="vdab", onderwerp="start")
    tafel = Tafel((huis.leden["mentor"],), (b.partner,), ((f"{b.slug}.genodigde.0", f"jo@{b.slug}.example"),))
    rij = stappen.plan(
        hr,
        huis.bestuur,
        tafel,
        datum=date(2023, 2, 8),
        met="glow",
        glowpartner=b.partner,
        onderwerp="opvolging",
        plaats="Markt",
        agenda=["uren"],
    )
    stappen.noteer_verslag(hr, rij, verslag="Besproken.", besluiten=["verder doen"])
    koppel(hr, rij, plekken=[huis.plekken[0]], plaatsingen=[plaatsing])
    actiepunten.voeg_toe(hr, rij, wat="bellen", wie=huis.leden["mentor"])
    eigen = actiepunten.voeg_toe(hr, rij, wat="mailen", wie=b.partner)
    b.ding |= {"overleg": rij.pk, "actiepunt": eigen.pk}


def overeenkomst(b: Bestuur) -> None:
    """Met haar document."""
    b.ding["overeenkomst"] = overeenkomsten.maak(
        b.huis.actor("hr"),
        b.huis.bestuur,
        met="vdab",
        van=date(2023, 2, 1),
        tot=date(2023, 12, 31),
        onderwerp="samen",
        bestand=opgeladen(f"{b.slug}.overeenkomst.0"),
    ).pk


def prospect(b: Bestuur) -> None:
    """Met een contactmoment."""
    hr = b.huis.actor("hr")
    rij = prospecten.voeg_toe(
        hr, b.huis.bestuur, organisatie_naam="vzw", soort="vzw", volgende_stap="bellen", contact="Jo", opmerking="iets"
    )
    prospecten.noteer_contact(hr, rij, datum=date(2023, 2, 2), nota=f"{b.slug}.contactmoment.0")
    b.ding["prospect"] = rij.pk


def beleid(b: Bestuur) -> None:
    for soort, (model, velden) in BELEID.items():
        b.ding[f"beleid_{soort}"] = model.objects.create(bestuur=b.huis.bestuur, **velden).pk
