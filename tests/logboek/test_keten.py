"""De keten in echte transacties: wat bevestigd is komt erin, wat nog loopt later, en niets tweemaal of nooit."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from beheer import anker
from documenten.zegel import cms
from documenten.zegel.fouten import TijdstempelFout
from logboek import controle, keten, koppen
from logboek.models import Anker, Gebeurtenis, Schakel, Wijziging
from logboek.schema import TRIGGERS, ijk, na_schema
from organisaties.models import Organisatie
from plaatsingen.models import Deelnemer
from tests.bouw import Huis
from tests.hulp.databank import als_app, als_eigenaar
from tests.isolatie.eigenaar import teruggedraaid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def huis(transactional_db):
    huis = Huis("aa")
    keten.schakel(huis.bestuur_id)
    return huis


def organisatie(huis, code):
    return Organisatie.objects.create(bestuur=huis.bestuur, code=code, naam=code, soort="vzw")


def wacht(huis):
    with huis.binnen():
        return keten.stand(huis.bestuur_id).wacht


def kijk_na(*argumenten):
    """(exitcode, wat er staat) van `manage.py controleer_logboek`."""
    uit, fout = StringIO(), StringIO()
    try:
        call_command("controleer_logboek", *argumenten, stdout=uit, stderr=fout)
    except SystemExit as einde:
        return einde.code, fout.getvalue()
    return 0, uit.getvalue()


def test_alles_staat_er_een_keer_in(huis):
    with huis.binnen():
        regels = Gebeurtenis.objects.count() + Wijziging.objects.count()
        schakels = list(Schakel.objects.all())
    assert [s.nr for s in schakels] == list(range(1, regels + 1))
    assert len({(s.soort, s.rij_id) for s in schakels}) == regels
    assert keten.te_schakelen() == [] and keten.schakel(huis.bestuur_id) == 0
    assert [kop.nr for kop in koppen.lees(huis.bestuur_id)] == [regels]


def test_een_lange_transactie_houdt_niemand_op(huis):
    """Het venster: wie bevestigt staat meteen in de keten, ook als een oudere transactie nog uren loopt."""
    begonnen, klaar = threading.Event(), threading.Event()

    def lang():
        try:
            with huis.binnen():
                organisatie(huis, "lang")
                begonnen.set()
                assert klaar.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as ploeg:
        bezig = ploeg.submit(lang)
        assert begonnen.wait(20)
        try:
            with huis.binnen():
                organisatie(huis, "kort")
            assert wacht(huis) == 1
            assert keten.schakel(huis.bestuur_id) == 1 and wacht(huis) == 0
            with huis.binnen():
                organisatie(huis, "kort2")
            assert keten.schakel(huis.bestuur_id) == 1
        finally:
            klaar.set()
        bezig.result()
    assert wacht(huis) == 1 and keten.schakel(huis.bestuur_id) == 1
    with huis.binnen():
        volgorde = [Wijziging.objects.get(pk=s.rij_id).nieuw["code"] for s in Schakel.objects.order_by("-nr")[:3]]
        assert controle.controleer(huis.bestuur_id).afwijkingen == []
    assert volgorde == ["lang", "kort2", "kort"]


def test_schakelaars_en_schrijvers_door_elkaar(huis, omvang):
    """Niets vergeten, niets dubbel, geen gat, met twee schakelaars en twee schrijvers tegelijk."""
    ronden, gestopt = omvang(15, 300), threading.Event()

    def schrijf(naam):
        try:
            for n in range(ronden):
                with huis.binnen():
                    organisatie(huis, f"{naam}{n}")
        finally:
            connection.close()

    def schakel():
        try:
            while not gestopt.is_set():
                keten.schakel(huis.bestuur_id, batch=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as ploeg:
        schakelaars = [ploeg.submit(schakel) for _ in range(2)]
        for schrijver in [ploeg.submit(schrijf, naam) for naam in "ab"]:
            schrijver.result()
        gestopt.set()
        for schakelaar in schakelaars:
            schakelaar.result()
    keten.schakel(huis.bestuur_id)
    with huis.binnen():
        assert controle.controleer(huis.bestuur_id).afwijkingen == []
        assert Schakel.objects.count() == Gebeurtenis.objects.count() + Wijziging.objects.count()


def test_batches_zijn_samen_volledig(huis):
    with huis.binnen():
        for n in range(9):
            organisatie(huis, f"o{n}")
    call_command("schakel_logboek")
    with huis.binnen():
        organisatie(huis, "nog")
    assert keten.schakel(huis.bestuur_id, batch=1, hoogstens=100) == 1 and wacht(huis) == 0


def test_wissen_laat_de_keten_heel(huis):
    """Belofte over vergeten: een deelnemer verdwijnt of krijgt een andere naam, en het logboek blijft kloppen."""
    with huis.binnen():
        een, ander = huis.deelnemer("D001"), huis.deelnemer("D002")
    keten.schakel(huis.bestuur_id)
    als_eigenaar()
    with transaction.atomic(), connection.cursor() as c:  # zoals het wissen straks doet, in een functie
        for tabel, sleutel in (("indicatie", "deelnemer_id"), ("deelnemer", "id")):
            c.execute(f"ALTER TABLE plaatsingen_{tabel} NO FORCE ROW LEVEL SECURITY")
            c.execute(f"DELETE FROM plaatsingen_{tabel} WHERE {sleutel} = %s", [een.pk])
            c.execute("SET CONSTRAINTS ALL IMMEDIATE")
            c.execute(f"ALTER TABLE plaatsingen_{tabel} FORCE ROW LEVEL SECURITY")
    als_app()
    with huis.binnen():
        Deelnemer.objects.filter(pk=ander.pk).update(voornaam="x", naam="x", code="weg")
    keten.schakel(huis.bestuur_id)
    assert kijk_na()[0] == 0
    with connection.cursor() as c, huis.binnen():
        for tabel in ("gebeurtenis", "wijziging", "leesregel"):
            c.execute(f"SELECT count(*) FROM logboek_{tabel} r WHERE r::text ~ 'Filip|Pauwels|D001|D002'")
            assert c.fetchone() == (0,)


def zet_trigger(stand):
    als_eigenaar()
    with connection.cursor() as c:
        c.execute(f"ALTER TABLE organisaties_organisatie {stand} TRIGGER logboek_om")
    als_app()


def test_controle_zegt_wat_er_mis_is(huis):
    uit = kijk_na("--bestuur", "aa")
    assert uit[0] == 0 and uit[1].startswith("aa: in orde.")
    zet_trigger("DISABLE")
    try:
        code, zinnen = kijk_na()
    finally:
        zet_trigger("ENABLE")
    assert code == 1
    assert "installatie: trigger uitgeschakeld: De trigger logboek_om op organisaties_organisatie" in zinnen


def test_het_anker_ligt_buiten_de_databank(huis):
    assert anker.veranker() == 1
    assert anker.veranker() == 0  # niets nieuws
    with huis.binnen():
        rij = Anker.objects.get()
        stand = keten.stand(huis.bestuur_id)
    assert (rij.niveau, rij.fout, rij.nr) == ("B-B", "", stand.schakels)
    assert stand.anker == rij and stand.anker_fout is None
    assert kijk_na() == (0, f"aa: in orde. {rij.nr} schakels, 0 regels wachten, 1 hoofden en 1 ankers vergeleken.\n")
    bestand = anker.map_() / f"{rij.bestand}.json"
    echt = bestand.read_bytes()
    try:
        bestand.write_bytes(echt.replace(rij.hash.encode(), b"0" * 64))
        code, zinnen = kijk_na()
    finally:
        bestand.write_bytes(echt)
    assert code == 1
    assert "anker klopt niet" in zinnen and "keten herschreven: Schakel" in zinnen


def test_een_mislukt_anker_wordt_getoond_en_later_ingehaald(huis, monkeypatch, caplog):
    def geen_server(*_):
        raise TijdstempelFout("De tijdstempelserver antwoordt niet: kijk GD_TSA_URL na en probeer opnieuw.")

    with monkeypatch.context() as even:
        even.setattr(cms, "onderteken_los", geen_server)
        call_command("veranker_logboek")
    assert "niet verankerd" in caplog.text
    with huis.binnen():
        stand = keten.stand(huis.bestuur_id)
    assert stand.anker is None and "tijdstempelserver" in stand.anker_fout.fout
    assert anker.veranker() == 1
    with huis.binnen():
        assert keten.stand(huis.bestuur_id).anker_fout is None
    assert kijk_na()[0] == 0


def test_na_een_herstel_in_een_nieuw_cluster_loopt_de_telling_verder(huis):
    """Een hersteld cluster telt transacties van nul: dan zouden nieuwe regels ouder lijken dan de grens."""
    als_eigenaar()
    try:
        with connection.cursor() as c:  # alsof de regels uit een ander, ouder cluster komen
            c.execute("ALTER TABLE logboek_schakel NO FORCE ROW LEVEL SECURITY")
            c.execute("UPDATE logboek_schakel SET grens = grens + 1000000")
            c.execute("ALTER TABLE logboek_schakel FORCE ROW LEVEL SECURITY")
        with huis.binnen(), connection.cursor() as c:
            c.execute("SET LOCAL ROLE NONE")
            ijk(c)
            ijk(c)
            c.execute("SELECT logboek_verschuiving() BETWEEN 900000 AND 1100000")
            assert c.fetchone() == (True,)
    finally:
        als_app()
    try:
        with huis.binnen():
            organisatie(huis, "na")
        assert wacht(huis) == 1 and keten.schakel(huis.bestuur_id) == 1
    finally:
        als_eigenaar()
        with connection.cursor() as c:
            c.execute(
                "CREATE OR REPLACE FUNCTION logboek_verschuiving() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 0::bigint"
            )
        als_app()


def test_stand_zegt_hoe_lang_een_regel_wacht(huis):
    with huis.binnen():
        organisatie(huis, "wacht")
    with huis.binnen():
        stand = keten.stand(huis.bestuur_id)
    assert stand.wacht == 1 and not stand.te_lang
    assert stand.wacht_sinds < timezone.now() and stand.bewaakt_tot < stand.wacht_sinds


def test_een_regel_zonder_schakel_wordt_na_tien_minuten_gemeld(huis):
    with huis.binnen():
        organisatie(huis, "wacht")
        nu = timezone.now()
        assert controle.controleer(huis.bestuur_id, nu=nu + controle.TE_LANG / 2).afwijkingen == []
        (afwijking,) = controle.controleer(huis.bestuur_id, nu=nu + controle.TE_LANG * 1.1).afwijkingen
    assert afwijking.soort == "niet geschakeld te lang" and "Kijk of de worker draait" in afwijking.zin


def test_een_migratie_van_de_eigenaar_werkt_zonder_context(huis):
    with teruggedraaid() as c:
        c.execute("SET LOCAL ROLE gd_systeem; UPDATE organisaties_organisatie SET adres = 'Elders 1'")
        c.execute("SELECT bestuur_id, gebruiker_id, verzoek, nieuw FROM logboek_wijziging ORDER BY id DESC LIMIT 1")
        assert c.fetchone() == (huis.bestuur_id, None, "", {"adres": "Elders 1"})


@pytest.mark.parametrize("al_in_het_boek", [False, True])
def test_wat_er_al_stond_krijgt_een_beginstand(huis, al_in_het_boek):
    """Een tabel van vóór het logboek klopt vanaf de eerste dag. Wie triggers weghaalde krijgt die gunst niet: dan zou
    de volgende migratie verbergen wat intussen gebeurde."""
    with teruggedraaid() as c:
        for naam in TRIGGERS:
            c.execute(f"DROP TRIGGER {naam} ON organisaties_organisatie")
        c.execute("ALTER TABLE logboek_wijziging NO FORCE ROW LEVEL SECURITY")
        if not al_in_het_boek:
            c.execute("DELETE FROM logboek_wijziging WHERE tabel = 'organisaties_organisatie'")
        c.execute("SET LOCAL ROLE gd_systeem; UPDATE organisaties_organisatie SET code = 'stil'; RESET ROLE")
        na_schema(c)
        c.execute("SELECT tabel, soort, sleutel, nieuw ->> 'code' FROM logboek_wijziging WHERE soort = 'B'")
        verwacht = [] if al_in_het_boek else [("organisaties_organisatie", "B", huis.organisatie.pk, "stil")]
        assert c.fetchall() == verwacht
        c.execute("SELECT set_config('app.bestuur', %s, true)", [str(huis.bestuur_id)])
        c.execute("SET LOCAL ROLE gd_systeem")
        c.execute("SELECT * FROM logboek_naast('organisaties_organisatie', %s)", [huis.bestuur_id])
        assert c.fetchall() == ([(huis.organisatie.pk, "code")] if al_in_het_boek else [])


def test_schakelen_blijft_evenredig_met_een_plan_van_toen_alles_leeg_was(huis):
    """Een worker die al lang draait en dan een grote import krijgt: geen tabel in haar geheel, geen werk in het kwadraat."""
    for _ in range(8):
        assert keten.schakel(huis.bestuur_id) == 0 and keten.te_schakelen() == []
    with huis.binnen():
        rijen = [Organisatie(bestuur=huis.bestuur, code=f"o{n}", naam="n", soort="vzw") for n in range(400)]
        Organisatie.objects.bulk_create(rijen)
    with huis.binnen(), connection.cursor() as c:
        for _ in range(4):
            c.execute("SELECT aantal FROM logboek_schakel(%s, 100)", [huis.bestuur_id])
            assert c.fetchone() == (100,)
        c.execute(
            "SELECT relname, seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname LIKE 'logboek%%'"
        )
        gelezen = {naam: (heel, sprongen) for naam, heel, sprongen in c.fetchall()}
    assert all(heel == 0 for heel, _ in gelezen.values()), gelezen
    assert gelezen["logboek_schakel"][1] < 20 * 400 and gelezen["logboek_wijziging"][1] < 20 * 400, gelezen
