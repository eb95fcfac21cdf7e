"""Eén mail: tekst en HTML, met de logobanner (bron 002) en hoogstens één knop. De enige plaats die mail opstelt."""

from dataclasses import dataclass
from email.mime.image import MIMEImage
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django.core.mail import EmailMultiAlternatives, SafeMIMEText
from django.template.loader import render_to_string

from kern import postbode
from kern.banner import BESTAND
from kern.ical import Agendabestand

EMBLEEM = "eu-embleem"  # Content-ID in de HTML


class Stijl(Protocol):
    """Wat een mail van de huisstijl gebruikt; `documenten.huisstijl.Stijl` heeft het."""

    @property
    def banner_tekst(self) -> str: ...
    @property
    def fonds_tekst(self) -> str: ...
    @property
    def bestuur_naam(self) -> str: ...
    @property
    def demo(self) -> bool: ...


@dataclass(frozen=True)
class Brief:
    """Wat erin staat. `knop`: de tekst en het adres van de ene knop; `slot`: wat na de knop nog te weten is;
    `agenda`: een afspraak die het mailprogramma in de agenda zet."""

    onderwerp: str
    alineas: tuple[str, ...]
    knop: tuple[str, str] | None = None
    slot: tuple[str, ...] = ()
    agenda: Agendabestand | None = None


class _MetBeeld(EmailMultiAlternatives):
    mixed_subtype = "related"  # het beeld hoort bij de HTML en is geen bijlage


class _MetBijlage(EmailMultiAlternatives):
    mixed_subtype = "mixed"  # naast het beeld is er nu een echte bijlage


def stuur(aan: str, brief: Brief, *, stijl: Stijl, server: Any = None, kenmerk: str = "") -> None:
    """Geeft de mail af aan de mailserver, of een uitzondering: roep dit vanuit een taak.

    `server`: een open `postbode.verbinding()`; dan zegt de uitzondering ook of de mail misschien toch vertrok:
    `Onzeker`, `AdresGeweigerd` (voorgoed), elke andere (zeker niet verstuurd). `kenmerk`: de vaste Message-ID, zodat
    een ontvanger een dubbel herkent.
    """
    bericht = _stel_op(aan, brief, stijl, {"Message-ID": kenmerk} if kenmerk else {})
    if server is None:
        bericht.send()
        return
    try:
        server.send_messages([bericht])
    except Exception as fout:  # ook een tijdslimiet: wat ze betekent hangt af van hoe ver de server was
        uitkomst = postbode.oordeel(server, fout)
        if uitkomst is fout:
            raise
        if uitkomst is not None:
            raise uitkomst from fout


def _stel_op(aan: str, brief: Brief, stijl: Stijl, koppen: dict[str, str]) -> EmailMultiAlternatives:
    context = {"brief": brief, "stijl": stijl, "embleem": EMBLEEM}
    soort = _MetBijlage if brief.agenda else _MetBeeld
    bericht = soort(
        subject=" ".join(brief.onderwerp.split()),
        body=render_to_string("mail/brief.txt", context),
        to=[aan],
        headers={"Auto-Submitted": "auto-generated"} | koppen,  # geen afwezigheidsbericht terug (RFC 3834)
    )
    bericht.attach_alternative(render_to_string("mail/brief.html", context), "text/html")
    beeld = MIMEImage(_embleem())
    beeld.add_header("Content-ID", f"<{EMBLEEM}>")
    beeld.add_header("Content-Disposition", "inline", filename="eu-embleem.png")
    bericht.attach(beeld)
    if brief.agenda:
        _hang_aan(bericht, brief.agenda)
    return bericht


def _hang_aan(bericht: EmailMultiAlternatives, agenda: Agendabestand) -> None:
    """Als gedeelte van de mail (Outlook en Gmail tonen dan Aanvaarden), en als bijlage voor wie dat niet kent."""
    tekst = agenda.inhoud.decode()
    bericht.attach_alternative(tekst, f"text/calendar; method={agenda.methode}")
    bijlage = SafeMIMEText(tekst, "calendar", "utf-8")
    bijlage.set_param("method", agenda.methode)
    bijlage.add_header("Content-Disposition", "attachment", filename="afspraak.ics")
    bericht.attach(bijlage)


@lru_cache(maxsize=1)
def _embleem() -> bytes:
    """Mailprogramma's tonen geen SVG: dezelfde tekening als PNG, twee keer zo groot als getoond."""
    return Path(BESTAND).with_suffix(".png").read_bytes()
