"""De mensen van een GLOW-partner beheren elkaar; geen bestuur komt daaraan (beslissing 0010).

Wie erbij komt of weggaat schrijft een trigger in de geschiedenis van de partner (sql/10_partner.sql).
"""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from beheer.models import OPEN, Partneruitnodiging, nieuwe_nonce
from beheer.stappen.uitnodigen import VOORBIJ
from organisaties.isolatie import Geweigerd, grenzen, kijk_nu_na
from organisaties.models import Gebruiker, GlowPartner, Partnerlid
from organisaties.toegang import Actor, eis
from taken.models import Taak
from taken.stappen import plan

LAATSTE = "partnerlid_laatste"


def _partner(door: Actor) -> GlowPartner:
    eis(door, "collegas.beheren")
    if door.glowpartner is None:
        raise PermissionDenied("collegas.beheren: enkel namens een GLOW-partner")
    return door.glowpartner


def nodig_uit(door: Actor, *, email: str, voornaam: str = "", naam: str = "", functie: str = "") -> Partneruitnodiging:
    """Nodigt een collega uit. Twee keer hetzelfde vragen stuurt één mail."""
    partner, email = _partner(door), email.strip().lower()
    lid = Partnerlid.objects.filter(glowpartner=partner, gebruiker__email=email).first()
    if lid is not None and lid.ingetrokken_op is None:
        raise Geweigerd("Deze persoon werkt al voor jouw organisatie.", "email")
    if lid is not None:
        raise Geweigerd("Deze collega had vroeger toegang. Geef die terug in de lijst van collega's.", "email")
    return maak(partner, door.gebruiker, email=email, voornaam=voornaam, naam=naam, functie=functie)


def maak(partner: GlowPartner, door: Gebruiker | None, **velden) -> Partneruitnodiging:
    """De uitnodiging en haar mail. De opdracht van de installateur gebruikt dit voor de eerste persoon."""
    with grenzen():
        rijen = Partneruitnodiging.objects.select_for_update(of=("self",))
        bestaand = rijen.filter(OPEN, glowpartner=partner, email=velden["email"]).first()
        if bestaand is not None and all(getattr(bestaand, veld) == waarde for veld, waarde in velden.items()):
            return bestaand
        rij = Partneruitnodiging.objects.create(glowpartner=partner, door=door, **velden)
        _verstuur(rij)
    return rij


def _verstuur(rij: Partneruitnodiging) -> Taak:
    return plan("beheer.partneruitnodiging", rij.glowpartner_id, rij.pk, rij.zending, bestuur_id=0)


def _slot(partner: GlowPartner, rij: Partneruitnodiging) -> Partneruitnodiging:
    return Partneruitnodiging.objects.select_for_update(of=("self",)).get(pk=rij.pk, glowpartner=partner)


def stuur_opnieuw(door: Actor, rij: Partneruitnodiging, *, gezien: int) -> Partneruitnodiging:
    """Zoals `uitnodigen.stuur_opnieuw`: een nieuwe link, en de vorige werkt niet meer."""
    partner = _partner(door)
    with grenzen():
        rij = _slot(partner, rij)
        if not rij.is_open:
            raise Geweigerd(VOORBIJ)
        if rij.zending != gezien:
            return rij
        rij.nonce, rij.zending, rij.vervalt_op = nieuwe_nonce(), rij.zending + 1, None
        rij.save(update_fields=["nonce", "zending", "vervalt_op"])
        _verstuur(rij)
    return rij


def trek_uitnodiging_in(door: Actor, rij: Partneruitnodiging) -> Partneruitnodiging:
    partner = _partner(door)
    with grenzen():
        rij = _slot(partner, rij)
        if rij.aanvaard_op is not None:
            raise Geweigerd("Deze uitnodiging is al aanvaard. Trek de toegang van je collega in.")
        if rij.ingetrokken_op is None:
            rij.ingetrokken_op = timezone.now()
            rij.save(update_fields=["ingetrokken_op"])
    return rij


def trek_in(door: Actor, lid: Partnerlid) -> Partnerlid:
    """Neemt een collega de toegang af, ook een open uitnodiging. De laatste blijft."""
    partner = _partner(door)
    with grenzen():
        lid = (
            Partnerlid.objects.select_for_update(of=("self",))
            .select_related("gebruiker")
            .get(pk=lid.pk, glowpartner=partner)
        )
        if lid.ingetrokken_op is None:
            lid.ingetrokken_op = timezone.now()
            lid.save(update_fields=["ingetrokken_op"])
            kijk_nu_na(LAATSTE)
            open_ = Partneruitnodiging.objects.filter(OPEN, glowpartner=partner, email=lid.gebruiker.email)
            open_.update(ingetrokken_op=lid.ingetrokken_op)
    return lid


def geef_terug(door: Actor, lid: Partnerlid) -> Partnerlid:
    partner = _partner(door)
    with grenzen():
        lid = Partnerlid.objects.select_for_update().get(pk=lid.pk, glowpartner=partner)
        if lid.ingetrokken_op is not None:
            lid.ingetrokken_op = None
            lid.save(update_fields=["ingetrokken_op"])
    return lid
