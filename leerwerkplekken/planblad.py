"""Een plan van aanpak om te lezen (`leerwerkplekken/_plan.html`): voor wie in het bestuur meekijkt, en de partner."""

from dataclasses import dataclass

from kern.onderdelen import Rij
from leerwerkplekken import werkafspraken
from leerwerkplekken.enums import Geschikt
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.standaard import LETTERS, matrix_van, rollen
from organisaties.models import GlowPartner


@dataclass(frozen=True)
class Deel:
    kop: str
    rijen: list[Rij]


@dataclass(frozen=True)
class Planblad:
    """`matrix`: per onderwerp (onderwerp, [(rol, letter), …]). Wat leeg is, staat er niet in."""

    delen: list[Deel]
    rollen: list[str]
    matrix: list[tuple[str, list[tuple[str, str]]]]
    letters = tuple(LETTERS.items())


def van(plek: Leerwerkplek, *, glowpartner: GlowPartner | None = None) -> Planblad:
    """Het plan van deze plek. Een `glowpartner` leest enkel de afspraken met hemzelf, en geen namen van personeel."""
    delen = [
        Deel("Voor de deelnemer", [*_deelnemer(plek), *_begeleider(plek, glowpartner)]),
        Deel("Onthaal en veiligheid", _veiligheid(plek)),
        Deel("Bereikbaar", [Rij("Met de bus", plek.plan.bus), Rij("Met de fiets", plek.plan.fiets)]),
        Deel("Voor wie", _voor_wie(plek)),
        Deel("Werkafspraken", _afspraken(plek, glowpartner)),
    ]
    gevuld = [Deel(deel.kop, [rij for rij in deel.rijen if not rij.leeg]) for deel in delen]
    kolommen = rollen(begeleider=plek.met_begeleider)
    matrix = [
        (rij["onderwerp"], [(naam, rij[rol]) for rol, naam in kolommen.items()])
        for rij in matrix_van(plek.plan.matrix, begeleider=plek.met_begeleider)
    ]
    return Planblad([deel for deel in gevuld if deel.rijen], list(kolommen.values()), matrix)


def _deelnemer(plek: Leerwerkplek) -> list[Rij]:
    return [Rij("Informatie", plek.plan.informatie), Rij("Leerdoelen", plek.leerdoelen)]


def _begeleider(plek: Leerwerkplek, glowpartner: GlowPartner | None) -> list[Rij]:
    """Voor de partner dat er een is; wie in het bestuur meekijkt, leest de naam al bij de plek zelf."""
    if glowpartner and plek.met_begeleider:
        return [Rij("Werkplekbegeleider", "Er is elke dag een begeleider, naast de mentor.")]
    return []


def _veiligheid(plek: Leerwerkplek) -> list[Rij]:
    plan = plek.plan
    return [
        Rij("Onthaal", plan.onthaal),
        Rij("Veiligheid", plan.veiligheid),
        Rij("Risico’s", plan.risicos),
        Rij("Beschermingsmiddelen", plan.beschermingsmiddelen),
    ]


def _voor_wie(plek: Leerwerkplek) -> list[Rij]:
    plan = plek.plan
    return [
        Rij("Nederlands", plan.get_taalniveau_display() if plan.taalniveau else ""),
        Rij("Geschikt omdat", [Geschikt(code).label for code in plan.geschikt]),
        Rij("Meer daarover", plan.geschikt_toelichting),
    ]


def _afspraken(plek: Leerwerkplek, glowpartner: GlowPartner | None) -> list[Rij]:
    if glowpartner:
        return [Rij("Met jullie", werkafspraken.met(plek, glowpartner))]
    per_partner = [Rij(f"Met {a.glowpartner.naam}", a.tekst) for a in werkafspraken.per_partner(plek)]
    return per_partner or [Rij("Met elke GLOW-partner", plek.plan.werkafspraken)]
