"""Rijbeveiliging kost geen doorlopen tabel: de policy is één keer uitgerekend (InitPlan) en de index doet de rest.

Twintig besturen met samen 20.000 plekken en evenveel aanbod; het plan van PostgreSQL zelf."""

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

VUL = """
    WITH o AS (INSERT INTO organisaties_organisatie (bestuur_id, code, naam, soort, kbo_nummer, adres)
               VALUES (%(b)s, 'o', 'o', 'vzw', '', '') RETURNING id),
    p AS (INSERT INTO projecten_subsidieproject (bestuur_id, oproep_id, code, titel, van, tot, doel_leerwerkplekken,
                                                 doel_mentoren, toegekend_bedrag, inleiding, contact)
          SELECT %(b)s, id, 'p', 'p', '2023-01-01', '2023-12-31', 3, 1, 0, '', '' FROM projecten_oproep LIMIT 1 RETURNING id),
    l AS (INSERT INTO leerwerkplekken_leerwerkplek (bestuur_id, code, functie, organisatie_id, project_id, dienst, adres, taken,
                                                    competenties, uurrooster, vereisten, additioneel_toelichting, status,
                                                    gewijzigd_op)
          SELECT %(b)s, 'L' || n, 'functie ' || n, o.id, p.id, '', '', '{}', '{}', '', '', '', 'concept', now()
          FROM o, p, generate_series(1, 1000) n RETURNING id)
    INSERT INTO leerwerkplekken_aanbod (bestuur_id, leerwerkplek_id, glowpartner_id, aangeboden_op, antwoord)
    SELECT %(b)s, id, %(partner)s, '2023-03-01', '' FROM l"""


def plan(queryset, **namens) -> str:
    with isolatie.namens(**namens, alleen_lezen=True):
        return queryset.explain()


def test_lijsten_gebruiken_de_index():
    huis = Huis("aa")
    for nummer in range(20):
        bestuur = maak_bestuur(f"vol-{nummer}", f"Vol {nummer}")
        partner = GlowPartner.objects.create(naam=f"Partner {nummer}", email=f"p{nummer}@partner.example")
        with isolatie.namens(bestuur=bestuur), connection.cursor() as c:
            c.execute(VUL, {"b": bestuur, "partner": partner.pk})
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
        ]
    for lijst in lijsten:
        tekst = plan(lijst, bestuur=huis.bestuur_id)
        assert "InitPlan" in tekst, tekst
        assert "Seq Scan on leerwerkplekken_" not in tekst, tekst
    # de partner met één plek op 20.001: langs het aanbod, niet langs alle plekken
    tekst = plan(Leerwerkplek.objects.order_by("code"), glowpartner=huis.partner.pk)
    assert "InitPlan" in tekst and "Seq Scan on leerwerkplekken_leerwerkplek" not in tekst, tekst
