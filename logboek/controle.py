"""Kijkt het logboek na: elke regel, elke schakel, de hoofden buiten de databank, en of het boek klopt met de tabellen.

Rekent alles zelf na in Python; van de functies in de databank vertrouwt het er geen enkele. Enkel lezen. Wat het niet
kan zien staat in docs/beslissingen/0011.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from kern import opmaak
from logboek import koppen
from logboek.enums import Soort

BLOK = 2000
GEEN = "0" * 64
TE_LANG = timedelta(minutes=10)  # een regel zonder schakel; normaal hoogstens tien seconden
ANTEDATEREN = timedelta(hours=12)  # langer loopt geen transactie
SPELING = timedelta(minutes=5)  # tussen klokken
TABELLEN = {
    Soort.GEBEURTENIS: ("logboek_gebeurtenis", "r.wat, r.ding, r.sleutel::text, r.gegevens::text", "daad"),
    Soort.LEESREGEL: ("logboek_leesregel", "r.ding, r.sleutel::text, r.doel", "leesregel"),
    Soort.WIJZIGING: (
        "logboek_wijziging",
        "r.tabel, r.sleutel::text, r.onder::text, r.soort, r.oud::text, r.nieuw::text, r.verzwegen::text",
        "wijziging",
    ),
}
REGELS = """
    SELECT s.nr, s.rij_hash, s.rij_id, r.txid, r.op, s.geschakeld_op,
           r.id::text, r.bestuur_id::text, r.gebruiker_id::text, r.glowpartner_id::text, r.verzoek, r.txid::text,
           extract(epoch FROM r.op)::text, {velden}
      FROM logboek_schakel s LEFT JOIN {tabel} r ON r.bestuur_id = s.bestuur_id AND r.id = s.rij_id
     WHERE s.bestuur_id = %s AND s.soort = %s ORDER BY s.nr"""
SCHAKELS = """
    SELECT id, nr, soort, rij_id, rij_hash, vorige, hash, grens, geschakeld_op, extract(epoch FROM geschakeld_op)::text
      FROM logboek_schakel WHERE bestuur_id = %s ORDER BY nr, id"""
ZONDER = """
    SELECT r.id, r.txid, r.op FROM {tabel} r WHERE r.bestuur_id = %s AND NOT EXISTS (
        SELECT FROM logboek_schakel s WHERE s.bestuur_id = r.bestuur_id AND s.soort = %s AND s.rij_id = r.id)
     ORDER BY r.txid, r.id"""


@dataclass(frozen=True)
class Afwijking:
    """Eén ding dat niet klopt. `soort` is een vast woord; `zin` zegt welke regel en wat."""

    soort: str
    zin: str


@dataclass
class Verslag:
    bestuur_id: int
    schakels: int = 0
    wacht: int = 0
    hoofden: int = 0
    hashes: dict[int, str] = field(default_factory=dict)  # van de schakels die een hoofd of anker noemt
    afwijkingen: list[Afwijking] = field(default_factory=list)

    def meld(self, soort: str, zin: str) -> None:
        self.afwijkingen.append(Afwijking(soort, zin))


def vingerafdruk(delen: Sequence[str | None]) -> str:
    """sha256 van de delen als JSON-lijst: dezelfde bytes als `array_to_json` in PostgreSQL."""
    return hashlib.sha256(json.dumps(list(delen), ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@contextmanager
def stroom(sql: str, waarden: Sequence[object]) -> Iterator[Iterator[tuple]]:
    """De rijen in blokken, van de server: een logboek van miljoenen regels past niet in het geheugen."""
    with connection.chunked_cursor() as c:
        c.execute(sql, waarden)

        def rijen() -> Iterator[tuple]:
            while blok := c.fetchmany(BLOK):
                yield from blok

        yield rijen()


def controleer(bestuur_id: int, *, noemt: dict[int, str] | None = None, nu: datetime | None = None) -> Verslag:
    """Alles wat over één bestuur te controleren is. Loopt binnen een transactie die zijn rijen ziet.

    `noemt`: schakels (nr → hash) die een anker noemt; ze worden mee vergeleken.
    """
    verslag = Verslag(bestuur_id)
    hoofden = _hoofden(verslag)
    grens = _schakels(verslag, set(hoofden) | set(noemt or ()))
    for soort, (tabel, velden, naam) in TABELLEN.items():
        _regels(verslag, soort, REGELS.format(tabel=tabel, velden=velden), naam)
        _zonder_schakel(verslag, soort, tabel, naam, grens, nu or timezone.now())
    _vergelijk_hoofden(verslag, hoofden)
    return verslag


def _hoofden(verslag: Verslag) -> dict[int, str]:
    gevonden: dict[int, str] = {}
    try:
        for kop in koppen.lees(verslag.bestuur_id):
            if gevonden and kop.nr <= max(gevonden):
                verslag.meld("hoofden", f"Het bestand met hoofden loopt niet op bij schakel {kop.nr}.")
            gevonden[kop.nr] = kop.hash
    except koppen.Onleesbaar as fout:
        verslag.meld("hoofden", f"Het bestand met hoofden is onleesbaar bij “{fout}”.")
    verslag.hoofden = len(gevonden)
    return gevonden


def _schakels(verslag: Verslag, gevraagd: set[int]) -> int:
    """De keten zelf: nummers zonder gat, elke hash nagerekend, elke `vorige` die van de vorige. Geeft de grens."""
    vorige, nr, grens, moment = GEEN, 0, 0, None
    with stroom(SCHAKELS, [verslag.bestuur_id]) as rijen:
        for id_, eigen_nr, soort, rij_id, rij_hash, zegt_vorige, hash_, eigen_grens, op, epoch in rijen:
            nr += 1
            if eigen_nr != nr:
                verslag.meld("verwijderd", f"Schakel {nr} ontbreekt: na {nr - 1} komt {eigen_nr}.")
                nr = eigen_nr
            delen = [id_, verslag.bestuur_id, nr, soort, rij_id, rij_hash, zegt_vorige, eigen_grens]
            if vingerafdruk([*map(str, delen), epoch]) != hash_:
                verslag.meld("gewijzigd", f"Schakel {nr} is gewijzigd: haar hash klopt niet.")
            if zegt_vorige != vorige:
                verslag.meld("keten herschreven", f"Schakel {nr} sluit niet aan op de vorige.")
            if eigen_grens < grens or (moment and op < moment - SPELING):
                verslag.meld("keten herschreven", f"Schakel {nr} ligt in de tijd voor de vorige.")
            if nr in gevraagd:
                verslag.hashes[nr] = hash_
            vorige, grens, moment = hash_, eigen_grens, op
    verslag.schakels = nr
    return grens


def _regels(verslag: Verslag, soort: str, sql: str, naam: str) -> None:
    """Elke regel die een schakel noemt bestaat, is ongewijzigd, en draagt een tijd die kan."""
    laatste = None
    with stroom(sql, [verslag.bestuur_id, soort]) as rijen:
        for nr, rij_hash, rij_id, txid, op, geschakeld_op, *delen in rijen:
            wie = f"{naam.capitalize()} {rij_id} (schakel {nr})"
            if delen[0] is None:
                verslag.meld("verwijderd", f"{wie} is verwijderd.")
                continue
            if vingerafdruk(delen) != rij_hash:
                verslag.meld("gewijzigd", f"{wie} is gewijzigd.")
            if op > geschakeld_op + SPELING:
                verslag.meld("tussengevoegd", f"{wie} draagt een tijd na het schakelen: {opmaak.tijdstip(op)}.")
            elif txid and laatste and op < laatste - ANTEDATEREN:
                verslag.meld("tussengevoegd", f"{wie} is geantedateerd op {opmaak.tijdstip(op)}.")
            laatste = max(laatste or op, op)


def _zonder_schakel(verslag: Verslag, soort: str, tabel: str, naam: str, grens: int, nu: datetime) -> None:
    with stroom(ZONDER.format(tabel=tabel), [verslag.bestuur_id, soort]) as rijen:
        for rij_id, txid, op in rijen:
            verslag.wacht += 1
            if txid < grens:
                verslag.meld("tussengevoegd", f"{naam.capitalize()} {rij_id} is achteraf tussengevoegd.")
            elif op < nu - TE_LANG:
                sinds = opmaak.tijdstip(op)
                zin = f"{naam.capitalize()} {rij_id} wacht sinds {sinds} op een schakel. Kijk of de worker draait."
                verslag.meld("niet geschakeld te lang", zin)


def _vergelijk_hoofden(verslag: Verslag, hoofden: dict[int, str]) -> None:
    if hoofden and max(hoofden) > verslag.schakels:
        zin = f"De staart is afgeknipt: er waren {max(hoofden)} schakels, er zijn er {verslag.schakels}."
        verslag.meld("staart afgeknipt", zin)
    if verslag.schakels and not hoofden:
        verslag.meld("hoofden", "Het bestand met hoofden ontbreekt, of dit is niet de machine van de worker.")
    elif verslag.schakels and verslag.schakels > max(hoofden) + BLOK:
        verslag.meld("hoofden", f"Het bestand met hoofden loopt achter: het staat op {max(hoofden)}.")
    anders = [nr for nr, hash_ in hoofden.items() if nr in verslag.hashes and verslag.hashes[nr] != hash_]
    if anders:
        eerste = min(anders)
        verslag.meld(
            "keten herschreven", f"Schakel {eerste} is niet die van toen: de keten is daar of eerder herschreven."
        )
