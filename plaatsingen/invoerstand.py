"""Alles wat een invoer moet weten over haar dag en maand, in één vraag aan de databank.

Een mentor vult op maandeinde veel dagen in: zeven vragen per dag waren samen duurder dan het bewaren zelf
(`script/bench uren`). De regels staan hier niet: die blijven in `regels`, `afspraken` en `projecten.regels`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from plaatsingen.afspraken import Afspraken
from plaatsingen.models import Plaatsing
from projecten.regels import Grenzen, Keuzerij, Regelboek, Regelrij

VRAAG = "SELECT * FROM invoer_stand(%s, %s, %s, %s, %s, %s)"  # sql/70_invoerstand.sql


class Weg(NamedTuple):
    van: date
    tot: date


@dataclass(frozen=True)
class Invoerstand:
    """`status` van de maand (leeg: nog geen maandstaat), minuten van de deelnemer in de maand en van de dag."""

    status: str
    maand_minuten: int
    dag_minuten: int
    afgesproken: Afspraken
    grenzen: Grenzen


def lees(plaatsing: Plaatsing, dag: date, behalve: int = 0) -> Invoerstand:
    """De stand van die dag; `behalve` is het nummer van een prestatie die niet meetelt voor de dag (bij wijzigen)."""
    oproep = plaatsing.leerwerkplek.project.oproep_id
    with connection.cursor() as c:
        c.execute(VRAAG, [plaatsing.bestuur_id, plaatsing.pk, plaatsing.deelnemer_id, oproep, dag, behalve])
        status, maand, van_dag, soorten, afwijking, weg, regels, keuzes = c.fetchone()
    onderbrekingen = tuple(Weg(_dag(van), _dag(tot)) for van, tot in weg or [])
    return Invoerstand(
        status or "",
        maand or 0,
        van_dag or 0,
        Afspraken(frozenset(soorten), afwijking, onderbrekingen),
        _boek(oproep, regels or [], keuzes or []).op(oproep, dag),
    )


def _dag(iso: str) -> date:
    return date.fromisoformat(iso)


def _boek(oproep: int, regels: Sequence[list], keuzes: Sequence[list]) -> Regelboek:
    return Regelboek.uit(
        [
            Regelrij(oproep, sleutel, _dag(vanaf), waarde, bron, uitleg)
            for sleutel, vanaf, waarde, bron, uitleg in regels
        ],
        [Keuzerij(oproep, sleutel, _dag(vanaf), waarde) for sleutel, vanaf, waarde in keuzes],
    )
