"""Een persoon uitnodigen bij het bestuur: uitnodigen, opnieuw sturen, intrekken. Aanvaarden staat in aanvaarden.py."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from beheer.models import OPEN, Uitnodiging, nieuwe_nonce
from beheer.regels import rollen_bezwaren
from beheer.toegang import kan_aanmelden
from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap, Organisatie
from organisaties.toegang import Actor, eis
from taken.stappen import plan

HOORT_ERBIJ = "Deze persoon hoort al bij dit bestuur. Wijzig de rollen op de bladzijde van de persoon."
VAN_DE_BLADZIJDE = "Deze persoon staat al bij Personen. Stuur de uitnodiging vanaf die bladzijde."
INGETROKKEN = "Deze persoon had vroeger toegang. Geef die terug op de bladzijde van de persoon."
VOORBIJ = "Deze uitnodiging is al aanvaard of ingetrokken. Herlaad de bladzijde."


def nodig_uit(
    door: Actor,
    *,
    email: str,
    voornaam: str = "",
    naam: str = "",
    rollen: Collection[str],
    organisatie: Organisatie | None = None,
    functie: str = "",
    tot: date | None = None,
) -> Uitnodiging:
    """Nodigt iemand uit die nog niet bij dit bestuur hoort. Twee keer hetzelfde vragen stuurt één mail."""
    eis(door, "personen.beheren")
    email = email.strip().lower()
    if redenen := rollen_bezwaren(rollen, tot, timezone.localdate()):
        raise Geweigerd.om(redenen)
    _hoort_er_nog_niet_bij(door.bestuur_id, email)
    return maak(
        door,
        email=email,
        voornaam=voornaam,
        naam=naam,
        rollen=list(rollen),
        organisatie=organisatie,
        functie=functie,
        lid_tot=tot,
    )


def nodig_lid_uit(door: Actor, lid: Lidmaatschap) -> Uitnodiging:
    """Nodigt iemand uit die al bij het bestuur hoort (door een import) maar nog niet kan aanmelden."""
    eis(door, "personen.beheren")
    if lid.ingetrokken_op is not None:
        raise Geweigerd("De toegang van deze persoon is ingetrokken. Geef ze eerst terug.")
    if kan_aanmelden(lid.gebruiker):
        raise Geweigerd("Deze persoon heeft al een account en kan aanmelden.")
    return maak(
        door,
        email=lid.gebruiker.email,
        voornaam=lid.gebruiker.voornaam,
        naam=lid.gebruiker.naam,
        rollen=lid.rollen,
        organisatie=lid.organisatie,
        functie=lid.functie,
        lid_tot=lid.tot,
    )


def _hoort_er_nog_niet_bij(bestuur_id: int, email: str) -> None:
    lid = Lidmaatschap.objects.filter(bestuur=bestuur_id, gebruiker__email=email).select_related("gebruiker").first()
    if lid is None:
        return
    if lid.ingetrokken_op is not None:
        raise Geweigerd(INGETROKKEN, "email")
    raise Geweigerd(HOORT_ERBIJ if kan_aanmelden(lid.gebruiker) else VAN_DE_BLADZIJDE, "email")


def maak(door: Actor, **velden) -> Uitnodiging:
    """De rij en haar mail; de stap die dit vraagt keek het recht al na."""
    with grenzen():
        rijen = Uitnodiging.objects.select_for_update(of=("self",))
        bestaand = rijen.filter(OPEN, bestuur=door.bestuur_id, email=velden["email"]).first()
        if bestaand is not None and all(getattr(bestaand, veld) == waarde for veld, waarde in velden.items()):
            return bestaand
        rij = Uitnodiging.objects.create(bestuur_id=door.bestuur_id, door=door.lidmaatschap, **velden)
        schrijf(door, "uitnodiging.gemaakt", rij, rollen=rij.rollen, tot=str(rij.lid_tot) if rij.lid_tot else None)
        plan("beheer.uitnodiging", rij.pk, rij.zending, bestuur_id=rij.bestuur_id)
    return rij


def stuur_opnieuw(door: Actor, rij: Uitnodiging, *, gezien: int) -> Uitnodiging:
    """Een nieuwe mail met een nieuwe link; elke vorige link werkt niet meer.

    `gezien`: de zending op het scherm. Vroeg een ander (of een dubbele klik) het al, dan gebeurt er niets.
    """
    eis(door, "controle.maken" if rij.rollen == [Rol.CONTROLEUR] else "personen.beheren")
    with grenzen():
        rij = Uitnodiging.objects.select_for_update(of=("self",)).get(pk=rij.pk)
        if not rij.is_open:
            raise Geweigerd(VOORBIJ)
        if rij.zending != gezien:
            return rij
        rij.nonce, rij.zending, rij.vervalt_op = nieuwe_nonce(), rij.zending + 1, None
        rij.save(update_fields=["nonce", "zending", "vervalt_op"])
        schrijf(door, "uitnodiging.opnieuw", rij, zending=rij.zending)
        plan("beheer.uitnodiging", rij.pk, rij.zending, bestuur_id=rij.bestuur_id)
    return rij


def trek_in(door: Actor, rij: Uitnodiging) -> Uitnodiging:
    """De link werkt niet meer. Twee keer intrekken is één keer."""
    eis(door, "personen.beheren")
    with grenzen():
        rij = Uitnodiging.objects.select_for_update(of=("self",)).get(pk=rij.pk)
        if rij.ingetrokken_op is not None:
            return rij
        if rij.aanvaard_op is not None:
            raise Geweigerd("Deze uitnodiging is al aanvaard. Trek de toegang in op de bladzijde van de persoon.")
        rij.ingetrokken_op = timezone.now()
        rij.save(update_fields=["ingetrokken_op"])
        schrijf(door, "uitnodiging.ingetrokken", rij)
    return rij
