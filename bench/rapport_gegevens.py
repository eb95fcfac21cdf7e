"""Waarop de meting `rapport` telt: Antwerpen uit zijn demobestand, en veel besturen met samen duizenden plekken.

De vele worden in de databank gekloond: één bestuur met van alles één rij, door de echte stappen, en daarvan met een INSERT
per tabel zoveel als nodig, met eigen nummers en datums. De triggers van de app zwijgen daarbij (logboek, controle van uren);
sleutels en CHECKs niet.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from evaluaties.stappen import einde
from organisaties import isolatie
from organisaties.isolatie import TenantModel
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Maatregel, Overleg, Subsidieproject
from tests.bouw import PDF, Huis
from tests.evaluaties.hulp import afgerond
from tests.hulp.databank import als_app, verbind_als
from tests.rapportage.scenarios import verzegel
from uitwisseling import certificaten, lezer_json, stappen

DEMO = Path(__file__).resolve().parent.parent / "demo"
NUL = 1_000_000  # nummers van wat gekloond is: NUL + 1000 × het bestuur + een volgnummer
MENTOREN = 12  # per bestuur
DAGEN = 300  # zo lang geleden begonnen de projecten


def antwerpen() -> int:
    """Laadt het demobestand, verschoven naar vandaag, met elke ondertekende fiche verzegeld; geeft het bestuur."""
    settings.GD_DEMO, settings.GD_DEMO_WACHTWOORD = True, "bench-wachtwoord-12"
    certificaten.voorbeeld = lambda *_: PDF  # een bestand is een bestand
    bestand, fouten = lezer_json.lees(DEMO / "antwerpen.json")
    _, bestuur = stappen.importeer(bestand, fouten, demo=True, verschoven=True)
    with isolatie.namens(bestuur=bestuur):
        verzegel()
    ververs_statistiek()
    return bestuur


@contextmanager
def over_alle_besturen() -> Iterator[None]:
    """Een transactie als gd_systeem, die elk bestuur ziet; een scherm ziet er altijd maar één."""
    als_eigenaar()
    try:
        with transaction.atomic(), connection.cursor() as c:
            c.execute("SET LOCAL ROLE gd_systeem")
            yield
    finally:
        als_app()


def veel(besturen: int, plekken: int) -> list[int]:
    """Zoveel besturen met elk minstens zoveel plekken (elk derde bestuur één meer); geeft de nummers van de projecten."""
    huis = _voorbeeld()
    with over_alle_besturen(), connection.cursor() as c:
        c.execute("RESET ROLE")
        tabellen = [kloon.split(maxsplit=1)[0] for kloon in KLONEN]
        for tabel in tabellen:
            c.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
        c.execute("SET LOCAL ROLE gd_systeem")
        _kloon(c, huis, besturen, plekken)
        c.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        for tabel in tabellen:
            c.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
        c.execute("SET LOCAL ROLE gd_systeem")
        c.execute("SELECT id FROM projecten_subsidieproject WHERE id > %s ORDER BY id", [NUL])
        nummers = [nummer for (nummer,) in c.fetchall()]
    ververs_statistiek()
    return nummers


def ververs_statistiek() -> None:
    """Wat autovacuum op een gebruikte databank doet: zonder kiest PostgreSQL voor beide kanten slechte plannen."""
    als_eigenaar()
    with connection.cursor() as c:
        c.execute("ANALYZE")
    als_app()


def als_eigenaar() -> None:
    verbind_als(os.environ.get("DATABASE_BEHEER_URL") or os.environ["GD_TEST_BEHEER_URL"])


def _voorbeeld() -> Huis:
    """Van alles één, door de echte stappen."""
    huis = Huis("voorbeeld")
    with huis.binnen():
        hr, van = huis.actor("hr"), date(2023, 3, 1)
        huis.ondertekende_fiche()
        verzegel()
        huis.certificaat()
        plaatsing = huis.plaatsing()
        uren.voer_in(hr, plaatsing, Invoer(van, minuten=480))
        maand.bevestigen(hr, maand.doorsturen(hr, plaatsing, van, op=date(2023, 4, 3)), op=date(2023, 4, 5))
        afgerond(huis, plaatsing)
        einde.maak_attest(hr, plaatsing, met_uren=True, met_competenties=True, op=date(2023, 9, 1))
        einde.noteer_uitstroom(hr, plaatsing, richting="opleiding", datum=date(2023, 9, 1))
        einde.noteer_opvolging(hr, plaatsing, 3, richting="werk", gedaan_op=date(2023, 12, 1))
        Overleg.objects.create(bestuur=huis.bestuur, datum=van, met="vdab", onderwerp="x")
        Maatregel.objects.create(bestuur=huis.bestuur, soort="art60", jaar=2023, plekken=4)
    return huis


# Per tabel: waarover gekloond wordt, en wat er anders is dan in het voorbeeld. b: bestuur, k: plek, j: mentor, i: volgnummer;
# nr: het nummer van het bestuur, begin en nu: datums. Een rij waarvoor de voorwaarde niet geldt, komt er niet.
PLEK = "generate_series(1, {besturen}) b, generate_series(1, {plekken} + 1) k WHERE k <= {plekken} + (b % 3 = 0)::int"
PER_BESTUUR = "generate_series(1, {besturen}) b WHERE true"
MENTOR = "generate_series(1, {besturen}) b, generate_series(1, {mentoren}) j WHERE true"
BEGIN = "(begin + (k * 5 + b) % 200)"  # van een plaatsing
KLONEN = (
    f"organisaties_bestuur {PER_BESTUUR} | id=nr, slug='bench-' || b, naam='Bench ' || b",
    f"organisaties_organisatie {PER_BESTUUR.replace('WHERE', ', generate_series(1, 2) i WHERE')}"
    " | id=nr + i, code='org' || i, naam='Organisatie ' || i",
    "organisaties_glowpartner generate_series(1, 3) i WHERE true"
    " | id=1000000 + i, email='bench' || i || '@partner.example', naam='Partner ' || i",
    "organisaties_gebruiker generate_series(1, {mentoren}) j WHERE true"
    " | id=1000000 + j, email='bench' || j || '@bench.example'",
    f"organisaties_lidmaatschap {MENTOR} | id=nr + j, gebruiker_id=1000000 + j, organisatie_id=nr + 1, rollen='{{mentor}}'",
    # elk vijfde bestuur heeft een tweede project, van een district, dat een maand later begint
    f"projecten_subsidieproject {PER_BESTUUR.replace('WHERE', ', generate_series(1, 2) i WHERE (i = 1 OR b % 5 = 0) AND')}"
    " | id=nr + i, code='P' || i, organisatie_id=CASE WHEN i = 2 THEN nr + 2 END, van=begin + 30 * (i - 1), tot=nu + 60,"
    " doel_leerwerkplekken=6 * (1 + b % 6), doel_mentoren=2 * (1 + b % 6), toegekend_bedrag=14793.69 * (1 + b % 6)",
    f"mentoren_mentor {MENTOR} | id=nr + j, lidmaatschap_id=nr + j, code='M' || j, project_id=CASE WHEN j = 12 THEN nr + 1 END,"
    " organisatie_id=nr + 1 + (b % 5 = 0 AND j > 9)::int",
    f"mentoren_opleiding {PER_BESTUUR} | id=nr, code='O'",
    f"documenten_document {MENTOR} | id=nr + j, bestand='bench-m' || j",
    f"mentoren_deelname {MENTOR} AND j < 12 | id=nr + j, opleiding_id=nr, mentor_id=nr + j, certificaat_datum=begin - 20 + j * 15,"
    " certificaat_id=CASE WHEN j < 11 THEN nr + j END,"
    " certificaat_vastgelegd_op=CASE WHEN j < 11 THEN begin + 1 END",
    f"leerwerkplekken_leerwerkplek {PLEK} | id=nr + k, code='L' || k, organisatie_id=nr + 1, mentor_id=nr + 1 + (k - 1) / 3,"
    " project_id=nr + 1 + (b % 5 = 0 AND k > 25)::int",
    f"leerwerkplekken_aanbod {PLEK.replace('WHERE', ', generate_series(1, 2) i WHERE')} | id=nr + 100 * i + k, leerwerkplek_id=nr + k,"
    " glowpartner_id=1000000 + i + (b % 2), aangeboden_op=begin - 10 + (k * 7) % 250, antwoord='', antwoord_op=NULL",
    # van elke zevende plek een tweede versie
    f"fiches_fiche {PLEK.replace('WHERE', ', generate_series(1, 2) i WHERE k % 10 <> 0 AND (i = 1 OR k % 7 = 0) AND')}"
    " | id=nr + 100 * i + k, leerwerkplek_id=nr + k, mentor_id=nr + 1 + (k - 1) / 3, versie=i, token=b || '-' || i || '-' || k,"
    " status=CASE WHEN i = 1 AND k % 7 = 0 THEN 'vervangen' ELSE 'ondertekend' END, ingediend_op=begin",
    f"fiches_handtekening {PLEK.replace('WHERE', ', generate_series(1, 2) i WHERE k % 10 <> 0 AND (i = 1 OR k % 7 = 0) AND')}"
    " | id=nr + 100 * i + k, fiche_id=nr + 100 * i + k, ondertekenaar_id=nr + 1, ondertekend_op=begin - 8 + (k * 8) % 280 + i",
    f"documenten_document {PLEK.replace('WHERE', ', generate_series(1, 2) i WHERE k % 10 <> 0 AND k % 11 <> 0 AND (i = 1 OR k % 7 = 0) AND')}"
    " | id=nr + 100 * i + k, bestand='bench-f' || i || '-' || k",
    f"fiches_ficheblad {PLEK.replace('WHERE', ', generate_series(1, 2) i WHERE k % 10 <> 0 AND k % 11 <> 0 AND (i = 1 OR k % 7 = 0) AND')}"
    " | id=nr + 100 * i + k, fiche_id=nr + 100 * i + k, document_id=nr + 100 * i + k",
    f"plaatsingen_deelnemer {PLEK} AND k % 5 <> 0 | id=nr + k, code='D' || k, glowpartner_id=1000001 + (b % 2)",
    f"plaatsingen_plaatsing {PLEK} AND k % 5 <> 0 | id=nr + k, code='P' || k, deelnemer_id=nr + k, leerwerkplek_id=nr + k,"
    f" glowpartner_id=1000001 + (b % 2), van={BEGIN} - 3, tot={BEGIN} + 120, uiterste_tot={BEGIN} + 150,"
    f" beeindigd_op=CASE WHEN k % 9 = 0 THEN {BEGIN} + 60 END, einde_reden=CASE WHEN k % 9 = 0 THEN 'x' ELSE '' END",
    f"plaatsingen_maandstaat {PLEK.replace('WHERE', ', generate_series(1, 2) i WHERE k % 5 <> 0 AND')} | id=nr + 100 * i + k,"
    f" plaatsing_id=nr + k, maand=(date_trunc('month', {BEGIN}) + i * interval '1 month')::date, minuten=1000 + 60 * i + k,"
    f" bevestigd_op={BEGIN} + 40 + 30 * i, status='bevestigd', versie=1",
    # van elke achtste maand ook een verbeterde versie, en elke negentiende heeft er geen
    f"plaatsingen_maandstaatversie {PLEK.replace('WHERE', ', generate_series(1, 2) i, generate_series(1, 2) u WHERE k % 5 <> 0 AND k % 19 <> 0 AND (u = 1 OR k % 8 = 0) AND')}"
    " | id=nr + 200 * u + 100 * i + k, staat_id=nr + 100 * i + k, versie=u, minuten=1000 + 60 * i + k - 60 * (u - 1),"
    f" bevestigd_op={BEGIN} + 40 + 30 * i + 10 * (u - 1), urenstaat_id=NULL",
    f"evaluaties_evaluatie {PLEK} AND k % 5 <> 0 AND k % 2 = 0 | id=nr + k, plaatsing_id=nr + k, besproken_op={BEGIN} + 10,"
    f" afgerond_op={BEGIN} + 10",
    f"evaluaties_attest {PLEK} AND k % 5 <> 0 AND k % 3 = 0 | id=nr + k, plaatsing_id=nr + k, gemaakt_op={BEGIN} + 125, document_id=NULL",
    f"evaluaties_uitstroom {PLEK} AND k % 5 <> 0 AND k % 3 <> 0 | id=nr + k, plaatsing_id=nr + k, datum={BEGIN} + 121,"
    " richting=(ARRAY['werk', 'sociale_economie', 'opleiding', 'zoekt_verder'])[1 + k % 4]",
    f"evaluaties_opvolging {PLEK} AND k % 5 <> 0 AND k % 4 = 0 | id=nr + k, plaatsing_id=nr + k, gedaan_op={BEGIN} + 211,"
    " bereikt=k % 8 = 0, richting=CASE WHEN k % 8 = 0 THEN 'werk' ELSE '' END",
    f"projecten_overleg {PER_BESTUUR.replace('WHERE', ', generate_series(1, 6) i WHERE')}"
    " | id=nr + i, datum=begin - 20 + i * 60, onderwerp='overleg ' || i, uid=gen_random_uuid(),"
    " afgelast_op=CASE WHEN i = 3 THEN begin + 5 END, afgelast_reden=CASE WHEN i = 3 THEN 'ziek' ELSE '' END",
    f"projecten_maatregel {PER_BESTUUR.replace('WHERE', ', generate_series(0, 2) i WHERE')}"
    " | id=nr + i, jaar=date_part('year', begin)::int - i, plekken=4 + (b + i) % 3",
)  # fmt: skip


def _kloon(c, huis: Huis, besturen: int, plekken: int) -> None:
    vandaag = timezone.localdate()
    begin = vandaag - timedelta(days=DAGEN)
    maten = {"besturen": besturen, "plekken": plekken, "mentoren": MENTOREN}
    for kloon in KLONEN:
        bron, _, anders = kloon.partition(" | ")
        tabel, waarover = bron.format(**maten).split(maxsplit=1)
        per_kolom = dict(deel.strip().split("=", 1) for deel in _delen(anders))
        velden = {veld.column: veld for veld in _model(tabel)._meta.local_concrete_fields if not veld.generated}
        if "bestuur_id" in velden:
            per_kolom.setdefault("bestuur_id", "nr")
        for kolom, veld in velden.items():  # mensen en bestanden van het voorbeeld horen bij een ander bestuur
            if veld.null and isinstance(veld.related_model, type) and issubclass(veld.related_model, TenantModel):
                per_kolom.setdefault(kolom, "NULL::bigint")
        van, _, voorwaarde = waarover.partition(" WHERE ")
        waarden = ", ".join(per_kolom.get(kolom, f'v."{kolom}"') for kolom in velden)
        namen = ", ".join(f'"{kolom}"' for kolom in velden)
        nummer = f"{NUL} + 1000 * b" if " b" in van else "0"
        c.execute(
            f"INSERT INTO {tabel} ({namen}) SELECT {waarden}"
            f" FROM (SELECT * FROM {tabel} WHERE id < {NUL} ORDER BY id DESC LIMIT 1) v, {van},"
            f" LATERAL (SELECT {nummer} AS nr, date '{begin}' AS begin, date '{vandaag}' AS nu) w WHERE {voorwaarde}"
        )


def _model(tabel: str) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == tabel)


def _delen(tekst: str) -> list[str]:
    """Op de komma's die niet binnen haakjes staan."""
    uit, diep = [""], 0
    for teken in tekst:
        diep += {"(": 1, "[": 1, ")": -1, "]": -1}.get(teken, 0)
        if teken == "," and not diep:
            uit.append("")
        else:
            uit[-1] += teken
    return uit


def projecten(nummers: list[int]) -> list[Subsidieproject]:
    return list(Subsidieproject.objects.filter(pk__in=nummers).order_by("pk"))
