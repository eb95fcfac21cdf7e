"""Een kandidatuur in woorden, voor scherm en mail: wat er nu geldt, de reden, en elke voorwaarde met haar bron."""

from dataclasses import dataclass
from datetime import date

from kandidaten.enums import Reden, Stand
from kandidaten.models import Kandidatuur
from kandidaten.stand import stand
from kern.opmaak import datum_kort, datum_lang, datum_woord, hoofdletter, tijd
from projecten.regels import Uitkomst


def reden(k: Kandidatuur) -> str:
    """De reden van een weigering in woorden, met de nota als die er is. Zonder punt: ze staat in een zin."""
    nota = k.weiger_nota.rstrip(".")
    if k.weiger_reden == Reden.ANDERE and nota:
        return nota
    woorden = str(k.get_weiger_reden_display())
    return f"{woorden} ({nota})" if nota else woorden


def afspraak(k: Kandidatuur) -> str:
    """'dinsdag 4 maart 2025 om 14:30, Markt 1'; leeg zonder afspraak."""
    if not k.intake_datum or not k.intake_uur:
        return ""
    return f"{datum_lang(k.intake_datum)} om {tijd(k.intake_uur)}, {k.intake_plaats}"


def _intake(k: Kandidatuur, dag: date) -> str:
    voorbij = k.intake_datum is not None and k.intake_datum < dag
    return f"Was {afspraak(k)}." if voorbij else f"{hoofdletter(afspraak(k))}."


def nu(k: Kandidatuur, dag: date) -> str:
    """Wat er op die dag van deze kandidatuur te zeggen is, in één zin. Voor een rij uit `stand.met_plaatsing`."""
    zin = {
        Stand.VOORGESTELD: f"Sinds {datum_kort(k.voorgesteld_op)}.",
        Stand.INTAKE: _intake(k, dag),
        Stand.VERLOPEN: "De plek is niet meer gereserveerd.",
        Stand.GEPLAATST: "Deze persoon heeft de plek.",
        Stand.GEWEIGERD: f"{hoofdletter(reden(k))}.",
    }.get(Stand(stand(k, dag)), "")
    if k.gereserveerd_tot and k.gereserveerd_tot >= dag and not k.plaatsing:
        zin = f"{zin} Gereserveerd tot en met {datum_woord(k.gereserveerd_tot)}.".strip()
    return zin or (f"Op {datum_kort(k.afgesloten_op)}." if k.afgesloten_op else "")


@dataclass(frozen=True)
class Voorwaarde:
    """Eén voorwaarde op het scherm: wat bevestigd is, of het volstaat, en waar de regel vandaan komt."""

    naam: str
    waarde: str
    ok: bool
    zin: str
    bron: str


def voorwaarden(uitkomsten: list[Uitkomst]) -> list[Voorwaarde]:
    """De uitkomsten van `plaatsingen.regels.toelaatbaarheid` om te lezen. Hoeveel indicatoren, nooit welke."""
    return [_voorwaarde(u) for u in uitkomsten]


def _voorwaarde(u: Uitkomst) -> Voorwaarde:
    if u.veld == "werkzoekend_sinds" and isinstance(u.waarde, date):
        naam, waarde = "Werkzoekend sinds", f"{datum_woord(u.waarde)}; nodig: {u.grens} maanden bij de start"
    elif u.veld == "uitkeringsgerechtigd":
        naam, waarde = "Recht op een uitkering", "Ja" if u.waarde else "Nee"
    else:
        naam, waarde = "Intensieve begeleiding", _indicatoren(u)
    return Voorwaarde(naam, waarde, u.ok, "" if u.ok else u.uitleg, u.bron)


def _indicatoren(u: Uitkomst) -> str:
    aantal = u.waarde if isinstance(u.waarde, int) else 0
    if not aantal:
        return "Niet bevestigd"
    return "Ja, met 1 indicator" if aantal == 1 else f"Ja, met {aantal} indicatoren"
