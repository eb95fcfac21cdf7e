"""De mails over een account. Een taak krijgt nummers; adres, naam en sleutel ontstaan pas bij het versturen."""

from dataclasses import replace

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from aanmelding.enums import Bericht
from aanmelding.tokens import Wachtwoordsleutel
from documenten import huisstijl
from kern.mail import Brief, stuur
from organisaties.models import Gebruiker
from taken.register import verwerker
from taken.uitvoering import Werk

ALS_JIJ_HET_NIET_WAS = "Was jij dit niet? Verwittig meteen de beheerder van je bestuur."


def _stijl() -> huisstijl.Stijl:
    return replace(huisstijl.voor(None), demo=settings.GD_DEMO)


def _adres(naam: str, *args) -> str:
    return f"{settings.GD_ADRES}{reverse(naam, args=args)}"


@verwerker("aanmelding.wachtwoord", pogingen=4)
def wachtwoord(werk: Werk, gebruiker_id: int) -> None:
    """De link om een nieuw wachtwoord te kiezen. Voor een onbekend adres (0) gebeurt er niets."""
    with werk.transactie():
        gebruiker = Gebruiker.objects.filter(pk=gebruiker_id, is_active=True).first()
    if gebruiker is None:
        return
    stuur(gebruiker.email, _wachtwoordbrief(gebruiker), stijl=_stijl())


def _wachtwoordbrief(gebruiker: Gebruiker) -> Brief:
    dag = f"Dag {gebruiker.voornaam},"
    if not gebruiker.has_usable_password():
        uitleg = (
            "Er werd een nieuw wachtwoord gevraagd voor dit adres. Jouw account heeft geen wachtwoord.",
            "Meld je aan zoals je gewoon bent. Lukt dat niet? Vraag een uitnodiging aan de beheerder van je bestuur.",
        )
        return Brief("Je account heeft geen wachtwoord", (dag, *uitleg), ("Aanmelden", _adres("account_login")))
    sleutel = Wachtwoordsleutel().make_token(gebruiker)
    return Brief(
        "Kies een nieuw wachtwoord",
        (dag, "Je vroeg een nieuw wachtwoord. Kies het binnen twee uur; daarna werkt de link niet meer."),
        (
            "Nieuw wachtwoord kiezen",
            _adres("account_reset_password_from_key", user_pk_to_url_str(gebruiker), sleutel),
        ),
        ("Vroeg je dit niet? Dan hoef je niets te doen. Je wachtwoord blijft wat het was.",),
    )


@verwerker("aanmelding.bericht", pogingen=4)
def bericht(werk: Werk, gebruiker_id: int, soort: int) -> None:
    """Zegt iemand dat er iets veranderde aan de beveiliging van het account."""
    with werk.transactie():
        gebruiker = Gebruiker.objects.get(pk=gebruiker_id)
    wat = Bericht(soort).label
    alineas = (f"Dag {gebruiker.voornaam},", f"{wat}. Je ziet het bij je profiel.")
    brief = Brief(wat, alineas, ("Naar je profiel", _adres("profiel")), (ALS_JIJ_HET_NIET_WAS,))
    stuur(gebruiker.email, brief, stijl=_stijl())
