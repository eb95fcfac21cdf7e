"""Wat iemand met het eigen account doet, met een regel in het logboek en zo nodig een mail. Zonder toestel of adres."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from aanmelding.enums import Bericht
from logboek.stappen import schrijf
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur, Gebruiker, Lidmaatschap
from organisaties.toegang import Actor, installatie
from taken.stappen import plan

WIS = "opdracht wis_tweede_factor"
GEEN_BESTUUR = 0  # een taak over een account hoort bij geen bestuur


def _noteer(door: Actor, wat: str, **gegevens) -> None:
    """In het logboek van het bestuur waarvoor deze persoon nu handelt; een GLOW-partner heeft er geen."""
    if door.gebruiker and door.bestuur:
        schrijf(door, wat, door.gebruiker, **gegevens)


def _bericht(gebruiker: Gebruiker | None, bericht: Bericht) -> None:
    assert gebruiker is not None  # enkel wie aangemeld is wijzigt een account
    plan("aanmelding.bericht", gebruiker.pk, bericht.value, bestuur_id=GEEN_BESTUUR)


def aangemeld(door: Actor) -> None:
    _noteer(door, "account.aangemeld")


def afgemeld(door: Actor) -> None:
    _noteer(door, "account.afgemeld")


def factor_ingesteld(door: Actor, soort: str) -> None:
    """`soort`: totp of webauthn. De persoon hoort het per mail."""
    _noteer(door, "account.factor_ingesteld", soort=soort)
    _bericht(door.gebruiker, Bericht.PASSKEY_AAN if soort == "webauthn" else Bericht.CODE_APP_AAN)


def factor_verwijderd(door: Actor, soort: str) -> None:
    _noteer(door, "account.factor_verwijderd", soort=soort)
    _bericht(door.gebruiker, Bericht.PASSKEY_UIT if soort == "webauthn" else Bericht.CODE_APP_UIT)


def herstelcodes_vernieuwd(door: Actor) -> None:
    _noteer(door, "account.herstelcodes")
    _bericht(door.gebruiker, Bericht.HERSTELCODES)


def wachtwoord_gewijzigd(door: Actor) -> None:
    _noteer(door, "account.wachtwoord")
    _bericht(door.gebruiker, Bericht.WACHTWOORD_GEWIJZIGD)


def wachtwoord_hersteld(gebruiker: Gebruiker) -> None:
    """Via de link uit de mail, dus niet aangemeld: er is geen bestuur om het bij te noteren."""
    _bericht(gebruiker, Bericht.WACHTWOORD_GEWIJZIGD)


def sessies_ingetrokken(door: Actor, aantal: int) -> None:
    _noteer(door, "account.sessie_ingetrokken", aantal=aantal)


def gekoppeld(door: Actor) -> None:
    """De aanmelding bij de aanbieder (ACM/IDM) hoort nu bij dit account."""
    _noteer(door, "account.gekoppeld")
    _bericht(door.gebruiker, Bericht.GEKOPPELD)


def ontkoppeld(door: Actor) -> None:
    _noteer(door, "account.ontkoppeld")
    _bericht(door.gebruiker, Bericht.ONTKOPPELD)


def vraag_wachtwoord(email: str) -> None:
    """Altijd één taak, ook voor een adres dat niet bestaat: aan het antwoord, de duur en het boek is niets te zien."""
    gebruiker = Gebruiker.objects.filter(email=email.strip().lower(), is_active=True).first()
    plan("aanmelding.wachtwoord", gebruiker.pk if gebruiker else 0, bestuur_id=GEEN_BESTUUR)


def herstel_wachtwoord(gebruiker: Gebruiker, wachtwoord: str) -> None:
    gebruiker.set_password(wachtwoord)
    gebruiker.save(update_fields=["password"])
    wachtwoord_hersteld(gebruiker)


def wijzig_wachtwoord(door: Actor, wachtwoord: str) -> None:
    assert door.gebruiker is not None
    door.gebruiker.set_password(wachtwoord)
    door.gebruiker.save(update_fields=["password"])
    wachtwoord_gewijzigd(door)


def wis_tweede_factor(email: str) -> Gebruiker:
    """Opdracht van de installateur: elke factor en elke sessie weg. In het logboek van elk bestuur, en per mail.

    Geweigerd als niemand dit adres heeft.
    """
    gebruiker = Gebruiker.objects.filter(email=email.strip().lower()).first()
    if gebruiker is None:
        raise Geweigerd("Niemand heeft dit e-mailadres. Kijk het na.")
    with isolatie.namens(gebruiker=gebruiker.pk, verzoek=WIS):
        Authenticator.objects.filter(user=gebruiker).delete()
        for sessie in UserSession.objects.filter(user=gebruiker).order_by("pk"):
            sessie.end()
        _bericht(gebruiker, Bericht.FACTOR_GEWIST)
        besturen = list(
            Lidmaatschap.objects.filter(gebruiker=gebruiker).order_by("pk").values_list("bestuur", flat=True)
        )
    for bestuur_id in besturen:
        with isolatie.namens(bestuur=bestuur_id, verzoek=WIS):
            door = installatie(Bestuur.objects.get(pk=bestuur_id))
            schrijf(door, "account.factor_gewist", gebruiker)
    return gebruiker
