"""Plekken aanbieden aan GLOW-partners, opnieuw aanbieden, intrekken, en antwoorden op hun vragen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from berichten.stappen import aan_partner, aan_rol
from leerwerkplekken import brieven
from leerwerkplekken.enums import Antwoord, Status
from leerwerkplekken.models import Aanbod, Aanbodronde, Aanbodvraag, Leerwerkplek
from leerwerkplekken.regels import loopt, vervaldag
from leerwerkplekken.stappen.gedeeld import slot, werk_status_bij
from leerwerkplekken.stappen.plan import begin_afspraak
from leerwerkplekken.toegang import partners_van
from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, GlowPartner
from organisaties.toegang import Actor, eis, installatie
from projecten import regels as oproepregels

PER_KEER = {  # de velden van `Keer`, zoals een keer begint
    "vervalt_op": None, "boodschap": "", "aangeboden_door": None, "gelezen_op": None, "antwoord": Antwoord.GEEN,
    "antwoord_op": None, "antwoord_door": None, "antwoord_naam": "", "genoteerd_door": None, "genoteerd_naam": "",
    "weiger_reden": "", "weiger_nota": "", "ingetrokken_op": None,
}  # fmt: skip
LANG = 2000  # tekens in een bericht, vraag of antwoord


@dataclass(frozen=True)
class Paar:
    """Eén plek voor één partner: wat er zou gebeuren. `reden`: waarom ze wegvalt; leeg: ze gaat mee."""

    plek: Leerwerkplek
    partner: GlowPartner
    aanbod: Aanbod | None
    reden: str

    @property
    def gaat(self) -> bool:
        return not self.reden

    @property
    def opnieuw(self) -> bool:
        return self.gaat and self.aanbod is not None


def voorstel(plekken: Iterable[Leerwerkplek], partners: Iterable[GlowPartner], op: date) -> list[Paar]:
    """Per partner en plek wat er gebeurt als je ze op die dag aanbiedt, en wat wegvalt met de reden. Wijzigt niets."""
    plekken, partners = list(plekken), list(partners)
    bestaat = {
        (rij.leerwerkplek_id, rij.glowpartner_id): rij
        for rij in Aanbod.objects.filter(leerwerkplek__in=plekken, glowpartner__in=partners)
    }
    nu = {b: set(partners_van(b, timezone.localdate()).values_list("pk", flat=True)) for b in _besturen(plekken)}
    return [
        Paar(plek, partner, rij, _bezwaar(plek, rij, op, samen=partner.pk in nu[plek.bestuur_id]))
        for partner in partners
        for plek in plekken
        for rij in (bestaat.get((plek.pk, partner.pk)),)
    ]


def _besturen(plekken: list[Leerwerkplek]) -> set[int]:
    return {plek.bestuur_id for plek in plekken}


def _bezwaar(plek: Leerwerkplek, aanbod: Aanbod | None, op: date, *, samen: bool) -> str:
    vandaag = timezone.localdate()
    if not samen:
        return "De samenwerking met deze partner loopt nu niet."
    if plek.status == Status.GESLOTEN:
        return "De plek is gesloten."
    if plek.beschikbaar_tot and plek.beschikbaar_tot < op:
        return "De plek is niet meer beschikbaar. Pas eerst de datum aan."
    return _al_gedaan(aanbod, op, vandaag) if aanbod else ""


def _al_gedaan(aanbod: Aanbod, op: date, vandaag: date) -> str:
    if aanbod.antwoord != Antwoord.GEWEIGERD and loopt(aanbod, vandaag):
        tot = f" en loopt tot en met {aanbod.vervalt_op:%d/%m/%Y}" if aanbod.vervalt_op else " en loopt nog"
        return f"Is al aangeboden{tot}."
    if op < aanbod.laatst_op:
        return f"Je bood ze al aan op {aanbod.laatst_op:%d/%m/%Y}. Kies die dag of later."
    return ""


def bied_aan(door: Actor, plek: Leerwerkplek, glowpartner: GlowPartner, *, op: date | None = None) -> Aanbod:
    """Noteert dat de plek op die dag aan deze GLOW-partner aangeboden werd: zelf bewijs voor ESF (bron 000).

    Zonder bericht aan de partner (zie `bied_samen_aan`). Wat de installatie noteert (een import) vervalt niet vanzelf:
    niemand beloofde een termijn.
    """
    eis(door, "leerwerkplek.bewerken")
    op = _dag(door, op)
    with grenzen():
        plek = slot(plek)
        if plek.status == Status.GESLOTEN:
            raise Geweigerd("Deze plek is gesloten. Heropen ze eerst.", "glowpartner")
        aanbod = _nieuw(door, plek, glowpartner, op, "")
        werk_status_bij(door, plek)
    return aanbod


def bied_samen_aan(
    door: Actor,
    plekken: Iterable[Leerwerkplek],
    partners: Iterable[GlowPartner],
    *,
    op: date | None = None,
    boodschap: str = "",
) -> list[Aanbod]:
    """Biedt plekken aan partners aan, in één daad; wat vervallen, geweigerd of ingetrokken is, opnieuw.

    Elke partner krijgt één bericht, met `boodschap`. Wat wegvalt zegt `voorstel`. Geweigerd als er niets overblijft.
    """
    eis(door, "leerwerkplek.bewerken")
    op, partners = _dag(door, op), list(partners)
    if len(boodschap) > LANG:
        raise Geweigerd(f"Houd je bericht op {LANG} tekens.", "boodschap")
    with grenzen():
        paren = voorstel(_op_slot(plekken), partners, op)
        if not any(paar.gaat for paar in paren):
            raise Geweigerd("Er valt niets aan te bieden. Kijk hieronder waarom.", "plekken")
        gedaan = [_doe(door, paar, op, boodschap.strip()) for paar in paren if paar.gaat]
        for plek in {paar.plek.pk: paar.plek for paar in paren if paar.gaat}.values():
            werk_status_bij(door, plek)
        for partner in partners:
            if eigen := [rij for rij in gedaan if rij.glowpartner_id == partner.pk]:
                aan_partner(eigen[0].bestuur_id, partner, brieven.aangeboden(eigen, boodschap.strip()))
    return gedaan


def _dag(door: Actor, op: date | None) -> date:
    op = op or timezone.localdate()
    if op > timezone.localdate() and not door.installatie:
        raise Geweigerd("Deze datum ligt in de toekomst. Vul de dag in waarop je de plek aanbood.", "aangeboden_op")
    return op


def _op_slot(plekken: Iterable[Leerwerkplek]) -> QuerySet[Leerwerkplek]:
    """Altijd op nummer: twee mensen die dezelfde plekken aanbieden, wachten op elkaar."""
    rijen = Leerwerkplek.objects.select_for_update(of=("self",)).select_related("project__oproep", "mentor", "bestuur")
    return rijen.filter(pk__in=[plek.pk for plek in plekken]).order_by("pk")


def _doe(door: Actor, paar: Paar, op: date, boodschap: str) -> Aanbod:
    if paar.aanbod is None:
        return _nieuw(door, paar.plek, paar.partner, op, boodschap)
    aanbod = _neem(paar.aanbod)  # een partner die net antwoordde: dan telt wat er nu staat
    if reden := _al_gedaan(aanbod, op, timezone.localdate()):
        raise Geweigerd(f"{paar.plek.code}, {paar.partner}: {reden}")
    return _opnieuw(door, paar.plek, aanbod, op, boodschap)


def _neem(aanbod: Aanbod) -> Aanbod:
    return Aanbod.objects.select_for_update(of=("self",)).select_related("glowpartner").get(pk=aanbod.pk)


def _tot(door: Actor, plek: Leerwerkplek) -> date | None:
    """Geteld vanaf vandaag, ook als je een vroegere dag noteert: de partner hoort het nu."""
    if door.installatie:
        return None
    dag = timezone.localdate()
    return vervaldag(dag, oproepregels.grenzen(plek.project.oproep, dag, plek.bestuur_id))


def _nieuw(door: Actor, plek: Leerwerkplek, partner: GlowPartner, op: date, boodschap: str) -> Aanbod:
    aanbod = Aanbod.objects.create(
        bestuur=plek.bestuur,
        leerwerkplek=plek,
        glowpartner=partner,
        aangeboden_op=op,
        vervalt_op=_tot(door, plek),
        boodschap=boodschap,
        aangeboden_door=door.lidmaatschap,
    )
    begin_afspraak(plek, partner)
    schrijf(door, "leerwerkplek.aangeboden", plek, glowpartner=partner.pk, op=str(op))
    return aanbod


def _opnieuw(door: Actor, plek: Leerwerkplek, aanbod: Aanbod, op: date, boodschap: str) -> Aanbod:
    """Bewaart de vorige keer zoals ze was, en begint een nieuwe. De eerste datum blijft."""
    Aanbodronde.objects.create(
        bestuur_id=aanbod.bestuur_id,
        aanbod=aanbod,
        glowpartner_id=aanbod.glowpartner_id,
        keer=aanbod.keer,
        op=aanbod.laatst_op,
        **{veld: getattr(aanbod, veld) for veld in PER_KEER},
    )
    velden = PER_KEER | {
        "keer": aanbod.keer + 1,
        "vernieuwd_op": op,
        "vervalt_op": _tot(door, plek),
        "vervallen_op": None,
        "boodschap": boodschap,
        "aangeboden_door": door.lidmaatschap,
    }
    for veld, waarde in velden.items():
        setattr(aanbod, veld, waarde)
    aanbod.leerwerkplek = plek
    aanbod.save(update_fields=list(velden))
    schrijf(door, "leerwerkplek.opnieuw_aangeboden", plek, glowpartner=aanbod.glowpartner_id, op=str(op))
    return aanbod


def trek_aanbod_in(door: Actor, aanbod: Aanbod) -> Aanbod:
    """De partner kan er niemand meer voor voorstellen en hoort dat. Dat je de plek aanbood, blijft bewijs."""
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        plek = slot(aanbod.leerwerkplek)
        aanbod = _neem(aanbod)
        if aanbod.ingetrokken_op is not None:
            raise Geweigerd("Dit aanbod was al ingetrokken. Er is niets veranderd.")
        aanbod.leerwerkplek, aanbod.ingetrokken_op = plek, timezone.localdate()
        aanbod.save(update_fields=["ingetrokken_op"])
        schrijf(door, "leerwerkplek.aanbod_ingetrokken", plek, glowpartner=aanbod.glowpartner_id)
        aan_partner(aanbod.bestuur_id, aanbod.glowpartner, brieven.ingetrokken(aanbod))
    return aanbod


def beantwoord(door: Actor, vraag: Aanbodvraag, antwoord: str) -> Aanbodvraag:
    """Het antwoord van HR op een vraag, één keer; de partner krijgt het als bericht."""
    eis(door, "leerwerkplek.bewerken")
    antwoord = antwoord.strip()
    if not antwoord or len(antwoord) > LANG:
        raise Geweigerd(f"Schrijf een antwoord van hoogstens {LANG} tekens.", "antwoord")
    with grenzen():
        rijen = Aanbodvraag.objects.select_for_update(of=("self",)).select_related("aanbod__leerwerkplek__bestuur")
        vraag = rijen.select_related("glowpartner").get(pk=vraag.pk)
        if vraag.antwoord:
            raise Geweigerd("Deze vraag is intussen al beantwoord. Er is niets veranderd.")
        vraag.antwoord, vraag.beantwoord_op = antwoord, timezone.now()
        vraag.beantwoord_door, vraag.beantwoord_naam = door.lidmaatschap, door.naam
        vraag.save(update_fields=["antwoord", "beantwoord_op", "beantwoord_door", "beantwoord_naam"])
        schrijf(door, "aanbodvraag.beantwoord", vraag)
        aan_partner(vraag.bestuur_id, vraag.glowpartner, brieven.antwoord_op_vraag(vraag))
    return vraag


def verloop(bestuur: Bestuur) -> int:
    """Noteert welk aanbod voorbij zijn laatste dag is; wie nog niet antwoordde en HR horen het één keer.

    Geeft hoeveel er vervielen. Twee keer draaien doet niets meer.
    """
    door, dag = installatie(bestuur), timezone.localdate()
    with grenzen():
        rijen = Aanbod.objects.filter(bestuur=bestuur, vervalt_op__lt=dag, vervallen_op=None, ingetrokken_op=None)
        voorbij = list(
            rijen.select_for_update(of=("self",))
            .select_related("leerwerkplek", "glowpartner", "bestuur")
            .order_by("leerwerkplek", "pk")
        )
        for rij in voorbij:
            rij.vervallen_op = dag
            rij.save(update_fields=["vervallen_op"])
            schrijf(door, "aanbod.vervallen", rij, op=str(rij.vervalt_op))
        stil = [
            r
            for r in voorbij
            if r.antwoord in (Antwoord.GEEN, Antwoord.BEKIJKT) and r.leerwerkplek.status != Status.GESLOTEN
        ]
        _meld_vervallen(bestuur, stil)
    return len(voorbij)


def _meld_vervallen(bestuur: Bestuur, stil: list[Aanbod]) -> None:
    """Eén bericht per partner en één voor HR, met alles wat die dag verviel."""
    if not stil:
        return
    aan_rol(bestuur.pk, Rol.HR, brieven.vervallen_voor_hr(stil))
    for partner in {rij.glowpartner_id: rij.glowpartner for rij in stil}.values():
        eigen = [rij for rij in stil if rij.glowpartner_id == partner.pk]
        aan_partner(bestuur.pk, partner, brieven.vervallen_voor_partner(eigen))
