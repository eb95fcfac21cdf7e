"""Leerwerkplekken maken, wijzigen, kopiëren en sluiten."""

import re

from leerwerkplekken import planstandaard
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek, PlanVanAanpak, Werkafspraak
from leerwerkplekken.regels import begeleider_bezwaar
from leerwerkplekken.stappen.gedeeld import slot, werk_status_bij, zet
from leerwerkplekken.stappen.plan import bewaar_plan
from logboek.stappen import schrijf
from mentoren.models import Mentor
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis
from projecten import regels
from projecten.models import Subsidieproject

CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
GEKOPIEERD = (
    "functie", "organisatie", "project", "dienst", "adres", "taken", "leerdoelen", "competenties", "uren_per_maand",
    "uurrooster", "vereisten", "mentor", "begeleider", "begeleider_naam", "begeleider_functie", "beschikbaar_van",
    "beschikbaar_tot", "additioneel", "additioneel_toelichting",
)  # fmt: skip


def volgende_code(project: Subsidieproject) -> str:
    """Een voorstel voor de code: de hoogste van het project, één hoger (OPW-06 → OPW-07)."""
    codes = Leerwerkplek.objects.filter(bestuur=project.bestuur_id, project=project).values_list("code", flat=True)
    genummerd = [m for m in (re.fullmatch(r"(.*?)(\d+)", code) for code in codes) if m]
    if not genummerd:
        return f"{project.code}-01"
    hoogste = max(genummerd, key=lambda m: int(m[2]))
    return f"{hoogste[1]}{int(hoogste[2]) + 1:0{len(hoogste[2])}d}"


def _controleer(plek: Leerwerkplek) -> None:
    if not CODE.fullmatch(plek.code):
        raise Geweigerd("Gebruik voor de code letters, cijfers, punt, streepje of liggend streepje.", "code")
    if bezwaar := begeleider_bezwaar(plek):
        raise Geweigerd(bezwaar, "begeleider")
    dag = plek.beschikbaar_van or plek.project.van
    regels.eis(regels.uren_per_maand(plek.uren_per_maand, regels.grenzen(plek.project.oproep, dag)))


def maak(door: Actor, bestuur: Bestuur, **gegevens) -> Leerwerkplek:
    """Een nieuwe plek met het standaardplan van het bestuur. `gegevens`: velden van Leerwerkplek (code, functie,
    organisatie en project verplicht). Geweigerd als een regel of sleutel weigert."""
    eis(door, "leerwerkplek.bewerken")
    plek = Leerwerkplek(bestuur=bestuur, **gegevens)
    _controleer(plek)
    with grenzen():
        plek.save()
        PlanVanAanpak.objects.create(bestuur=bestuur, leerwerkplek=plek, **planstandaard.van(bestuur.pk))
        schrijf(door, "leerwerkplek.gemaakt", plek, code=plek.code)
        werk_status_bij(door, plek)
    return plek


def _wordt_mentor(plek: Leerwerkplek, mentor: Mentor | None) -> bool:
    """Is de nieuwe mentor wie hier tot nu werkplekbegeleider was?"""
    return mentor is not None and plek.begeleider_id == mentor.lidmaatschap_id


def wijzig(door: Actor, plek: Leerwerkplek, **gegevens) -> Leerwerkplek:
    """Wijzigt velden van een plek. Een ingediende fiche verandert niet mee: die is bevroren.

    Wordt de werkplekbegeleider de nieuwe mentor, dan is die geen begeleider meer."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = slot(plek)
        if "begeleider" not in gegevens and _wordt_mentor(plek, gegevens.get("mentor")):
            gegevens["begeleider"] = None
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(plek, veld) != waarde]
        for veld in gewijzigd:
            setattr(plek, veld, gegevens[veld])
        _controleer(plek)
        if gewijzigd:
            plek.save(update_fields=[*gewijzigd, "gewijzigd_op"])
            schrijf(door, "leerwerkplek.gewijzigd", plek, velden=gewijzigd)
            werk_status_bij(door, plek)
    return plek


def kopieer(door: Actor, bron: Leerwerkplek, *, aantal: int = 1) -> list[Leerwerkplek]:
    """Zoveel gelijke plekken als `bron`, elk met een eigen code en hetzelfde plan; zonder aanbod (1 tot 50)."""
    eis(door, "leerwerkplek.bewerken")
    if not 1 <= aantal <= 50:
        raise Geweigerd("Kies 1 tot 50 kopieën.", "aantal")
    kopieen = []
    with grenzen():
        bron = slot(bron)
        plan = planstandaard.velden(bron.plan)
        afspraken = list(Werkafspraak.objects.filter(bestuur=bron.bestuur_id, leerwerkplek=bron).order_by("pk"))
        for _ in range(aantal):
            gegevens = {veld: getattr(bron, veld) for veld in GEKOPIEERD}
            plek = maak(door, bron.bestuur, code=volgende_code(bron.project), **gegevens)
            bewaar_plan(door, plek, nagekeken=not bron.plan.standaard, **plan)
            for rij in afspraken:  # ze gelden pas als de plek ook aan die partner aangeboden wordt
                Werkafspraak.objects.create(
                    bestuur=bron.bestuur,
                    leerwerkplek=plek,
                    glowpartner_id=rij.glowpartner_id,
                    tekst=rij.tekst,
                    standaard=rij.standaard,
                )
            kopieen.append(plek)
    return kopieen


def sluit(door: Actor, plek: Leerwerkplek) -> Leerwerkplek:
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = slot(plek)
        zet(door, plek, Status.GESLOTEN)
    return plek


def heropen(door: Actor, plek: Leerwerkplek) -> Leerwerkplek:
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = slot(plek)
        if plek.status == Status.GESLOTEN:
            zet(door, plek, Status.CONCEPT)
            werk_status_bij(door, plek)
    return plek
