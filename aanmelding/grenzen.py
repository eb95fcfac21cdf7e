"""Hoe vaak iemand mag raden: geteld vóór er nagekeken wordt, in een eigen transactie (beslissing 0013).

Een teller is een HMAC van wat geteld wordt: de tabel noemt geen e-mailadres en geen IP-adres.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from aanmelding.models import Teller

KWARTIER, UUR, DAG = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

# Eén opdracht: wie gelijktijdig telt wacht op de rij, en de voorwaarde kijkt naar de laatste versie ervan.
TEL = """
    INSERT INTO aanmelding_teller AS t (sleutel, pogingen, vervalt)
    VALUES (%(sleutel)s, ARRAY[%(nu)s]::timestamptz[], %(nu)s::timestamptz + %(venster)s)
    ON CONFLICT (sleutel) DO UPDATE
       SET pogingen = ARRAY(SELECT p FROM unnest(t.pogingen) p WHERE p > %(nu)s::timestamptz - %(venster)s ORDER BY p)
                      || %(nu)s::timestamptz,
           vervalt = %(nu)s::timestamptz + %(venster)s
     WHERE (SELECT count(*) FROM unnest(t.pogingen) p WHERE p > %(nu)s::timestamptz - %(venster)s) < %(hoogstens)s
 RETURNING 1"""
VRIJ = """
    SELECT min(p) + %(venster)s FROM aanmelding_teller t, unnest(t.pogingen) p
     WHERE t.sleutel = %(sleutel)s AND p > %(nu)s::timestamptz - %(venster)s"""
# Eén poging eruit, ook wanneer twee op dezelfde microseconde vielen.
GEEF_TERUG = """
    UPDATE aanmelding_teller
       SET pogingen = pogingen[:array_position(pogingen, %(nu)s::timestamptz) - 1]
                      || pogingen[array_position(pogingen, %(nu)s::timestamptz) + 1:]
     WHERE sleutel = %(sleutel)s AND %(nu)s::timestamptz = ANY (pogingen)"""


class TeVaak(Exception):
    """Deze poging is er één te veel; er wordt niets nagekeken. `tot`: vanaf dan kan het weer."""

    def __init__(self, tot: datetime):
        super().__init__("te vaak")
        self.tot = tot


@dataclass(frozen=True)
class Grens:
    """Hoogstens zoveel pogingen per venster, per waarde van `van`; geen waarde: deze grens geldt niet."""

    naam: str
    hoogstens: int
    venster: timedelta
    van: Callable[[HttpRequest], str]


@dataclass(frozen=True)
class Poging:
    """Een getelde poging, om terug te geven als het geen raden bleek."""

    sleutel: str
    op: datetime


def adres(request: HttpRequest) -> str:
    """Van waar het verzoek komt. X-Forwarded-For telt alleen achter onze proxy: dan het stuk dat die zelf toevoegde."""
    try:
        ip = get_client_ip(request)
    except ImproperlyConfigured:  # onze proxy stuurde geen X-Forwarded-For: dan is iedereen samen één adres
        ip = None
    return truncate_ip(ip) if ip else "onbekend"


def getypte_login(request: HttpRequest) -> str:
    """Voor wie iemand wil aanmelden, of dat account nu bestaat of niet. Wie de aanvrager zelf is doet er niet toe."""
    return request.POST.get("login", "").strip().lower()


def aangemelde(request: HttpRequest) -> str:
    return request.user.email if request.user.is_authenticated else ""


def getypt_adres(request: HttpRequest) -> str:
    return request.POST.get("email", "").strip().lower()


def halverwege(request: HttpRequest) -> str:
    """Wie na zijn wachtwoord zijn tweede factor toont."""
    stand = request.session.get("account_login")
    return str(stand.get("user_pk", "")) if isinstance(stand, dict) else ""


def aangemelde_nummer(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else ""


def met_wachtwoord_erbij(request: HttpRequest) -> str:
    """Een scherm dat ook zonder wachtwoord verstuurd kan worden, telt enkel als er een bij is."""
    return aangemelde(request) if request.POST.get("wachtwoord") else ""


# Dezelfde naam is dezelfde teller: een wachtwoord raden kan op één scherm niet vaker door er een ander bij te nemen.
PER_ADRES = Grens("adres", 50, KWARTIER, adres)  # een heel gemeentehuis komt van één adres; wat lukt telt niet mee


def wachtwoord(van: Callable[[HttpRequest], str]) -> tuple[Grens, ...]:
    return PER_ADRES, Grens("wachtwoord", 10, KWARTIER, van)


def code(van: Callable[[HttpRequest], str]) -> tuple[Grens, ...]:
    """Een code heeft maar zes cijfers: daarom ook een grens per dag."""
    return PER_ADRES, Grens("code", 10, KWARTIER, van), Grens("code per dag", 40, DAG, van)


MAIL_PER_ADRES = Grens("mail van adres", 20, KWARTIER, adres)
MAIL_NAAR = Grens("mail naar", 5, UUR, getypt_adres)

# URL-naam → de grenzen van een POST, of van een GET in `OOK_OP_GET`.
GRENZEN: dict[str, tuple[Grens, ...]] = {
    "account_login": wachtwoord(getypte_login),
    "account_reauthenticate": wachtwoord(aangemelde),
    "account_change_password": wachtwoord(aangemelde),
    "fiches:ondertekenen": wachtwoord(met_wachtwoord_erbij),
    "fiches:samen": wachtwoord(met_wachtwoord_erbij),
    "plaatsingen:tekenen": wachtwoord(met_wachtwoord_erbij),
    "mfa_authenticate": code(halverwege),
    "mfa_reauthenticate": code(aangemelde_nummer),
    "mfa_login_webauthn": (PER_ADRES,),
    "account_reset_password": (MAIL_PER_ADRES, MAIL_NAAR),
    "account_reset_password_from_key": (PER_ADRES,),
    "uitnodiging": (PER_ADRES,),
    "agenda": (Grens("agenda", 50, KWARTIER, adres),),
    "verificatie": (Grens("verificatie", 50, KWARTIER, adres),),
    "nakijken": (Grens("nakijken", 30, KWARTIER, adres),),
}
ALTIJD_GETELD = {"account_reset_password", "nakijken"}  # hier is ook een geslaagd verzoek er een
OOK_OP_GET = {"agenda", "verificatie"}  # een geheim in het adres: wie er een raadt, doet dat met GET


def gelukt(naam: str) -> tuple[int, ...]:
    """Bij welk antwoord een verzoek geen raden was; leeg: het telt altijd."""
    if naam in OOK_OP_GET:
        return 200, 304
    return () if naam in ALTIJD_GETELD else (302,)


def tel(naam: str, waarde: str, hoogstens: int, venster: timedelta) -> Poging:
    """Telt een poging voor ze nagekeken wordt; TeVaak als ze er niet meer bij kan (en dan telt ze niet)."""
    sleutel = salted_hmac("aanmelding.grenzen", f"{naam}\0{waarde}", algorithm="sha256").hexdigest()
    gegevens = {"sleutel": sleutel, "nu": timezone.now(), "venster": venster, "hoogstens": hoogstens}
    with connection.cursor() as c:
        c.execute(TEL, gegevens)
        if c.fetchone():
            return Poging(sleutel, gegevens["nu"])
        c.execute(VRIJ, gegevens)
        raise TeVaak(c.fetchone()[0] or gegevens["nu"])


def tel_verzoek(request: HttpRequest, naam: str) -> list[Poging]:
    """Telt dit verzoek onder elke grens van zijn URL-naam; TeVaak bij de eerste die bereikt is."""
    pogingen = []
    telt = request.method == "POST" or naam in OOK_OP_GET
    for grens in GRENZEN.get(naam, ()) if telt else ():
        if waarde := grens.van(request):
            pogingen.append(tel(grens.naam, waarde, grens.hoogstens, grens.venster))
    return pogingen


def geef_terug(pogingen: list[Poging]) -> None:
    """Wat lukte was geen raden. De mislukte pogingen blijven staan: wissen gaf een aanvaller er tien bij."""
    with connection.cursor() as c:
        for poging in pogingen:
            c.execute(GEEF_TERUG, {"sleutel": poging.sleutel, "nu": poging.op})


def ruim_op() -> int:
    """Verwijdert tellers waarvan het venster voorbij is; geeft hoeveel."""
    return Teller.objects.filter(vervalt__lt=timezone.now()).delete()[0]
