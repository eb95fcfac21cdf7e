"""Dezelfde getallen met de hand: wat iemand met psycopg zou schrijven die enkel deze getallen nodig heeft.

Niets hiervan komt uit de toepassing, ook de regels niet: verschilt een getal, dan telt een van beide verkeerd. Enkel voor
de kijk van vandaag: van een vorige peildatum leest de toepassing ook het logboek.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection

from kern.kalender import feestdag

PROJECTEN = """
SELECT p.id, p.van, p.tot, p.doel_leerwerkplekken, p.doel_mentoren, p.toegekend_bedrag, r.waarde
  FROM projecten_subsidieproject p
  CROSS JOIN LATERAL (SELECT waarde FROM projecten_oproepregel
                       WHERE oproep_id = p.oproep_id AND sleutel = 'bundel_leerwerkplekken' AND vanaf <= p.van
                       ORDER BY vanaf DESC LIMIT 1) r
 WHERE p.id = ANY(%(projecten)s)
"""
AANTALLEN = """
WITH p AS (SELECT id, bestuur_id, van, least(tot, %(dag)s) AS tot FROM projecten_subsidieproject WHERE id = ANY(%(projecten)s)),
plek AS MATERIALIZED (SELECT l.id, p.id AS project, p.van, p.tot FROM p JOIN leerwerkplekken_leerwerkplek l ON l.project_id = p.id),
alle AS (SELECT project, count(*) AS n FROM plek GROUP BY project),
fiche AS (
  SELECT plek.project, count(DISTINCT plek.id) AS n
    FROM plek JOIN fiches_fiche f ON f.leerwerkplek_id = plek.id
    JOIN fiches_handtekening h ON h.fiche_id = f.id
    JOIN fiches_ficheblad b ON b.fiche_id = f.id AND b.soort = 'verzegeld'
   WHERE (h.ondertekend_op AT TIME ZONE 'Europe/Brussels')::date BETWEEN plek.van AND plek.tot
   GROUP BY plek.project),
aangeboden AS (
  SELECT plek.project, count(DISTINCT plek.id) AS n FROM plek JOIN leerwerkplekken_aanbod a ON a.leerwerkplek_id = plek.id
   WHERE a.aangeboden_op BETWEEN plek.van AND plek.tot GROUP BY plek.project),
plaatsing AS (
  SELECT plek.project, count(*) AS n FROM plek JOIN plaatsingen_plaatsing pl ON pl.leerwerkplek_id = plek.id
   WHERE pl.van BETWEEN plek.van AND plek.tot GROUP BY plek.project),
versie AS (
  SELECT DISTINCT ON (staat_id) staat_id, minuten FROM plaatsingen_maandstaatversie WHERE bevestigd_op <= %(dag)s
   ORDER BY staat_id, versie DESC),
maand AS (
  SELECT plek.project, count(*) AS n, sum(coalesce(v.minuten, s.minuten)) AS minuten
    FROM plek JOIN plaatsingen_plaatsing pl ON pl.leerwerkplek_id = plek.id
    JOIN plaatsingen_maandstaat s ON s.plaatsing_id = pl.id
    LEFT JOIN versie v ON v.staat_id = s.id
   WHERE s.maand BETWEEN date_trunc('month', plek.van)::date AND plek.tot
     AND (v.staat_id IS NOT NULL OR (s.status = 'bevestigd' AND s.bevestigd_op <= %(dag)s
          AND NOT EXISTS (SELECT FROM plaatsingen_maandstaatversie x WHERE x.staat_id = s.id)))
   GROUP BY plek.project),
overleg AS (
  SELECT p.id AS project, count(*) AS n FROM p JOIN projecten_overleg o ON o.bestuur_id = p.bestuur_id
   WHERE o.datum BETWEEN p.van AND p.tot AND (o.afgelast_op IS NULL OR (o.afgelast_op AT TIME ZONE 'Europe/Brussels')::date > %(dag)s)
   GROUP BY p.id)
