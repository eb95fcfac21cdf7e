"""Belofte 3: geen context, geen rijen. Transacties van drie besturen door elkaar op twee gedeelde verbindingen (de pool van
psycopg), met uitzonderingen; verzoeken, een echte Celery-werker, opdrachten, gestroomde antwoorden en savepoints."""

import ast
import io
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.test import RequestFactory

from documenten import opslag
from fiches.models import FicheBlad
from leerwerkplekken.models import Aanbod, Leerwerkplek
from organisaties import isolatie
from organisaties.middleware import IsolatieMiddleware
from taken import stappen as taakstappen
from taken.enums import Status
from taken.models import Taak
from tests.bouw import Huis

pytestmark = pytest.mark.django_db(transaction=True)
WORTEL = Path(settings.BASIS)


@pytest.fixture
def huizen(transactional_db):
    return [Huis(slug) for slug in ("aa", "bb", "cc")]


@contextmanager
def gedeelde_verbindingen(aantal: int):
    """Elke draad leent per transactie een van deze verbindingen: de echte pool van psycopg."""
    connection.close()
    opties = connection.settings_dict["OPTIONS"]
    opties["pool"] = {"min_size": aantal, "max_size": aantal, "timeout": 60}
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        del opties["pool"]


def codes():
    return list(Leerwerkplek.objects.values_list("code", flat=True))


def verzoek(huis, antwoord):
    """Een echt verzoek door de middleware, met een view die doet wat `antwoord` doet."""
    aanvraag = RequestFactory().get("/")
    aanvraag.user, aanvraag.session = huis.leden["hr"].gebruiker, {}
    return IsolatieMiddleware(antwoord)(aanvraag)


class Werk:
    """Eén draad: willekeurige transacties, en wat daarin niet klopte."""

    def __init__(self, huizen, zaad: int, ronden: int):
        self.huizen, self.toeval, self.ronden = huizen, random.Random(zaad), ronden
        self.telling: Counter = Counter()

    def __call__(self) -> Counter:
        try:
            for nummer in range(self.ronden):
                huis = self.toeval.choice(self.huizen)
                soort = self.toeval.choice((self.gewoon, self.lezend, self.savepoint, self.verzoek, self.partner))
                try:
                    soort(huis, stuk=nummer % 10 == 9)
                except (LookupError, DatabaseError):
                    self.telling["uitzonderingen"] += 1
                self.telling["transacties"] += 1
                self.erbuiten()
                connection.close()  # terug naar de pool; de volgende draad krijgt haar
        finally:
            connection.close()
        return self.telling

    def klopt(self, huis) -> None:
        self.telling["fout"] += codes() != [huis.plek.code]

    def gewoon(self, huis, stuk) -> None:
        with isolatie.namens(bestuur=huis.bestuur_id):
            self.klopt(huis)
            if stuk:
                raise LookupError

    def lezend(self, huis, stuk) -> None:
        with isolatie.namens(bestuur=huis.bestuur_id, alleen_lezen=True):
            self.klopt(huis)
            if stuk:
                Leerwerkplek.objects.update(functie="x")  # de database weigert

    def savepoint(self, huis, stuk) -> None:
        with isolatie.namens(bestuur=huis.bestuur_id):
            try:
                with transaction.atomic():
                    Aanbod.objects.create(
                        bestuur=huis.bestuur,
                        leerwerkplek=huis.plek,
                        glowpartner=huis.partner,
                        aangeboden_op="2023-03-01",
                    )
            except IntegrityError:
                self.telling["savepoints"] += 1
            self.klopt(huis)
            if stuk:
                with connection.cursor() as c:
                    c.execute("SELECT 1 / 0")

    def verzoek(self, huis, stuk) -> None:
        def view(request):
            self.klopt(huis)
            if stuk:
                raise LookupError
            return HttpResponse(status=self.toeval.choice((200, 404, 500)))

        verzoek(huis, view)

    def partner(self, huis, stuk) -> None:
        with isolatie.namens(gebruiker=huis.partnerlid.gebruiker_id):
            isolatie.kies(glowpartner=huis.partner.pk, alleen_lezen=True)
            self.klopt(huis)
            if stuk:
                raise LookupError

    def erbuiten(self) -> None:
        """Na elke transactie: dezelfde verbinding kent geen bestuur meer en is weer de gewone rol."""
        try:
            codes()
            self.telling["fout"] += 1
        except ProgrammingError:
            self.telling["geweigerd"] += 1
        with connection.cursor() as c:
            c.execute("SELECT current_user, current_setting('app.bestuur', true), current_setting('app.verzoek', true)")
            self.telling["fout"] += c.fetchone() not in {("gd_app", "", ""), ("gd_app", None, None)}


