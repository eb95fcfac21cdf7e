"""Wat enkel de installateur doet, met een opdracht: de eerste mensen uitnodigen, en een account blokkeren."""

from collections.abc import Collection
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from beheer.models import Partneruitnodiging, Uitnodiging
from beheer.stappen import collegas, uitnodigen
from logboek.stappen import schrijf
from organisaties import isolatie, toegang
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Partnerlid
from organisaties.toegang import geldig

ONBEKEND = "Er is geen account met dit e-mailadres."


def nodig_uit_bij_bestuur(slug: str, email: str, rollen: Collection[str], voornaam: str, naam: str) -> Uitnodiging:
    """De eerste beheerder van een bestuur, of wie ook. Geweigerd als het bestuur niet bestaat."""
    with isolatie.namens(verzoek="opdracht nodig_uit"):
        with connection.cursor() as c:
            c.execute("SELECT gd_bestuur_zoek(%s)", [slug])
            (sleutel,) = c.fetchone()
        if sleutel is None:
            raise Geweigerd(f"Er is geen bestuur met de naam “{slug}”. Kijk de slug na.")
        isolatie.kies(bestuur=sleutel)
        door = toegang.installatie(Bestuur.objects.get(pk=sleutel))
        lid = Lidmaatschap.objects.filter(bestuur=sleutel, gebruiker__email=email.lower()).first()
        if lid is not None and set(rollen) <= set(lid.rollen):  # door een import, nog zonder wachtwoord
            return uitnodigen.nodig_lid_uit(door, lid)
        return uitnodigen.nodig_uit(door, email=email, rollen=rollen, voornaam=voornaam, naam=naam)


def nodig_uit_bij_partner(partner_email: str, email: str, voornaam: str, naam: str) -> Partneruitnodiging:
    """De eerste persoon van een GLOW-partner; daarna beheren die elkaar."""
    with isolatie.namens(verzoek="opdracht nodig_uit"):
        partner = GlowPartner.objects.filter(email__iexact=partner_email).first()
        if partner is None:
            raise Geweigerd(f"Er is geen GLOW-partner met het adres {partner_email}. Kijk het adres na.")
        isolatie.kies(glowpartner=partner.pk)
        email = email.strip().lower()
        if Partnerlid.objects.filter(glowpartner=partner, gebruiker__email=email, ingetrokken_op=None).exists():
            raise Geweigerd("Deze persoon werkt al voor deze partner.")
        return collegas.maak(partner, None, email=email, voornaam=voornaam, naam=naam, functie="")


@dataclass(frozen=True)
class Geblokkeerd:
    """`sessies`: hoeveel er stopten; `zonder_beheerder`: de besturen waar niemand nog personen kan beheren."""

    gebruiker: Gebruiker
    sessies: int
    zonder_beheerder: tuple[str, ...]


def blokkeer(email: str, *, opheffen: bool = False) -> Geblokkeerd:
    """Zet een account uit (of weer aan) en beëindigt elke sessie. Geweigerd als er geen account met dit adres is.

    Het blokkeren staat in het logboek van elk bestuur waar deze persoon bij hoort.
    """
    gebruiker = Gebruiker.objects.filter(email=email.strip().lower()).first()
    if gebruiker is None:
        raise Geweigerd(ONBEKEND)
    with isolatie.namens(gebruiker=gebruiker.pk, verzoek="opdracht blokkeer_account"):
        Gebruiker.objects.filter(pk=gebruiker.pk).update(is_active=opheffen)
        besturen = list(
            Lidmaatschap.objects.filter(gebruiker=gebruiker).order_by("pk").values_list("bestuur", flat=True)
        )
        aantal = 0 if opheffen else _beeindig_sessies(gebruiker)
    wat, zonder = "account.gedeblokkeerd" if opheffen else "account.geblokkeerd", []
    for sleutel in besturen:
        with isolatie.namens(bestuur=sleutel, verzoek="opdracht blokkeer_account"):
            door = toegang.installatie(Bestuur.objects.get(pk=sleutel))
            schrijf(door, wat, Lidmaatschap.objects.get(bestuur=sleutel, gebruiker=gebruiker))
            if not opheffen and _zonder_beheerder(sleutel, gebruiker):
                zonder.append(door.bestuur_naam)
    return Geblokkeerd(gebruiker, aantal, tuple(zonder))


def _zonder_beheerder(bestuur_id: int, gebruiker: Gebruiker) -> bool:
    """Was dit de laatste beheerder die nog kan aanmelden?"""
    rijen = Lidmaatschap.objects.filter(
        geldig(timezone.localdate()), bestuur=bestuur_id, rollen__contains=[Rol.BEHEERDER]
    )
    return rijen.filter(gebruiker=gebruiker).exists() and not rijen.filter(gebruiker__is_active=True).exists()


def _beeindig_sessies(gebruiker: Gebruiker) -> int:
    """Elke sessie van deze persoon, ook een die nergens in een lijst staat: ze worden allemaal nagekeken."""
    sleutels = [
        sessie.session_key
        for sessie in Session.objects.order_by("pk").iterator(chunk_size=500)
        if sessie.get_decoded().get(SESSION_KEY) == str(gebruiker.pk)
    ]
    UserSession.objects.filter(user=gebruiker).delete()
    return Session.objects.filter(pk__in=sleutels).delete()[0]