SELECT p.id, coalesce(alle.n, 0), coalesce(fiche.n, 0), coalesce(aangeboden.n, 0),
       coalesce(plaatsing.n, 0), coalesce(maand.n, 0), coalesce(maand.minuten, 0), coalesce(overleg.n, 0)
  FROM p LEFT JOIN alle ON alle.project = p.id LEFT JOIN fiche ON fiche.project = p.id LEFT JOIN aangeboden ON aangeboden.project = p.id
  LEFT JOIN plaatsing ON plaatsing.project = p.id LEFT JOIN maand ON maand.project = p.id
  LEFT JOIN overleg ON overleg.project = p.id
"""
PARTNERS = """
SELECT l.project_id, a.glowpartner_id, count(*)
  FROM projecten_subsidieproject p JOIN leerwerkplekken_leerwerkplek l ON l.project_id = p.id
  JOIN leerwerkplekken_aanbod a ON a.leerwerkplek_id = l.id
 WHERE p.id = ANY(%(projecten)s) AND a.aangeboden_op BETWEEN p.van AND least(p.tot, %(dag)s)
 GROUP BY l.project_id, a.glowpartner_id
"""
FEITEN = """
WITH pl AS MATERIALIZED (
  SELECT pl.id, p.id AS project FROM projecten_subsidieproject p JOIN leerwerkplekken_leerwerkplek l ON l.project_id = p.id
    JOIN plaatsingen_plaatsing pl ON pl.leerwerkplek_id = l.id
   WHERE p.id = ANY(%(projecten)s) AND pl.van BETWEEN p.van AND least(p.tot, %(dag)s))
SELECT 'evaluatie', project, 0, moment, count(DISTINCT pl.id) FROM pl JOIN evaluaties_evaluatie e ON e.plaatsing_id = pl.id
 WHERE afgerond_op <= %(dag)s GROUP BY project, moment
UNION ALL
SELECT 'attest', project, 0, '', count(DISTINCT pl.id) FROM pl JOIN evaluaties_attest a ON a.plaatsing_id = pl.id
 WHERE gemaakt_op <= %(dag)s GROUP BY project
UNION ALL
SELECT 'uitstroom', project, 0, richting, count(*) FROM pl JOIN evaluaties_uitstroom u ON u.plaatsing_id = pl.id
 WHERE datum <= %(dag)s GROUP BY project, richting
UNION ALL
SELECT 'uitstroom', project, maanden, richting, count(*) FROM pl JOIN evaluaties_opvolging o ON o.plaatsing_id = pl.id
 WHERE gedaan_op <= %(dag)s GROUP BY project, maanden, richting
"""
# Een evaluatie wordt verwacht tegen de tiende werkdag (start), een week na het midden, en het einde; vensters die elkaar
# raken vallen weg. `nr`: het aantal werkdagen tot en met een dag.
VERWACHT = """
WITH kalender AS MATERIALIZED (
  SELECT dag, count(*) FILTER (WHERE date_part('isodow', dag) < 6 AND dag <> ALL(%(feestdagen)s)) OVER (ORDER BY dag) AS nr
    FROM (SELECT d::date AS dag FROM generate_series(%(eerste)s::date, %(laatste)s::date, '1 day') d) k),
werkdag AS MATERIALIZED (SELECT nr, min(dag) AS dag FROM kalender GROUP BY nr),
pl AS (
  SELECT p.id AS project, pl.van, pl.tot,
         CASE WHEN pl.beeindigd_op <= %(dag)s THEN pl.beeindigd_op ELSE pl.tot END AS einde
    FROM projecten_subsidieproject p JOIN leerwerkplekken_leerwerkplek l ON l.project_id = p.id
    JOIN plaatsingen_plaatsing pl ON pl.leerwerkplek_id = l.id
   WHERE p.id = ANY(%(projecten)s) AND pl.van BETWEEN p.van AND least(p.tot, %(dag)s)),
