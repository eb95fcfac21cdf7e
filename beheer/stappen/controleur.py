"""De toegang van een ESF-controleur, zolang er controles voor hem zijn. Uitnodigen gaat zoals bij iedereen."""

from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from beheer.models import OPEN, Uitnodiging
from beheer.stappen import uitnodigen
from beheer.toegang import kan_aanmelden
from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, eis
from rapportage.models import Controle

ENKEL = [Rol.CONTROLEUR.value]
WERKT_HIER = "Deze persoon werkt bij dit bestuur. Een ESF-controleur heeft geen andere rol."
ANDERE_ROL = "Voor dit adres staat al een uitnodiging met een andere rol open. Kijk bij Personen."


def geef_toegang(door: Actor, *, email: str, voornaam: str, naam: str, tot: date) -> Lidmaatschap | None:
    """Zorgt dat deze controleur binnen kan tot en met `tot`; wie al langer kon, houdt dat. Geeft het lidmaatschap.

    None: nog geen lidmaatschap, de uitnodiging is onderweg. Weigert wie bij het bestuur werkt of wie ingetrokken is.
    """
    eis(door, "controle.maken")
    lid = _lid(door.bestuur_id, email)
    if lid is None:
        _nodig_uit(door, tot, email=email, voornaam=voornaam, naam=naam, organisatie=None, functie="")
        return None
    if lid.rollen != ENKEL:
        raise Geweigerd(WERKT_HIER, "email")
    if lid.ingetrokken_op is not None:
        raise Geweigerd(uitnodigen.INGETROKKEN, "email")
    _tot(door, lid, max(lid.tot or tot, tot))
    if not kan_aanmelden(lid.gebruiker):
        wie = {"voornaam": lid.gebruiker.voornaam, "naam": lid.gebruiker.naam}
        _nodig_uit(door, tot, email=email, **wie, organisatie=lid.organisatie, functie=lid.functie)
    return lid


def pas_toegang_aan(door: Actor, email: str) -> None:
    """De toegang eindigt met de laatste controle van dit adres; is er geen meer, dan vandaag nog.

    Telt bij het volgende verzoek. Een uitnodiging zonder controle wordt ingetrokken.
    """
    eis(door, "controle.maken")
    over = Controle.objects.filter(bestuur=door.bestuur_id, email=email, ingetrokken_op=None)
    einde = over.aggregate(laatste=Max("tot"))["laatste"]
    for rij in open_uitnodiging(door.bestuur_id, email).select_for_update(of=("self",)):
        _pas_uitnodiging_aan(door, rij, einde)
    lid = _lid(door.bestuur_id, email)
    if lid is not None and lid.rollen == ENKEL:
        _tot(door, lid, einde or timezone.localdate() - timedelta(days=1))


def open_uitnodiging(bestuur_id: int, email: str):
    """De uitnodiging als controleur die nog niet aanvaard is (hoogstens één)."""
    return Uitnodiging.objects.filter(OPEN, bestuur=bestuur_id, email=email, rollen=ENKEL).order_by("pk")


def _lid(bestuur_id: int, email: str) -> Lidmaatschap | None:
    rijen = Lidmaatschap.objects.select_for_update(of=("self",)).select_related("gebruiker", "organisatie")
    return rijen.filter(bestuur=bestuur_id, gebruiker__email=email).first()


def _tot(door: Actor, lid: Lidmaatschap, tot: date) -> None:
    if lid.tot != tot:
        lid.tot = tot
        lid.save(update_fields=["tot"])
        schrijf(door, "lidmaatschap.gewijzigd", lid, van=lid.rollen, naar=lid.rollen, tot=str(tot))


def _nodig_uit(door: Actor, tot: date, **wie) -> None:
    """Eén open uitnodiging per adres: een tweede controle verlengt ze."""
    rij = Uitnodiging.objects.select_for_update(of=("self",)).filter(OPEN, bestuur=door.bestuur_id, email=wie["email"])
    bestaand = rij.first()
    if bestaand is None:
        uitnodigen.maak(door, **wie, rollen=ENKEL, lid_tot=tot)
    elif bestaand.rollen != ENKEL:
        raise Geweigerd(ANDERE_ROL, "email")
    elif bestaand.lid_tot is None or bestaand.lid_tot < tot:
        _pas_uitnodiging_aan(door, bestaand, tot)


def _pas_uitnodiging_aan(door: Actor, rij: Uitnodiging, tot: date | None) -> None:
    if tot is None:
        rij.ingetrokken_op = timezone.now()
        rij.save(update_fields=["ingetrokken_op"])
        schrijf(door, "uitnodiging.ingetrokken", rij)
    elif rij.lid_tot != tot:
        rij.lid_tot = tot
        rij.save(update_fields=["lid_tot"])
        schrijf(door, "uitnodiging.gewijzigd", rij, tot=str(tot))
