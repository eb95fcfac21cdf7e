"""Alles wat een invoer moet weten over haar dag en maand, in één vraag aan de databank.

Een mentor vult op maandeinde veel dagen in: zeven vragen per dag waren samen duurder dan het bewaren zelf
(`script/bench uren`). De regels staan hier niet: die blijven in `regels`, `afspraken` en `projecten.regels`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from kern.periodes import eerste_van_maand
from plaatsingen.afspraken import Afspraken
from plaatsingen.enums import SoortAfwijking
from plaatsingen.models import Plaatsing
from projecten.regels import Grenzen, Keuzerij, Regelboek, Regelrij

# Rijbeveiliging geldt ook hier; `bestuur_id` staat er voor de indexen.
VRAAG = """
SELECT
    (SELECT status FROM plaatsingen_maandstaat
      WHERE bestuur_id = %(bestuur)s AND plaatsing_id = %(plaatsing)s AND maand = %(maand)s),
    (SELECT minuten FROM plaatsingen_deelnemermaand
      WHERE bestuur_id = %(bestuur)s AND deelnemer_id = %(deelnemer)s AND maand = %(maand)s),
    (SELECT sum(minuten) FROM plaatsingen_prestatie
      WHERE bestuur_id = %(bestuur)s AND plaatsing_id = %(plaatsing)s AND datum = %(dag)s AND id <> %(behalve)s),
    ARRAY(SELECT soort::text FROM plaatsingen_startvoorwaarde
           WHERE bestuur_id = %(bestuur)s AND plaatsing_id = %(plaatsing)s),
    EXISTS(SELECT FROM plaatsingen_afwijking
            WHERE bestuur_id = %(bestuur)s AND plaatsing_id = %(plaatsing)s AND soort = %(start)s),
    (SELECT json_agg(json_build_array(van, tot)) FROM plaatsingen_onderbreking
      WHERE bestuur_id = %(bestuur)s AND plaatsing_id = %(plaatsing)s),
    (SELECT json_agg(json_build_array(sleutel, vanaf, waarde, bron, uitleg) ORDER BY vanaf)
       FROM projecten_oproepregel WHERE oproep_id = %(oproep)s),
    (SELECT json_agg(json_build_array(sleutel, vanaf, waarde) ORDER BY vanaf)
       FROM projecten_oproepinstelling WHERE bestuur_id = %(bestuur)s AND oproep_id = %(oproep)s)
"""


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
        c.execute(
            VRAAG,
            {
                "bestuur": plaatsing.bestuur_id,
                "plaatsing": plaatsing.pk,
                "deelnemer": plaatsing.deelnemer_id,
                "maand": eerste_van_maand(dag),
                "dag": dag,
                "behalve": behalve,
                "start": SoortAfwijking.START.value,
                "oproep": oproep,
            },
        )
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