venster AS (
  SELECT pl.project, pl.einde, s.dag AS start_tot, greatest(pl.van, e.dag) AS eind_vanaf,
         pl.van + (pl.tot - pl.van) / 2 AS midden
    FROM pl JOIN kalender kv ON kv.dag = pl.van JOIN werkdag s ON s.nr = kv.nr + 10
    JOIN kalender ke ON ke.dag = pl.einde JOIN werkdag e ON e.nr = ke.nr - 9)
SELECT project, count(*) FILTER (WHERE start_tot < eind_vanaf AND start_tot <= %(dag)s),
       count(*) FILTER (WHERE start_tot < eind_vanaf AND start_tot < midden - 7 AND midden + 7 < eind_vanaf
                          AND midden + 7 <= %(dag)s),
       count(*) FILTER (WHERE einde <= %(dag)s)
  FROM venster GROUP BY project
"""
MENTOREN = """
WITH p AS MATERIALIZED (SELECT q.* FROM projecten_subsidieproject q
                         WHERE q.bestuur_id IN (SELECT bestuur_id FROM projecten_subsidieproject WHERE id = ANY(%(projecten)s))),
kan AS (
  SELECT m.id, p.id AS project, p.oproep_id, 1 AS rang, p.code, NULL::timestamptz AS sinds, p.id AS nr
    FROM mentoren_mentor m JOIN p ON p.bestuur_id = m.bestuur_id AND p.organisatie_id = m.organisatie_id
  UNION ALL
  SELECT l.mentor_id, p.id, p.oproep_id, 2, '', l.vastgelegd_op, l.id
    FROM leerwerkplekken_leerwerkplek l JOIN p ON p.id = l.project_id WHERE l.mentor_id IS NOT NULL
  UNION ALL
  SELECT m.id, p.id, p.oproep_id, 3, '', NULL, 0 FROM mentoren_mentor m JOIN p ON p.id = m.project_id
  UNION ALL
  SELECT m.id, p.id, p.oproep_id, 4, p.code, NULL, p.id
    FROM mentoren_mentor m JOIN p ON p.bestuur_id = m.bestuur_id AND p.organisatie_id IS NULL),
gekozen AS (SELECT DISTINCT ON (id, oproep_id) id, project FROM kan ORDER BY id, oproep_id, rang, code, sinds, nr)
SELECT g.project, m.organisatie_id, count(*), count(*) FILTER (WHERE EXISTS (
         SELECT FROM mentoren_deelname d WHERE d.mentor_id = m.id AND d.aanwezig AND d.certificaat_id IS NOT NULL
            AND d.certificaat_datum BETWEEN p.van AND least(p.tot, %(dag)s)))
  FROM gekozen g JOIN mentoren_mentor m ON m.id = g.id JOIN p ON p.id = g.project
 WHERE g.project = ANY(%(projecten)s) GROUP BY g.project, m.organisatie_id
"""
MAATREGELEN = """
SELECT p.id, m.jaar, sum(m.plekken) FROM projecten_subsidieproject p JOIN projecten_maatregel m ON m.bestuur_id = p.bestuur_id
 WHERE p.id = ANY(%(projecten)s) AND m.jaar IN (date_part('year', p.van), date_part('year', p.van) - 1) GROUP BY p.id, m.jaar
