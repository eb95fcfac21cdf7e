"""Organisaties opvolgen die plekken kunnen openen (bron 003): van verkend naar toegezegd, met elk contact genoteerd."""

import re
from datetime import date

from django.utils import timezone
from django.utils.text import slugify

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur, Organisatie
from organisaties.toegang import Actor, eis
from projecten.enums import OVERGANGEN, ProspectStatus
from projecten.models import Contactmoment, Prospect


def voeg_toe(door: Actor, bestuur: Bestuur, **gegevens: object) -> Prospect:
    """Een nieuwe prospect begint als verkend, vandaag."""
    eis(door, "prospect.beheren")
    with grenzen():
        prospect = Prospect(bestuur=bestuur, status=ProspectStatus.VERKEND, datum=timezone.localdate(), **gegevens)
        prospect.save()
        schrijf(door, "prospect.gemaakt", prospect)
    return prospect


def wijzig(door: Actor, prospect: Prospect, **gegevens: object) -> Prospect:
    eis(door, "prospect.beheren")
    with grenzen():
        prospect = _neem(prospect)
        gewijzigd = [veld for veld, waarde in gegevens.items() if getattr(prospect, veld) != waarde]
        for veld in gewijzigd:
            setattr(prospect, veld, gegevens[veld])
        if gewijzigd:
            prospect.save(update_fields=gewijzigd)
            schrijf(door, "prospect.gewijzigd", prospect, velden=gewijzigd)
    return prospect


def zet_status(door: Actor, prospect: Prospect, naar: str) -> Prospect:
    """Schuift een prospect op. Twee keer klikken is één keer; een overgang die niet bestaat wordt geweigerd."""
    eis(door, "prospect.beheren")
    with grenzen():
        prospect = _neem(prospect)
        van = prospect.status
        if van == naar:
            return prospect
        if (van, naar) not in OVERGANGEN:
            raise Geweigerd(f"Een prospect gaat niet van {van} naar {naar}. Kijk na hoe hij nu staat.")
        prospect.status, prospect.datum = naar, timezone.localdate()
        prospect.save(update_fields=["status", "datum"])
        schrijf(door, f"prospect.{naar}", prospect, van=van, naar=naar)
    return prospect


def noteer_contact(door: Actor, prospect: Prospect, *, datum: date, nota: str) -> Contactmoment:
    eis(door, "prospect.beheren")
    if datum > timezone.localdate():
        raise Geweigerd("Dit contact moet nog komen. Noteer het als volgende stap.", "datum")
    with grenzen():
        prospect = _neem(prospect)
        moment = Contactmoment(
            bestuur_id=prospect.bestuur_id, prospect=prospect, datum=datum, nota=nota.strip(), door=door.lidmaatschap
        )
        moment.save()
        schrijf(door, "prospect.contact", prospect, datum=str(datum))
    return moment


def maak_organisatie(door: Actor, prospect: Prospect) -> Organisatie:
    """De organisatie van een prospect die plekken toezegde; bestaat ze al (op naam), dan die."""
    eis(door, "prospect.beheren")
    eis(door, "leerwerkplek.bewerken")
    with grenzen():
        prospect = _neem(prospect)
        if prospect.status != ProspectStatus.TOEGEZEGD:
            raise Geweigerd("Deze organisatie zegde nog niets toe. Zet ze eerst op toegezegd.")
        if prospect.organisatie:
            return prospect.organisatie
        naam = prospect.organisatie_naam
        eigen = Organisatie.objects.filter(bestuur=prospect.bestuur_id)
        prospect.organisatie = eigen.filter(naam__iexact=naam).order_by("pk").first() or _nieuwe(door, prospect)
        prospect.save(update_fields=["organisatie"])
        schrijf(door, "prospect.organisatie", prospect, code=prospect.organisatie.code)
    return prospect.organisatie


def _nieuwe(door: Actor, prospect: Prospect) -> Organisatie:
    organisatie = Organisatie(
        bestuur_id=prospect.bestuur_id,
        code=_vrije_code(prospect),
        naam=prospect.organisatie_naam,
        soort=prospect.soort,
    )
    organisatie.save()
    schrijf(door, "organisatie.gemaakt", organisatie, code=organisatie.code)
    return organisatie


def _vrije_code(prospect: Prospect) -> str:
    """Een code uit de naam, die in dit bestuur nog vrij is."""
    begin = re.sub(r"[^a-z0-9-]", "", slugify(prospect.organisatie_naam))[:30].strip("-") or "organisatie"
    codes = Organisatie.objects.filter(bestuur=prospect.bestuur_id, code__istartswith=begin)
    bezet = {code.lower() for code in codes.values_list("code", flat=True)}
    nummer = next(n for n in range(1, len(bezet) + 2) if _code(begin, n) not in bezet)
    return _code(begin, nummer)


def _code(begin: str, nummer: int) -> str:
    return begin if nummer == 1 else f"{begin}-{nummer}"


def _neem(prospect: Prospect) -> Prospect:
    rijen = Prospect.objects.select_for_update(of=("self",)).select_related("organisatie")
    gevonden = rijen.filter(pk=prospect.pk, bestuur=prospect.bestuur_id).first()
    if gevonden is None:
        raise Geweigerd("Deze prospect bestaat niet meer.")
    return gevonden
