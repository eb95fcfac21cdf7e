"""Leerwerkplekken maken, wijzigen, kopiëren, aanbieden en sluiten. De status volgt uit wat er staat."""

import re
from datetime import date

from django.utils import timezone

from leerwerkplekken import standaard
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod, Leerwerkplek, PlanVanAanpak
from leerwerkplekken.regels import ontbrekend
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, GlowPartner
from organisaties.toegang import Actor, eis
from projecten import regels
from projecten.models import Subsidieproject

CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
PLAN_VELDEN = ("informatie", "onthaal", "veiligheid", "werkafspraken", "matrix")
GEKOPIEERD = (
    "functie", "organisatie", "project", "dienst", "adres", "taken", "competenties", "uren_per_maand", "uurrooster",
    "vereisten", "mentor", "beschikbaar_van", "beschikbaar_tot", "additioneel", "additioneel_toelichting",
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
        PlanVanAanpak.objects.create(
            bestuur=bestuur,
            leerwerkplek=plek,
            matrix=standaard.MATRIX,
            informatie=standaard.INFORMATIE,
            onthaal=standaard.ONTHAAL,
            veiligheid=standaard.VEILIGHEID,
            werkafspraken=standaard.WERKAFSPRAKEN,
        )
        schrijf(door, "leerwerkplek.gemaakt", plek, code=plek.code)
        werk_status_bij(door, plek)
    return plek


def wijzig(door: Actor, plek: Leerwerkplek, **gegevens) -> Leerwerkplek:
    """Wijzigt velden van een plek. Een ingediende fiche verandert niet mee: die is bevroren."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = _slot(plek)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(plek, veld) != waarde]
        for veld in gewijzigd:
            setattr(plek, veld, gegevens[veld])
        _controleer(plek)
        if gewijzigd:
            plek.save(update_fields=[*gewijzigd, "gewijzigd_op"])
            schrijf(door, "leerwerkplek.gewijzigd", plek, velden=gewijzigd)
            werk_status_bij(door, plek)
    return plek


def bewaar_plan(door: Actor, plek: Leerwerkplek, *, nagekeken: bool = True, **velden) -> PlanVanAanpak:
    """Bewaart (een deel van) het plan van aanpak; `nagekeken` haalt het merk *standaard* weg."""
    eis(door, "leerwerkplek.bewerken")
    if onbekend := velden.keys() - set(PLAN_VELDEN):
        raise TypeError(f"geen velden van het plan: {onbekend}")
    with grenzen():
        plek = _slot(plek)
        plan = plek.plan
        gewijzigd = [veld for veld, waarde in velden.items() if getattr(plan, veld) != waarde]
        for veld in gewijzigd:
            setattr(plan, veld, velden[veld])
        if plan.standaard and nagekeken:
            plan.standaard = False
            gewijzigd.append("standaard")
        if gewijzigd:
            plan.save(update_fields=gewijzigd)
            schrijf(door, "leerwerkplek.plan", plek, velden=gewijzigd)
            werk_status_bij(door, plek)
    return plan


def kopieer(door: Actor, bron: Leerwerkplek, *, aantal: int = 1) -> list[Leerwerkplek]:
    """Zoveel gelijke plekken als `bron`, elk met een eigen code en hetzelfde plan; zonder aanbod (1 tot 50)."""
    eis(door, "leerwerkplek.bewerken")
    if not 1 <= aantal <= 50:
        raise Geweigerd("Kies 1 tot 50 kopieën.", "aantal")
    kopieen = []
    with grenzen():
        bron = _slot(bron)
        plan = {veld: getattr(bron.plan, veld) for veld in PLAN_VELDEN}
        for _ in range(aantal):
            gegevens = {veld: getattr(bron, veld) for veld in GEKOPIEERD}
            plek = maak(door, bron.bestuur, code=volgende_code(bron.project), **gegevens)
            bewaar_plan(door, plek, nagekeken=not bron.plan.standaard, **plan)
            kopieen.append(plek)
    return kopieen


def bied_aan(door: Actor, plek: Leerwerkplek, glowpartner: GlowPartner, *, op: date | None = None) -> Aanbod:
    """Noteert dat de plek op die dag aan deze GLOW-partner aangeboden werd: zelf bewijs voor ESF (bron 000)."""
    eis(door, "leerwerkplek.bewerken")
    op = op or timezone.localdate()
    if op > timezone.localdate() and not door.installatie:
        raise Geweigerd("Deze datum ligt in de toekomst. Vul de dag in waarop je de plek aanbood.", "aangeboden_op")
    with grenzen():
        plek = _slot(plek)
        if plek.status == Status.GESLOTEN:
            raise Geweigerd("Deze plek is gesloten. Heropen ze eerst.", "glowpartner")
        aanbod = Aanbod.objects.create(
            bestuur=plek.bestuur, leerwerkplek=plek, glowpartner=glowpartner, aangeboden_op=op
        )
        schrijf(door, "leerwerkplek.aangeboden", plek, glowpartner=glowpartner.pk, op=str(op))
        werk_status_bij(door, plek)
    return aanbod


def sluit(door: Actor, plek: Leerwerkplek) -> Leerwerkplek:
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = _slot(plek)
        _zet(door, plek, Status.GESLOTEN)
    return plek


def heropen(door: Actor, plek: Leerwerkplek) -> Leerwerkplek:
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = _slot(plek)
        if plek.status == Status.GESLOTEN:
            _zet(door, plek, Status.CONCEPT)
            werk_status_bij(door, plek)
    return plek


def werk_status_bij(door: Actor, plek: Leerwerkplek) -> None:
    """concept → klaar → aangeboden, naargelang wat er staat. Wat aangeboden werd, blijft aangeboden."""
    if plek.status in (Status.AANGEBODEN, Status.GESLOTEN):
        return
    plek.__dict__.pop("plan", None)  # het plan kan net gewijzigd zijn
    secties = {ontbreekt.sectie for ontbreekt in ontbrekend(plek, timezone.localdate())}
    if not secties:
        _zet(door, plek, Status.AANGEBODEN)
    elif secties == {"aanbod"}:
        _zet(door, plek, Status.KLAAR)
    else:
        _zet(door, plek, Status.CONCEPT)


def _slot(plek: Leerwerkplek) -> Leerwerkplek:
    rijen = Leerwerkplek.objects.select_for_update(of=("self",)).select_related("project__oproep", "mentor", "bestuur")
    return rijen.get(pk=plek.pk)


def _zet(door: Actor, plek: Leerwerkplek, status: str) -> None:
    if plek.status != status:
        van, plek.status = plek.status, status
        plek.save(update_fields=["status", "gewijzigd_op"])
        schrijf(door, "leerwerkplek.status", plek, van=van, naar=status)