"""


@cache
def kalender(dag: date) -> dict[str, Any]:
    """Van waar tot waar een plaatsing kan lopen die op die dag telt, en de feestdagen daarin."""
    eerste, laatste = dag - timedelta(days=480), dag + timedelta(days=240)
    dagen = (eerste + timedelta(days=n) for n in range((laatste - eerste).days))
    return {"eerste": eerste, "laatste": laatste, "feestdagen": [d for d in dagen if feestdag(d)]}


def met_de_hand(projecten: list[int], dag: date) -> dict[int, dict[str, Any]]:
    """Per project elk getal, met de namen van `tests.rapportage.getallen`."""
    waarden = {"projecten": projecten, "dag": dag, **kalender(dag)}
    with connection.cursor() as c:

        def vraag(sql: str) -> list[tuple]:
            c.execute(sql, waarden)
            return c.fetchall()

        aantallen_van = {pk: aantallen for pk, *aantallen in vraag(AANTALLEN)}
        uit = {pk: _project(rij, dag, aantallen_van[pk]) for pk, *rij in vraag(PROJECTEN)}
        for pk, partner, n in vraag(PARTNERS):
            uit[pk]["aanbod_per_partner"][partner] = n
        for soort, pk, na, waarheen, n in vraag(FEITEN):
            _feit(uit[pk], soort, na, waarheen, n)
        for pk, *aantallen in vraag(VERWACHT):
            uit[pk]["verwacht"] = _gevuld(aantallen)
        for pk, *mentoren in vraag(MENTOREN):
            _mentoren(uit[pk], *mentoren)
        for pk, jaar, n in vraag(MAATREGELEN):
            uit[pk]["maatregelen"][jaar] = n
    for getallen in uit.values():
        _gevolgen(getallen)
    return uit


def _gevuld(aantallen: list[int]) -> dict[str, int]:
    return {moment: n for moment, n in zip(("start", "tussentijds", "eind"), aantallen, strict=True) if n}


def _mentoren(getallen: dict[str, Any], organisatie: int, alle: int, opgeleid: int) -> None:
    getallen["mentoren_van_project"] += alle
    getallen["certificaten"] += opgeleid
    if opgeleid:
        getallen["opgeleid_per_organisatie"][organisatie] = opgeleid


WIJD = (
    "leerwerkplekken", "fiches", "aangeboden_plekken", "plaatsingen", "maandstaten", "bevestigde_minuten", "overleg",
)  # fmt: skip


def _project(rij: list[Any], dag: date, aantallen: list[int]) -> dict[str, Any]:
    van, tot, plekken, mentoren, bedrag, bundel = rij
    return dict(zip(WIJD, aantallen, strict=True)) | {
        "van": van, "doel": (plekken, mentoren), "bedrag": bedrag, "per_bundel": bundel, "dagen_over": (tot - dag).days,
        "mentoren_van_project": 0, "certificaten": 0, "aanbod_per_partner": {}, "opgeleid_per_organisatie": {},
        "maatregelen": {}, "verwacht": {}, "gedaan": {}, "attesten": 0, "uitstroom": defaultdict(dict), "niet_bereikt": {},
    }  # fmt: skip


def _feit(getallen: dict[str, Any], soort: str, na: int, waarheen: str, n: int) -> None:
    if soort == "evaluatie":
        getallen["gedaan"][waarheen] = n
    elif soort == "attest":
        getallen["attesten"] = n
    elif waarheen:
        getallen["uitstroom"][na][waarheen] = n
    else:
        getallen["niet_bereikt"][na] = n


def _gevolgen(g: dict[str, Any]) -> None:
    """Wat uit de aantallen volgt: de lezingen van het bedrag, wat ontbreekt, of er verdrongen wordt."""
    (plekken, mentoren), bedrag = g.pop("doel"), g.pop("bedrag")
    jaar = g.pop("van").year
    gehaald = g["fiches"] >= plekken and g["certificaten"] >= mentoren
    bundels = plekken // g["per_bundel"]
    vol = min(g["fiches"] // g["per_bundel"], g["certificaten"], bundels)
    rato = (bedrag * vol / bundels).quantize(Decimal("0.01")) if bundels else Decimal(0)
    alles = bedrag if gehaald else Decimal(0)
    vorig, nu = g["maatregelen"].get(jaar - 1), g["maatregelen"].get(jaar)
    g["uitstroom"] = dict(g["uitstroom"])
    g |= {
        "gehaald": gehaald, "verzekerd": (alles, rato), "op_het_spel": (bedrag - alles, bedrag - rato),
        "aanbod": sum(g["aanbod_per_partner"].values()), "partners": len(g["aanbod_per_partner"]),
        "ontbrekend": g["leerwerkplekken"] - g["fiches"] + g["mentoren_van_project"] - g["certificaten"],
        "andere_maatregelen": None if vorig is None or nu is None else (vorig, nu),
        "verdringing": vorig is not None and nu is not None and nu < vorig,
    }  # fmt: skip
