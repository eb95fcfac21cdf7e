"""De sessie als feit: wanneer ze begon, wanneer er laatst iets gebeurde, en waar iemand nog aangemeld is."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from aanmelding import regels
from aanmelding.apparaat import in_woorden
from organisaties.models import Gebruiker

BEGONNEN, LAATST, VERLOPEN = "sessie_begonnen", "sessie_laatst", "sessie_verlopen"
KORREL = 20  # seconden: vaker schrijven we de laatste daad niet weg
GEEN_IP = "0.0.0.0"  # noqa: S104  geen adres om op te luisteren: de kolom van allauth mag niet leeg zijn


def begin(request: HttpRequest) -> None:
    """Bij een nieuwe aanmelding."""
    request.session[BEGONNEN] = request.session[LAATST] = time.time()
    request.session.pop(VERLOPEN, None)


def raak_aan(request: HttpRequest, *, meteen: bool = False) -> None:
    """Er gebeurde iets: de dertig minuten beginnen opnieuw."""
    nu = time.time()
    if meteen or nu - request.session[LAATST] >= KORREL:
        request.session[LAATST] = nu


def stand(request: HttpRequest) -> tuple[float, float]:
    """(begonnen, laatst). Een aanmelding die dat nog niet noteerde begint nu."""
    if BEGONNEN not in request.session or LAATST not in request.session:
        begin(request)
    return request.session[BEGONNEN], request.session[LAATST]


def rest(request: HttpRequest) -> regels.Rest:
    """Hoe lang de sessie van dit verzoek nog leeft; niets voor wie niet aangemeld is."""
    if not request.user.is_authenticated:
        return regels.Rest(0, False)
    return regels.rest(*stand(request), time.time())


def vergeet_ip(request: HttpRequest) -> None:
    """allauth bewaart het IP-adres van een sessie; wij tonen het nergens en houden het niet bij."""
    UserSession.objects.filter(session_key=request.session.session_key).update(ip=GEEN_IP)


@dataclass(frozen=True)
class Aangemeld:
    """Eén plaats waar iemand aangemeld is."""

    pk: int
    toestel: str
    sinds: datetime
    laatst: datetime
    hier: bool


def van(request: HttpRequest) -> list[Aangemeld]:
    """Waar deze persoon nu aangemeld is: deze sessie eerst, dan de recentste. Leest alleen."""
    rijen = list(UserSession.objects.filter(user=request.user).order_by("-created_at", "-pk"))
    levend = _levend(request.user, [rij.session_key for rij in rijen])
    plaatsen = [
        Aangemeld(
            rij.pk,
            in_woorden(rij.user_agent),
            rij.created_at,
            levend[rij.session_key],
            rij.session_key == request.session.session_key,
        )
        for rij in rijen
        if rij.session_key in levend
    ]
    return sorted(plaatsen, key=lambda p: (not p.hier, -p.laatst.timestamp()))


def _levend(gebruiker: Gebruiker, sleutels: list[str]) -> dict[str, datetime]:
    """Per sessie die nog geldt: wanneer er laatst iets gebeurde."""
    nu, gevonden = time.time(), {}
    for sessie in Session.objects.filter(pk__in=sleutels, expire_date__gt=timezone.now()).order_by("pk"):
        gegevens = sessie.get_decoded()
        laatst = gegevens.get(LAATST, 0)
        if _is_van(gebruiker, gegevens) and not regels.voorbij(gegevens.get(BEGONNEN, 0), laatst, nu):
            gevonden[sessie.pk] = datetime.fromtimestamp(laatst, UTC)
    return gevonden


def _is_van(gebruiker: Gebruiker, gegevens: dict) -> bool:
    """Een ander wachtwoord maakt een sessie ongeldig, ook al staat ze er nog."""
    hash_ = gegevens.get(HASH_SESSION_KEY, "")
    return (
        gegevens.get(SESSION_KEY) == str(gebruiker.pk)
        and BACKEND_SESSION_KEY in gegevens
        and constant_time_compare(hash_, gebruiker.get_session_auth_hash())
    )
