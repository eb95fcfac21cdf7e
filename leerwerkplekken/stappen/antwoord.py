"""Wat een GLOW-partner met een aangeboden plek doet: openen, een vraag stellen, weigeren, of iemand voorstellen."""

from django.db import connection
from django.utils import timezone

from leerwerkplekken import regels
from leerwerkplekken.enums import Antwoord
from leerwerkplekken.models import Aanbod, Aanbodvraag, Leerwerkplek
from leerwerkplekken.stappen.aanbod import LANG
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from projecten.regels import eis as eis_regels
from taken.stappen import plan

GEEN_SAMENWERKING = "De samenwerking met dit bestuur loopt nu niet. Neem contact op met het bestuur."


def open_aanbod(door: Actor, plek: Leerwerkplek) -> None:
    """Noteert de eerste keer dat de partner dit aanbod opent; ook in een verzoek dat enkel mag lezen."""
    eis(door, "aanbod.bekijken")
    with connection.cursor() as c:
        c.execute("SELECT aanbod_gelezen(%s)", [plek.pk])


def neem_lopend(door: Actor, plek: Leerwerkplek) -> Aanbod:
    """Het aanbod van deze partner op slot, als het vandaag nog loopt. Geweigerd met waarom niet."""
    aanbod = _neem(door, plek)
    if aanbod.ingetrokken_op is not None:
        raise Geweigerd("Het bestuur trok dit aanbod intussen in. Er is niets veranderd.")
    if not regels.loopt(aanbod, timezone.localdate()):
        raise Geweigerd(
            f"Dit aanbod liep tot en met {aanbod.vervalt_op:%d/%m/%Y}. Vraag het bestuur om het te vernieuwen."
        )
    return aanbod


def _neem(door: Actor, plek: Leerwerkplek) -> Aanbod:
    """Enkel een rij die de partner mag wijzigen komt op slot: zonder lopende samenwerking is er geen."""
    rijen = Aanbod.objects.select_for_update(of=("self",)).filter(glowpartner=door.glowpartner, leerwerkplek=plek)
    aanbod = rijen.first()
    if aanbod is None:
        raise Geweigerd(GEEN_SAMENWERKING)
    return aanbod


def weiger(door: Actor, plek: Leerwerkplek, *, reden: str, nota: str = "", gezien: str = "") -> Aanbod:
    """De partner heeft voor deze plek niemand, met een reden. HR hoort het.

    `gezien`: het antwoord dat op het scherm stond. Antwoordde een collega intussen, dan verandert er niets.
    """
    eis(door, "aanbod.beantwoorden")
    nota = nota.strip()
    eis_regels(*regels.weigering(reden, nota))
    with grenzen():
        aanbod = neem_lopend(door, plek)
        zelf = aanbod.genoteerd_door_id is None
        if zelf and (aanbod.antwoord, aanbod.weiger_reden, aanbod.weiger_nota) == (Antwoord.GEWEIGERD, reden, nota):
            return aanbod  # twee keer gestuurd
        if aanbod.antwoord != gezien:
            raise Geweigerd("Een collega antwoordde intussen. Kijk na wat er nu staat.")
        _antwoord(door, aanbod, Antwoord.GEWEIGERD, weiger_reden=reden, weiger_nota=nota)
        plan("leerwerkplekken.antwoord", aanbod.pk, aanbod.keer, bestuur_id=aanbod.bestuur_id)
    return aanbod


def aanvaard(door: Actor, aanbod: Aanbod) -> None:
    """Wie iemand voorstelt, zoekt mee: dat is het antwoord op het aanbod. Voor een rij uit `neem_lopend`."""
    if aanbod.antwoord != Antwoord.AANVAARD:
        _antwoord(door, aanbod, Antwoord.AANVAARD, weiger_reden="", weiger_nota="")


def _antwoord(door: Actor, aanbod: Aanbod, antwoord: str, **velden: str) -> None:
    """Het antwoord van de partner zelf; wat HR namens hem noteerde, valt weg."""
    waarden = velden | {"antwoord": antwoord, "antwoord_op": timezone.localdate(), "antwoord_door": door.gebruiker}
    waarden |= {"antwoord_naam": "", "genoteerd_door": None, "genoteerd_naam": ""}
    for veld, waarde in waarden.items():
        setattr(aanbod, veld, waarde)
    aanbod.save(update_fields=list(waarden))
    schrijf(door, f"aanbod.{antwoord}", aanbod, keer=aanbod.keer)


def vraag(door: Actor, plek: Leerwerkplek, tekst: str) -> Aanbodvraag:
    """Een vraag aan HR over een aangeboden plek; ook als het aanbod vervallen is. Twee keer gestuurd is één vraag."""
    eis(door, "aanbod.beantwoorden")
    assert door.gebruiker is not None  # voor een partner handelt altijd een persoon
    tekst = tekst.strip()
    if not tekst or len(tekst) > LANG:
        raise Geweigerd(f"Schrijf een vraag van hoogstens {LANG} tekens.", "vraag")
    with grenzen():
        aanbod = _neem(door, plek)
        if aanbod.ingetrokken_op is not None:
            raise Geweigerd("Het bestuur trok dit aanbod in. Neem contact op met het bestuur.")
        if al := Aanbodvraag.objects.filter(aanbod=aanbod, vraag=tekst, antwoord="").first():
            return al  # twee keer gestuurd
        gesteld = Aanbodvraag.objects.create(
            bestuur_id=aanbod.bestuur_id,
            aanbod=aanbod,
            glowpartner_id=aanbod.glowpartner_id,
            vraag=tekst,
            gevraagd_door=door.gebruiker,
        )
        schrijf(door, "aanbodvraag.gesteld", gesteld)
        plan("leerwerkplekken.vraag", gesteld.pk, bestuur_id=gesteld.bestuur_id)
    return gesteld
