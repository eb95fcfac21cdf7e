"""Hoe lang een sessie leeft, en hoe lang een bevestiging geldt. Alleen rekenwerk."""

from dataclasses import dataclass

STIL = 30 * 60  # seconden zonder iets te doen
HOOGSTENS = 10 * 60 * 60  # seconden sinds het aanmelden, wat je ook doet
WAARSCHUW = 2 * 60  # zo lang vooraf zegt het scherm het
BEVESTIGING = 5 * 60  # zo lang geldt een bevestiging voor ondertekenen en exporteren


@dataclass(frozen=True)
class Rest:
    """Hoeveel seconden een sessie nog leeft, en of verlengen helpt (niet aan het einde van de tien uur)."""

    seconden: int
    verlengbaar: bool


def rest(begonnen: float, laatst: float, nu: float) -> Rest:
    """Wat er nog over is; 0 seconden of minder: de sessie is voorbij."""
    stil, lang = laatst + STIL - nu, begonnen + HOOGSTENS - nu
    return Rest(int(max(min(stil, lang), 0)) if min(stil, lang) > 0 else 0, lang > stil)


def voorbij(begonnen: float, laatst: float, nu: float) -> bool:
    """Of de sessie op dit moment niet meer geldt: op de seconde zelf is ze voorbij."""
    return nu - laatst >= STIL or nu - begonnen >= HOOGSTENS


def vers(op: float, nu: float) -> bool:
    """Of een bevestiging van toen nu nog geldt; een klok die achteruit ging maakt ze ongeldig."""
    return 0 <= nu - op < BEVESTIGING