def draai(huizen, transacties: int, draden: int = 6) -> Counter:
    ronden = -(-transacties // draden)
    with gedeelde_verbindingen(2), ThreadPoolExecutor(draden) as ploeg:
        taken = [ploeg.submit(Werk(huizen, zaad, ronden)) for zaad in range(draden)]
        return sum((taak.result() for taak in taken), Counter())


def test_door_elkaar_op_twee_gedeelde_verbindingen(huizen, omvang):
    telling = draai(huizen, omvang(300, 2000))
    assert telling["fout"] == 0, telling
    assert telling["transacties"] >= omvang(300, 2000) and telling["geweigerd"] == telling["transacties"]
    assert telling["uitzonderingen"] >= omvang(30, 190) and telling["savepoints"] > 10


def test_controle_met_een_context_die_blijft(huizen, monkeypatch):
    """De controle: de context geldt voor de hele verbinding in plaats van de transactie, en het harnas ziet het."""

    def blijvend(bestuur, gebruiker, glowpartner, verzoek, rol):
        with connection.cursor() as c:
            c.execute(
                "SELECT set_config('app.bestuur', %s, false), set_config('app.gebruiker', %s, false),"
                " set_config('app.glowpartner', %s, false)",
                [str(bestuur), str(gebruiker), str(glowpartner)],
            )

    monkeypatch.setattr(isolatie, "_zet", blijvend)
    assert draai(huizen, 30)["fout"] > 20
    with connection.cursor() as c:  # deze verbinding was niet uit de pool, maar voor de zekerheid
        c.execute("RESET ALL")


def test_een_fout_tijdens_het_tekenen_laat_niets_achter(huizen):
    aa = huizen[0]
    sjabloon = engines["django"].from_string("{{ plekken.0.functie }}{{ kapot.nu }}")

    class Kapot:
        @property
        def nu(self):
            raise ZeroDivisionError

    def view(request):
        return HttpResponse(sjabloon.render({"plekken": Leerwerkplek.objects.all(), "kapot": Kapot()}))

    with pytest.raises(ZeroDivisionError):
        verzoek(aa, view)
    with pytest.raises(DatabaseError, match="isolatie.namens"):
        codes()


def test_een_gestroomd_antwoord_dat_nog_iets_vraagt_krijgt_een_fout(huizen):
    """Wat na de transactie nog vraagt, krijgt geen rijen van een ander maar een fout."""
    antwoord = verzoek(huizen[0], lambda request: StreamingHttpResponse(code for code in codes_later()))
    with pytest.raises(DatabaseError, match="isolatie.namens"):
        b"".join(antwoord.streaming_content)


def codes_later():
    yield from Leerwerkplek.objects.values_list("code", flat=True)


def test_enkel_documenten_stromen():
    """Eén plaats geeft bestanden, uit een open bestand; de wandeling leest ze met een verboden database."""
    stroomt = set()
    for pad in WORTEL.glob("*/**/*.py"):
        deel = pad.relative_to(WORTEL)
        if deel.parts[0] in {"tests", "bench", ".venv", ".data"}:
            continue
        namen = {n.id for n in ast.walk(ast.parse(pad.read_text())) if isinstance(n, ast.Name)}
        if namen & {"StreamingHttpResponse", "FileResponse"}:
            stroomt.add(str(deel))
    assert stroomt == {"documenten/http.py"}


def test_savepoints_en_de_rol(huizen):
    aa = huizen[0]

    def rol():
        with connection.cursor() as c:
            c.execute("SELECT current_user")
            return c.fetchone()[0]

    with aa.binnen(alleen_lezen=True):
        for _ in range(3):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Leerwerkplek.objects.update(functie="x")
            assert rol() == "gd_lezer" and codes() == [aa.plek.code]
    assert rol() == "gd_app"
    with pytest.raises(ProgrammingError), aa.binnen(alleen_lezen=True):
        Leerwerkplek.objects.update(functie="x")
    assert rol() == "gd_app"
    with aa.binnen():
        isolatie.kies(bestuur=aa.bestuur_id, alleen_lezen=True)
        assert rol() == "gd_lezer"
    assert rol() == "gd_app"


def test_opdrachten_werken_per_bestuur(huizen):
    for opdracht in ("veeg_wezen", "veeg"):
        call_command(opdracht)
        with pytest.raises(DatabaseError, match="isolatie.namens"):
            codes()


def test_een_echte_werker_houdt_de_besturen_uit_elkaar(huizen, celery_werker, omvang):
    """Taken van drie besturen door elkaar in één proces; een taak met het nummer van een ander bestuur vindt niets."""
    per_huis, goed, vreemd = omvang(1, 8), {}, []
    for ronde in range(per_huis):
        for nummer, huis in enumerate(huizen):
            ander = huizen[(nummer + 1) % 3]
            with huis.binnen():
                plek = huis.plek if ronde == 0 else huis.maak_plek()
                fiche = huis.fiche(plek)
                goed[fiche.pk] = (huis, plek.code)
            with ander.binnen():
                vreemd.append(taakstappen.plan("fiches.leeskopie", fiche.pk, bestuur_id=ander.bestuur_id).pk)
    klaar = Taak.objects.filter(naam="fiches.leeskopie").exclude(pk__in=vreemd)
    geprobeerd = Taak.objects.filter(pk__in=vreemd, pogingen__gte=1, status=Status.WACHT)
    tot = time.monotonic() + omvang(60, 240)
    while klaar.exclude(status=Status.KLAAR).exists() or geprobeerd.count() < len(vreemd):
        assert time.monotonic() < tot, list(Taak.objects.values_list("argumenten", "status", "fout"))
        time.sleep(0.1)
    assert klaar.count() == len(goed) == 3 * per_huis
    assert all(fout.startswith("DoesNotExist in ") for fout in geprobeerd.values_list("fout", flat=True))
    for huis in huizen:
        with huis.binnen():
            eigen = {pk for pk, (van, _) in goed.items() if van is huis}
            bladen = FicheBlad.objects.select_related("document").order_by("pk")
            assert {blad.fiche_id for blad in bladen} == eigen and len(bladen) == len(eigen)
            for blad in bladen:
                assert opslag.pad(blad.document).parent.name == str(huis.bestuur_id)
                tekst = "".join(b.extract_text() for b in pypdf.PdfReader(io.BytesIO(opslag.lees(blad.document))).pages)
                assert goed[blad.fiche_id][1] in tekst
                assert not [h.slug for h in huizen if h is not huis and f"Gemeente {h.slug.upper()}" in tekst]
