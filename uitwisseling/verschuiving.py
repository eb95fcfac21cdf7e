"""Alle datums van een bestand met evenveel hele weken verschuiven: zo leeft een demo, en maandag blijft maandag."""

from datetime import date, timedelta
from typing import Any

from uitwisseling.rijen import Bestand, Rij
from uitwisseling.schema import SCHEMA
from uitwisseling.soorten import Datum, Jaar, Maand, Soort


def weken_tot(peildatum: date, vandaag: date) -> int:
    """Hele weken, naar beneden afgerond: de verschoven peildatum ligt op of net voor vandaag."""
    return (vandaag - peildatum).days // 7


def verschuif(bestand: Bestand, weken: int) -> None:
    """Verschuift de peildatum en elke omgezette datum, ter plaatse; een `jaar` met het verschil in jaren."""
    nieuw = bestand.peildatum + timedelta(weeks=weken)
    jaren = nieuw.year - bestand.peildatum.year
    bestand.peildatum = nieuw
    if not weken:
        return
    for lijst, rijen in bestand.lijsten.items():
        soorten = {naam: s.soort for naam, s in SCHEMA[lijst].sleutels.items()} if lijst in SCHEMA else {}
        for rij in rijen:
            _rij(rij, soorten, weken, jaren)


def _rij(rij: Rij, soorten: dict[str, Soort], weken: int, jaren: int) -> None:
    for naam, waarde in rij.waarden.items():
        if waarde is not None:
            rij.waarden[naam] = _waarde(soorten[naam], waarde, weken, jaren)


def _waarde(soort: Soort, waarde: Any, weken: int, jaren: int) -> Any:
    if isinstance(soort, Maand):  # de maand waarin het midden van de maand terechtkomt
        return (waarde.replace(day=15) + timedelta(weeks=weken)).replace(day=1)
    if isinstance(soort, Datum):
        return waarde + timedelta(weeks=weken)
    return waarde + jaren if isinstance(soort, Jaar) else waarde
