"""Wie toegang heeft tot het bestuur: wijzigen, intrekken, teruggeven. Wie weg is blijft staan in fiches en logboek."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from beheer.models import OPEN, Uitnodiging
from beheer.regels import rollen_bezwaren
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen, kijk_nu_na
from organisaties.models import Lidmaatschap, Organisatie
from organisaties.toegang import Actor, eis

LAATSTE = "lidmaatschap_laatste_beheerder"


def _slot(door: Actor, lid: Lidmaatschap) -> Lidmaatschap:
    eis(door, "personen.beheren")
    rijen = Lidmaatschap.objects.select_for_update(of=("self",)).select_related("gebruiker")
    return rijen.get(pk=lid.pk, bestuur=door.bestuur_id)


def wijzig(
    door: Actor,
    lid: Lidmaatschap,
    *,
    rollen: Collection[str],
    organisatie: Organisatie | None,
    functie: str,
    tot: date | None,
) -> Lidmaatschap:
    """Andere rollen, organisatie, functie of einddatum. Telt bij het volgende verzoek van die persoon."""
    with grenzen():
        lid = _slot(door, lid)
        verleden = tot == lid.tot  # een einddatum die al voorbij was mag blijven staan
        if redenen := rollen_bezwaren(rollen, tot, tot if verleden and tot else timezone.localdate()):
            raise Geweigerd.om(redenen)
        vroeger = list(lid.rollen)
        lid.rollen, lid.organisatie, lid.functie, lid.tot = list(rollen), organisatie, functie, tot
        lid.save(update_fields=["rollen", "organisatie", "functie", "tot"])
        kijk_nu_na(LAATSTE)
        schrijf(door, "lidmaatschap.gewijzigd", lid, van=vroeger, naar=lid.rollen, tot=str(tot) if tot else None)
    return lid


def trek_in(door: Actor, lid: Lidmaatschap) -> Lidmaatschap:
    """Neemt de toegang weg, ook een open uitnodiging voor dat adres. Wie al ingetrokken was, blijft dat."""
    with grenzen():
        lid = _slot(door, lid)
        if lid.ingetrokken_op is not None:
            return lid
        lid.ingetrokken_op = timezone.now()
        lid.save(update_fields=["ingetrokken_op"])
        kijk_nu_na(LAATSTE)
        open_ = Uitnodiging.objects.filter(OPEN, bestuur=lid.bestuur_id, email=lid.gebruiker.email)
        open_.update(ingetrokken_op=lid.ingetrokken_op)
        schrijf(door, "lidmaatschap.ingetrokken", lid, rollen=lid.rollen)
    return lid


def geef_terug(door: Actor, lid: Lidmaatschap) -> Lidmaatschap:
    """Geeft de toegang terug zoals ze was. Wie ze al had, houdt ze."""
    with grenzen():
        lid = _slot(door, lid)
        if lid.ingetrokken_op is None:
            return lid
        lid.ingetrokken_op = None
        lid.save(update_fields=["ingetrokken_op"])
        schrijf(door, "lidmaatschap.teruggegeven", lid, rollen=lid.rollen)
    return lid
