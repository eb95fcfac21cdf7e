"""Rijbeveiliging kost geen doorlopen tabel: de policy is één keer uitgerekend (InitPlan) en de index doet de rest.

Volledig: twintig besturen met samen 20.000 plekken en evenveel aanbod en uren; het plan van PostgreSQL zelf."""

import re

import psycopg
import pytest
from django.db import connection

from fiches.models import Fiche
from leerwerkplekken.models import Aanbod, Leerwerkplek
from leerwerkplekken.toegang import zichtbaar_voor
from organisaties import isolatie
from organisaties.models import GlowPartner
from plaatsingen.models import Plaatsing, Prestatie
from tests.bouw import Huis, maak_bestuur
from tests.isolatie.eigenaar import url

pytestmark = pytest.mark.django_db(transaction=True)

DOORLOPEN = re.compile(r"Seq Scan on (leerwerkplekken_|plaatsingen_prestatie)")
VUL = """
    WITH o AS (INSERT INTO organisaties_organisatie (bestuur_id, code, naam, soort, kbo_nummer, adres)
               VALUES (%(b)s, 'o', 'o', 'vzw', '', '') RETURNING id),
    p AS (INSERT INTO projecten_subsidieproject (bestuur_id, oproep_id, code, titel, van, tot, doel_leerwerkplekken,
                                                 doel_mentoren, toegekend_bedrag, inleiding, contact,
                                                 doelgroep, acties, achtergrond, publiek, publieke_blokken)
          SELECT %(b)s, id, 'p', 'p', '2023-01-01', '2023-12-31', 3, 1, 0, '', '', '', '', '', false, '{}'
          FROM projecten_oproep LIMIT 1 RETURNING id),
    l AS (INSERT INTO leerwerkplekken_leerwerkplek (bestuur_id, code, functie, organisatie_id, project_id, dienst, adres, taken,
                                                    competenties, uurrooster, vereisten, additioneel_toelichting, status,
                                                    begeleider_naam, begeleider_functie, leerdoelen, gewijzigd_op)
          SELECT %(b)s, 'L' || n, 'functie ' || n, o.id, p.id, '', '', '{}', '{}', '', '', '', 'concept', '', '', '{}', now()
          FROM o, p, generate_series(1, 1000) n RETURNING id)
    INSERT INTO leerwerkplekken_aanbod (bestuur_id, leerwerkplek_id, glowpartner_id, aangeboden_op, antwoord, keer,
                                        boodschap, weiger_reden, weiger_nota, antwoord_naam, genoteerd_naam)
    SELECT %(b)s, id, %(partner)s, '2023-03-01', '', 1, '', '', '', '', '' FROM l"""

GEPLAATST = """
    WITH d AS (INSERT INTO plaatsingen_deelnemer (bestuur_id, code, voornaam, naam, glowpartner_id, uitkeringsgerechtigd,
                                                  werkzoekend_sinds, intensieve_begeleiding)
               SELECT %(b)s, 'D' || n, 'v', 'n', %(partner)s, true, '2020-01-01', true FROM generate_series(1, 20) n
               RETURNING id, substr(code, 2)::int AS n),
    l AS (SELECT id, row_number() OVER () AS n FROM leerwerkplekken_leerwerkplek WHERE bestuur_id = %(b)s)
    INSERT INTO plaatsingen_plaatsing (bestuur_id, code, deelnemer_id, leerwerkplek_id, glowpartner_id, van, tot, uiterste_tot,
                                       uren_per_maand, einde_reden)
    SELECT %(b)s, 'P' || n, d.id, l.id, %(partner)s, '2023-03-01', '2023-08-31', '2023-08-31', 48, '' FROM d JOIN l USING (n)"""
MAG_STARTEN = """
    INSERT INTO plaatsingen_startvoorwaarde (bestuur_id, plaatsing_id, soort, in_orde_op)
    SELECT bestuur_id, id, soort, van FROM plaatsingen_plaatsing,
           unnest(ARRAY['werkafspraken', 'wes_overeenkomst', 'arbeidsongevallen', 'dimona']) soort
    WHERE bestuur_id = %(b)s"""
UREN = """
    INSERT INTO plaatsingen_prestatie (bestuur_id, plaatsing_id, datum, soort, pauze_minuten, minuten, opmerking)
    SELECT bestuur_id, id, '2023-03-01'::date + n, 'gewerkt', 0, 60, ''
    FROM plaatsingen_plaatsing, generate_series(0, 49) n WHERE bestuur_id = %(b)s"""


def plan(queryset, **namens) -> str:
    with isolatie.namens(**namens, alleen_lezen=True):
        return queryset.explain()


def test_lijsten_gebruiken_de_index(omvang):
    huis = Huis("aa")
    for nummer in range(omvang(8, 20)):
        bestuur = maak_bestuur(f"vol-{nummer}", f"Vol {nummer}")
        partner = GlowPartner.objects.create(naam=f"Partner {nummer}", email=f"p{nummer}@partner.example")
        with isolatie.namens(bestuur=bestuur), connection.cursor() as c:
            for sql in (VUL, GEPLAATST, MAG_STARTEN, UREN):
                c.execute(sql, {"b": bestuur, "partner": partner.pk})
    with psycopg.connect(url(), autocommit=True) as eigenaar:
        eigenaar.execute("ANALYZE")
    with huis.binnen():
        lijsten = [zichtbaar_voor(huis.actor("hr")).order_by("code", "pk")]
    for van_ons in ({"bestuur_id": huis.bestuur_id}, {}):  # ook met het filter vergeten
        lijsten += [
            Leerwerkplek.objects.filter(**van_ons).order_by("code", "pk")[:50],
            Aanbod.objects.filter(**van_ons),
            Fiche.objects.filter(**van_ons),
            Plaatsing.objects.filter(**van_ons),
            Prestatie.objects.filter(plaatsing=1, **van_ons),
            Prestatie.objects.filter(**van_ons).order_by("datum", "pk"),
        ]
    for lijst in lijsten:
        tekst = plan(lijst, bestuur=huis.bestuur_id)
        assert "InitPlan" in tekst, tekst
        assert not DOORLOPEN.search(tekst), tekst
    # de partner met één plek van alle plekken: langs het aanbod, niet langs alle plekken
    tekst = plan(Leerwerkplek.objects.order_by("code"), glowpartner=huis.partner.pk)
    assert "InitPlan" in tekst and "Seq Scan on leerwerkplekken_leerwerkplek" not in tekst, tekst
    tekst = plan(Prestatie.objects.all(), glowpartner=huis.partner.pk)
    assert "InitPlan" in tekst and not DOORLOPEN.search(tekst), tekst
