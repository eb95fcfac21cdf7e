"""De mailserver, en hoe ver een mail geraakte toen het misliep. Alleen wie dat weet, mag opnieuw versturen."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as Gewoon

logboek = structlog.get_logger("kern.postbode")


class Stand(Enum):
    """Hoe ver de server was met de laatste mail op deze verbinding."""

    VOOR = "nog niets van de inhoud verstuurd"
    ONDERWEG = "inhoud verstuurd, nog geen antwoord"
    GEWEIGERD = "de server weigerde de inhoud"
    AANGENOMEN = "de server nam de mail aan"


class Onzeker(Exception):
    """De server kreeg de mail misschien. Opnieuw versturen kan een dubbel geven."""


class AdresGeweigerd(Exception):
    """De server weigert deze mail voorgoed (5xx, RFC 5321 4.2.1): opnieuw proberen helpt niet."""


class _Volgt(smtplib.SMTP):
    """Onthoudt de stand. `data` stuurt haar opdracht als tekst en de inhoud als bytes."""

    stand, _inhoud_volgt = Stand.VOOR, False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.stand, self._inhoud_volgt = Stand.VOOR, True
        try:
            antwoord = super().data(msg)
            self.stand = Stand.AANGENOMEN if antwoord[0] == 250 else Stand.GEWEIGERD
            return antwoord
        finally:
            self._inhoud_volgt = False

    def send(self, s: Any) -> None:
        if self._inhoud_volgt and not isinstance(s, str):
            self.stand = Stand.ONDERWEG
        super().send(s)


class _VolgtVersleuteld(_Volgt, smtplib.SMTP_SSL):
    pass


class EmailBackend(Gewoon):
    """SMTP zoals Django het doet, met een verbinding die haar stand onthoudt."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _VolgtVersleuteld if self.use_ssl else _Volgt


@contextmanager
def verbinding() -> Iterator[Any]:
    """Een open verbinding met de mailserver, ook aangemeld. Elke fout tot hier betekent: er is niets verstuurd."""
    server = get_connection()
    try:
        server.open()
        yield server
    finally:
        _sluit(server)


def _sluit(server: Any) -> None:
    """Wat bij het afscheid misloopt, verandert niets aan wat verstuurd is."""
    try:
        server.close()
    except (OSError, smtplib.SMTPException) as fout:
        logboek.info("verbinding met de mailserver brak bij het sluiten", exc_info=fout)


def oordeel(server: Any, fout: Exception) -> Exception | None:
    """Wat een fout tijdens het versturen betekent: None (toch aangenomen), `Onzeker`, `AdresGeweigerd` of de fout zelf.

    De fout zelf: zeker niet verstuurd, later opnieuw proberen kan. Een server die geen stand kent (bestanden, tests)
    die faalt, verstuurde niets.
    """
    stand = getattr(getattr(server, "connection", None), "stand", Stand.VOOR)
    if stand == Stand.AANGENOMEN:
        return None
    if stand == Stand.ONDERWEG:
        return Onzeker()
    return AdresGeweigerd() if _voorgoed(fout) else fout


def _voorgoed(fout: Exception) -> bool:
    if isinstance(fout, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fout.recipients.values())
    return isinstance(fout, smtplib.SMTPDataError) and fout.smtp_code >= 500
