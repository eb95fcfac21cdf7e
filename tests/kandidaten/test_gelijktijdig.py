"""Op echte verbindingen: twee mensen van HR aanvaarden tegelijk, iemand trekt intussen in, en een dubbele klik."""

from threading import Barrier, BrokenBarrierError
from unittest import mock

import pytest
from django.db import connection
from django.db.utils import IntegrityError, OperationalError

from kandidaten.models import Kandidatuur
from kandidaten.stappen import behandelen, gedeeld
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import Geweigerd
from taken.models import Taak
from tests.hulp.databank import als_app, als_eigenaar
from tests.kandidaten.hulp import Opzet
from tests.plaatsingen.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opzet(transactional_db):
    return Opzet()


def ploeg(opzet, plek, n=4):
    return [
        opzet.kandidaat(f"{plek.code}-{i}", plek=plek, partner=(opzet.partner, opzet.tweede)[i % 2]) for i in range(n)
    ]


def aanvaard_tegelijk(opzet, rijen):
    """Elk een andere kandidaat voor dezelfde plek, in een eigen draad: de zinnen van wie het niet haalde."""

    def doe(i, _):
        try:
            opzet.aanvaard(rijen[i])
        except (Geweigerd, OperationalError) as fout:
            return str(fout)
        return ""

    return [antwoord for (antwoord,) in tegelijk(len(rijen), doe)]


@pytest.fixture
def samen_na_de_controle():
    """Wie de controle doorstond wacht even op een ander: zonder slot komen er dan twee voorbij."""
    samen, echt = Barrier(2), gedeeld.eis_open_plek

    def traag(plek, voor):
        echt(plek, voor)
        try:
            samen.wait(0.3)
        except BrokenBarrierError:
            samen.reset()

    with mock.patch.object(gedeeld, "eis_open_plek", traag):
        yield


def aanvaard(opzet, plek):
    with opzet.huis.binnen():
        return Kandidatuur.objects.filter(leerwerkplek=plek, status="aanvaard").count()


def test_de_eerste_wint_en_de_ander_krijgt_een_zin(opzet, samen_na_de_controle):
    for plek in opzet.plekken:
        zinnen = aanvaard_tegelijk(opzet, ploeg(opzet, plek))
        assert sorted(zinnen)[0] == "" and sum(not zin for zin in zinnen) == 1
        assert {zin for zin in zinnen if zin} == {"Deze kandidatuur is intussen geweigerd. Er is niets veranderd."}
        assert aanvaard(opzet, plek) == 1
    with opzet.huis.binnen():  # per plek één mail aan wie aanvaard is, en één per partner die ernaast grijpt
        namen = list(Taak.objects.values_list("naam", flat=True))
    assert (namen.count("kandidaten.aanvaard"), namen.count("kandidaten.ingenomen")) == (3, 6)


def zonder_slot(kandidatuur):
    return Leerwerkplek.objects.select_related("project__oproep").get(pk=kandidatuur.leerwerkplek_id)


@pytest.fixture
def slot_af(samen_na_de_controle):
    with mock.patch.object(gedeeld, "neem_plek", zonder_slot), mock.patch.object(behandelen, "_weiger_anderen"):
        yield


def test_zonder_slot_houdt_de_database_er_een_over(opzet, slot_af):
    rijen = ploeg(opzet, opzet.plek, 2)
    assert sorted(aanvaard_tegelijk(opzet, rijen)) == [
        "",
        "Deze plek is intussen voor een andere kandidaat gereserveerd.",
    ]
    assert aanvaard(opzet, opzet.plek) == 1


def test_controle_zonder_slot_en_zonder_sleutel_zijn_het_er_twee(opzet, slot_af):
    """Tegenproef: de meting ziet het als het misgaat."""
    rijen, sleutel = ploeg(opzet, opzet.plek, 2), "kandidatuur_een_reservatie"
    sql = als_eigenaar_(f"SELECT indexdef FROM pg_indexes WHERE indexname = '{sleutel}'")
    als_eigenaar_(f"DROP INDEX {sleutel}")
    try:
        assert aanvaard_tegelijk(opzet, rijen) == ["", ""]
        assert aanvaard(opzet, opzet.plek) == 2
    finally:
        als_eigenaar_("TRUNCATE kandidaten_kandidatuur")
        als_eigenaar_(sql)


def als_eigenaar_(sql: str) -> str:
    als_eigenaar()
    try:
        with connection.cursor() as c:
            c.execute(sql)
            return c.fetchone()[0] if c.description else ""
    finally:
        als_app()


def test_controle_zonder_de_bewaking_aanvaardt_een_partner_zichzelf(opzet):
    """Tegenproef bij tests/isolatie/test_partner_schrijft.py: enkel de trigger staat daar tussen."""
    k = opzet.kandidaat()
    zelf = {"status": "aanvaard", "aanvaard_op": k.voorgesteld_op}
    with pytest.raises(IntegrityError, match="beslist HR"), opzet.partner.binnen():
        Kandidatuur.objects.filter(pk=k.pk).update(**zelf)
    als_eigenaar_("ALTER TABLE kandidaten_kandidatuur DISABLE TRIGGER bewaakt")
    try:
        with opzet.partner.binnen():
            assert Kandidatuur.objects.filter(pk=k.pk).update(**zelf) == 1
    finally:
        als_eigenaar_("ALTER TABLE kandidaten_kandidatuur ENABLE TRIGGER bewaakt")


def test_intrekken_tegen_aanvaarden(opzet, omvang):
    """Een van beide: nooit een plek gereserveerd voor wie ingetrokken is."""
    for n in range(omvang(3, 30)):
        k = opzet.kandidaat(f"K{n}", plek=opzet.plekken[n % 3])

        def doe(i, _, k=k):
            try:
                opzet.aanvaard(k) if i else opzet.trek_in(k)
            except Geweigerd:
                pass

        tegelijk(2, doe)
        nu = opzet.nu(k)
        assert (
            nu.status == "ingetrokken" and nu.gereserveerd_tot is None
        )  # wie eerst aanvaardde, ziet ze daarna ingetrokken


def test_een_dubbele_klik_is_een_kandidatuur(opzet):
    def doe(*_):
        try:
            opzet.kandidaat("K1")
            return 1
        except Geweigerd:
            return 0

    assert sum(sum(tegelijk(6, doe), [])) == 1
    with opzet.huis.binnen():
        assert Kandidatuur.objects.count() == 1
