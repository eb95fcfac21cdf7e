"""Een uitnodiging aanvaarden. Het recht is de link zelf: die ging naar één adres, en alleen dat account kan ermee."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from beheer.enums import Stand
from beheer.link import BESTUUR, Link
from beheer.models import Partneruitnodiging, Uitnodiging
from beheer.regels import stand
from beheer.toegang import kan_aanmelden
from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties import isolatie
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Gebruiker, Lidmaatschap, Partnerlid
from organisaties.personen import zorg_voor_lid
from organisaties.toegang import Actor, als_lid
from rapportage.models import Controle

INGETROKKEN = "Je toegang is ingetrokken. Vraag aan {waar} om ze terug te geven."
Rij = Uitnodiging | Partneruitnodiging


@contextmanager
def binnen(link: Link, actor: Actor) -> Iterator[None]:
    """Handelt even voor het bestuur of de partner van de link, en daarna weer voor wie aangemeld is."""
    if link.soort == BESTUUR:
        isolatie.kies(bestuur=link.van)
    else:
        isolatie.kies(glowpartner=link.van)
    yield
    isolatie.kies(bestuur=actor.bestuur_id, glowpartner=actor.glowpartner.pk if actor.glowpartner else 0)


def vind(link: Link, *, op_slot: bool) -> Rij | None:
    """De uitnodiging achter de link. `op_slot`: om ze te aanvaarden; twee klikken komen dan na elkaar."""
    rijen: QuerySet[Any]
    if link.soort == BESTUUR:
        rijen = Uitnodiging.objects.select_related("bestuur", "organisatie", "door__gebruiker")
    else:
        rijen = Partneruitnodiging.objects.select_related("glowpartner", "door")
    return (rijen.select_for_update(of=("self",)) if op_slot else rijen).filter(pk=link.sleutel).first()


def waar(rij: Rij) -> str:
    return rij.bestuur.naam if isinstance(rij, Uitnodiging) else rij.glowpartner.naam


def bezwaar(rij: Rij, link: Link, nu: datetime) -> str:
    """Waarom deze link niets meer opent, en wat dan te doen; leeg als ze werkt."""
    nu_is = stand(rij, nu)
    vraag = f"Vraag aan {waar(rij)} om je opnieuw uit te nodigen."
    if nu_is == Stand.AANVAARD:
        return "Deze uitnodiging is al gebruikt. Meld je aan met je e-mailadres."
    if nu_is == Stand.INGETROKKEN:
        return f"Deze uitnodiging is ingetrokken. {vraag}"
    if rij.nonce != link.nonce:
        return "Er is een nieuwere uitnodiging verstuurd. Open de link in je laatste mail."
    if rij.vervalt_op is not None and nu_is == Stand.VERVALLEN:
        return f"Deze uitnodiging is vervallen op {datum_woord(rij.vervalt_op)}. {vraag}"
    return ""


def account_van(rij: Rij) -> Gebruiker | None:
    """Het account van wie uitgenodigd is, als die er al een heeft om mee aan te melden."""
    gebruiker = Gebruiker.objects.filter(email=rij.email).first()
    return gebruiker if gebruiker is not None and kan_aanmelden(gebruiker) else None


def aanvaard_als_nieuw(rij: Rij, *, voornaam: str, naam: str, wachtwoord: str) -> Gebruiker:
    """Maakt het account (of geeft een ingevoerd account zijn eerste wachtwoord) en aanvaardt."""
    with grenzen():
        gebruiker = Gebruiker.objects.select_for_update().filter(email=rij.email).first() or Gebruiker(email=rij.email)
        if gebruiker.pk and kan_aanmelden(gebruiker):
            raise Geweigerd("Je hebt al een account. Meld je aan en aanvaard dan.")
        gebruiker.voornaam, gebruiker.naam = voornaam, naam
        gebruiker.set_password(wachtwoord)
        gebruiker.save()
        _aanvaard(rij, gebruiker)
    return gebruiker


def aanvaard(rij: Rij, gebruiker: Gebruiker) -> None:
    """Aanvaardt met het account waarmee iemand aangemeld is. PermissionDenied als de mail naar een ander adres ging."""
    if gebruiker.email != rij.email:
        raise PermissionDenied("deze uitnodiging is voor een ander account")
    with grenzen():
        _aanvaard(rij, gebruiker)


def _aanvaard(rij: Rij, gebruiker: Gebruiker) -> None:
    if not rij.is_open:
        raise Geweigerd("Deze uitnodiging is al gebruikt of ingetrokken.")
    isolatie.word(gebruiker.pk)  # de geschiedenis noemt wie aanvaardde
    rij.aanvaard_op = timezone.now()
    rij.save(update_fields=["aanvaard_op"])
    if isinstance(rij, Uitnodiging):
        lid = _word_lid(rij, gebruiker)
        schrijf(als_lid(lid), "uitnodiging.aanvaard", rij, lidmaatschap=lid.pk, rollen=rij.rollen)
    else:
        _word_collega(rij, gebruiker)


def _word_lid(rij: Uitnodiging, gebruiker: Gebruiker) -> Lidmaatschap:
    lid = zorg_voor_lid(
        rij.bestuur, gebruiker, rij.rollen, organisatie=rij.organisatie, functie=rij.functie, tot=rij.lid_tot
    )
    if lid.ingetrokken_op is not None:
        raise Geweigerd(INGETROKKEN.format(waar=rij.bestuur.naam))
    if lid.rollen == [Rol.CONTROLEUR]:  # wat op deze persoon wachtte, is nu van dit lidmaatschap
        wachtend = Controle.objects.filter(bestuur=rij.bestuur_id, email=rij.email, lidmaatschap=None)
        wachtend.update(lidmaatschap=lid)
    lid.gebruiker = gebruiker
    return lid


def _word_collega(rij: Partneruitnodiging, gebruiker: Gebruiker) -> None:
    lid, nieuw = Partnerlid.objects.get_or_create(
        glowpartner=rij.glowpartner, gebruiker=gebruiker, defaults={"functie": rij.functie}
    )
    if not nieuw and lid.ingetrokken_op is not None:
        raise Geweigerd(INGETROKKEN.format(waar=rij.glowpartner.naam))
