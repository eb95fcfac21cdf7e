"""Van voorstel tot plaatsing: elke overgang, toegelaten of geweigerd, voor wie ze mag zetten en voor wie niet."""

from datetime import date, time, timedelta
from itertools import product

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from kandidaten.enums import OVERGANGEN, Stand, Status
from kandidaten.models import Kandidatuur
from kandidaten.stand import in_stand, met_plaatsing, plekstanden, stand
from kandidaten.stappen import behandelen, voorstellen
from kandidaten.stappen.voorstellen import Criteria, Persoon
from kern.kalender import plus_werkdagen
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from organisaties.models import Samenwerking
from plaatsingen.models import Deelnemer, Indicatie
from projecten.models import OproepInstelling
from tests.kandidaten.hulp import GOED, Opzet

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


def zet_stand(opzet, status) -> Kandidatuur:
    k = opzet.kandidaat()
    if status in (Status.INTAKE, Status.AANVAARD):
        opzet.intake(k)
    if status == Status.AANVAARD:
        opzet.aanvaard(k)
    if status == Status.GEWEIGERD:
        opzet.weiger(k)
    if status == Status.INGETROKKEN:
        opzet.trek_in(k)
    return opzet.nu(k)


STAPPEN = {
    Status.INTAKE: Opzet.intake,
    Status.AANVAARD: Opzet.aanvaard,
    Status.GEWEIGERD: Opzet.weiger,
    Status.INGETROKKEN: Opzet.trek_in,
}


@pytest.mark.parametrize(("van", "naar"), [(v, n) for v, n in product(Status, STAPPEN) if v != n])
def test_elke_overgang(opzet, van, naar):
    """Wat in de tabel staat kan, al de rest niet; de stap en de database kennen dezelfde tabel."""
    k = zet_stand(opzet, van)
    if (van, naar) in OVERGANGEN:
        STAPPEN[naar](opzet, k)
        assert opzet.nu(k).status == naar
        return
    with pytest.raises(Geweigerd):
        STAPPEN[naar](opzet, k)
    assert opzet.nu(k).status == van


@pytest.mark.parametrize("van", Status)
def test_de_database_kent_dezelfde_tabel(opzet, van):
    """Ook ruwe SQL van HR komt niet langs een overgang die niet in de tabel staat."""
    k, dag = zet_stand(opzet, van), timezone.localdate()
    vorm = {
        Status.VOORGESTELD: {"afgesloten_op": None, "aanvaard_op": None, "weiger_reden": "", "gereserveerd_tot": None},
        Status.INTAKE: {
            "afgesloten_op": None, "aanvaard_op": None, "weiger_reden": "", "gereserveerd_tot": None,
            "intake_datum": dag, "intake_uur": time(9), "intake_plaats": "x",
        },
        Status.AANVAARD: {"afgesloten_op": None, "aanvaard_op": dag, "weiger_reden": ""},
        Status.GEWEIGERD: {"afgesloten_op": dag, "weiger_reden": "taken", "gereserveerd_tot": None},
        Status.INGETROKKEN: {"afgesloten_op": dag, "weiger_reden": "", "gereserveerd_tot": None},
    }  # fmt: skip
    for naar in set(Status) - {van}:
        mag = (van, naar) in OVERGANGEN and OVERGANGEN[van, naar][1] == "kandidaat.behandelen"
        with opzet.huis.binnen(), transaction.atomic():
            try:
                with transaction.atomic():
                    Kandidatuur.objects.filter(pk=k.pk).update(status=naar, **vorm[naar])
                gelukt = True
            except IntegrityError as fout:
                assert "kandidatuur_overgang" in str(fout.__cause__.diag.constraint_name)
                gelukt = False
            transaction.set_rollback(True)
        assert gelukt == mag, (van, naar)


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "coordinator", "beheerder", "controleur"])
def test_enkel_hr_behandelt(opzet, rol):
    k, door = opzet.kandidaat(), opzet.huis.actor(rol)
    with opzet.huis.binnen():
        for stap in (
            lambda: behandelen.aanvaard(door, k),
            lambda: behandelen.weiger(door, k, reden="taken"),
            lambda: behandelen.plan_intake(door, k, datum=timezone.localdate(), uur=time(23, 59), plaats="x"),
            lambda: voorstellen.trek_in(door, k),
        ):
            with pytest.raises(PermissionDenied):
                stap()
    with opzet.partner.binnen(), pytest.raises(PermissionDenied):
        behandelen.aanvaard(opzet.partner.actor, k)


# --- voorstellen


def test_een_nieuwe_persoon_voorstellen(opzet):
    k = opzet.kandidaat("K-7")
    nu = opzet.nu(k)
    assert (nu.status, nu.deelnemer.code, nu.voorgesteld_op) == ("voorgesteld", "K-7", timezone.localdate())
    with opzet.partner.binnen():
        assert Indicatie.objects.get().indicatoren == ["werkervaring"]
    with opzet.huis.binnen():
        assert not Indicatie.objects.exists()  # het bestuur weet enkel dat er een bevestigd is
        regel = Gebeurtenis.objects.get(wat="kandidatuur.voorgesteld")
        assert (regel.glowpartner_id, regel.gebruiker_id) == (opzet.partner.glowpartner.pk, opzet.partner.gebruiker.pk)


def test_elke_voorwaarde_die_niet_klopt_heeft_haar_veld_en_bron(opzet):
    dag = timezone.localdate()
    with opzet.partner.binnen(), pytest.raises(Geweigerd) as geweigerd:
        opzet.partner.stel_voor(opzet.plek, "K1", Criteria(False, dag, True, []))
    redenen = {veld: zin for zin, veld in geweigerd.value.alle}
    assert set(redenen) == {"uitkeringsgerechtigd", "werkzoekend_sinds", "indicatoren"}
    assert all("(bron 00" in zin for zin in redenen.values())
    assert "24 maanden" in redenen["werkzoekend_sinds"]
    with opzet.huis.binnen():
        assert not Deelnemer.objects.exists() and not Kandidatuur.objects.exists()  # er blijft niets staan


@pytest.mark.parametrize(("dagen", "mag"), [(-1, True), (0, True), (1, False)])
def test_24_maanden_op_de_dag_van_de_start(opzet, dagen, mag):
    """Werkzoekend sinds precies 24 maanden voor de start mag; een dag later niet."""
    start = date(timezone.localdate().year + 1, 5, 4)
    sinds = date(start.year - 2, 5, 4) + timedelta(days=dagen)
    with opzet.partner.binnen():
        if mag:
            opzet.partner.stel_voor(opzet.plek, "K1", Criteria(True, sinds, True, ["context"]), start)
            return
        with pytest.raises(Geweigerd, match="Nog geen 24 maanden"):
            opzet.partner.stel_voor(opzet.plek, "K1", Criteria(True, sinds, True, ["context"]), start)


def test_zonder_intensieve_begeleiding_staat_de_fout_daar(opzet):
    with opzet.partner.binnen(), pytest.raises(Geweigerd) as geweigerd:
        opzet.partner.stel_voor(opzet.plek, "K1", Criteria(True, date(2020, 1, 1), False, ["context"]))
    assert [veld for _, veld in geweigerd.value.alle] == ["intensieve_begeleiding"]


def test_iemand_die_de_partner_al_kent(opzet):
    eerste = opzet.kandidaat("K1")
    with opzet.partner.binnen():
        nieuw = Criteria(True, date(2019, 6, 1), True, ["context", "voorbereiding"])
        tweede = opzet.partner.stel_voor(opzet.plekken[1], eerste.deelnemer, nieuw)
        assert tweede.deelnemer_id == eerste.deelnemer_id
        assert Deelnemer.objects.get().werkzoekend_sinds == date(2019, 6, 1)
        assert sorted(Indicatie.objects.get().indicatoren) == ["context", "voorbereiding"]
        with pytest.raises(Geweigerd, match="al kandidaat voor deze plek"):
            opzet.partner.stel_voor(opzet.plek, eerste.deelnemer)


def test_na_weigeren_of_intrekken_kan_dezelfde_persoon_opnieuw(opzet):
    k = opzet.kandidaat()
    opzet.weiger(k)
    with opzet.partner.binnen():
        tweede = opzet.partner.stel_voor(opzet.plek, k.deelnemer)
    opzet.trek_in(tweede)
    with opzet.partner.binnen():
        assert opzet.partner.stel_voor(opzet.plek, k.deelnemer).status == "voorgesteld"


@pytest.mark.parametrize("code", ["", "K 1", "K/1", "x" * 41, "é"])
def test_een_code_zonder_vreemde_tekens(opzet, code):
    with opzet.partner.binnen(), pytest.raises(Geweigerd, match="Gebruik voor de code"):
        opzet.partner.stel_voor(opzet.plek, code)


def test_een_code_is_van_een_persoon_ook_over_partners_heen(opzet):
    opzet.kandidaat("K1", partner=opzet.tweede)
    with opzet.partner.binnen(), pytest.raises(Geweigerd, match="al van een andere deelnemer") as geweigerd:
        opzet.partner.stel_voor(opzet.plek, "k1")
    assert geweigerd.value.veld == "code"


def test_een_gesloten_of_gereserveerde_plek_krijgt_geen_kandidaten(opzet):
    opzet.aanvaard(opzet.kandidaat("K1", plek=opzet.plekken[1]))
    with opzet.huis.binnen():
        plek_stappen.sluit(opzet.hr, opzet.plekken[2])
        gesloten = Leerwerkplek.objects.get(pk=opzet.plekken[2].pk)
    with opzet.tweede.binnen():
        with pytest.raises(Geweigerd, match="is gereserveerd tot en met"):
            opzet.tweede.stel_voor(opzet.plekken[1], "T1")
        with pytest.raises(Geweigerd, match="Deze plek is gesloten"):
            opzet.tweede.stel_voor(gesloten, "T1")


def test_starten_kan_de_dag_na_wie_er_nu_staat(opzet):
    k = opzet.kandidaat("K1")
    opzet.aanvaard(k)
    plaatsing = opzet.plaats(opzet.nu(k))
    with opzet.tweede.binnen():
        with pytest.raises(Geweigerd, match="bezet tot en met") as geweigerd:
            opzet.tweede.stel_voor(opzet.plek, "T1", start=plaatsing.tot)
        assert geweigerd.value.veld == "start"
        assert opzet.tweede.stel_voor(opzet.plek, "T1", start=plaatsing.tot + timedelta(days=1)).pk
    with opzet.partner.binnen():
        with pytest.raises(Geweigerd, match="Deze persoon is geplaatst tot en met"):
            opzet.partner.stel_voor(opzet.plekken[1], k.deelnemer, start=plaatsing.tot)


def test_de_partner_ziet_of_een_plek_te_krijgen_is(opzet):
    vrij, gereserveerd, bezet = opzet.plekken
    opzet.aanvaard(opzet.kandidaat("K1", plek=gereserveerd))
    k = opzet.kandidaat("K2", plek=bezet)
    opzet.aanvaard(k)
    opzet.plaats(opzet.nu(k))
    dag = timezone.localdate()
    with opzet.tweede.binnen():
        standen = plekstanden(opzet.plekken, dag)
        assert [standen[p.pk].soort for p in (vrij, gereserveerd, bezet)] == ["vrij", "gereserveerd", "bezet"]
        later = standen[gereserveerd.pk].gereserveerd_tot + timedelta(days=1)
        assert plekstanden([gereserveerd], later)[gereserveerd.pk].soort == "vrij"


def test_zonder_lopende_samenwerking_kan_enkel_intrekken(opzet):
    k, gisteren = opzet.kandidaat("K1"), timezone.localdate() - timedelta(days=1)
    with opzet.huis.binnen():
        Samenwerking.objects.filter(glowpartner=opzet.partner.glowpartner).update(tot=gisteren)
    with opzet.partner.binnen():
        with pytest.raises(Geweigerd, match="samenwerking met dit bestuur loopt nu niet"):
            opzet.partner.stel_voor(opzet.plekken[1], "K2")
        with pytest.raises(Geweigerd, match="samenwerking met dit bestuur loopt nu niet"):
            voorstellen.verbeter(opzet.partner.actor, k.deelnemer, Persoon("K2", "Nel", "Jans"), GOED)
    opzet.trek_in(k)


# --- verbeteren en intrekken


def test_een_partner_verbetert_tot_de_plaatsing(opzet):
    k = opzet.kandidaat("K1")
    with opzet.partner.binnen():
        voorstellen.verbeter(opzet.partner.actor, k.deelnemer, Persoon("K2", "Nel", "Jans"), GOED)
        assert Deelnemer.objects.get().code == "K2"
        with pytest.raises(Geweigerd, match="Nog geen 24 maanden"):
            laat = Criteria(True, timezone.localdate(), True, ["context"])
            voorstellen.verbeter(opzet.partner.actor, k.deelnemer, Persoon("K2", "Nel", "Jans"), laat)
    opzet.aanvaard(k)
    opzet.plaats(opzet.nu(k))
    with opzet.partner.binnen(), pytest.raises(Geweigerd, match="Deze deelnemer is al geplaatst"):
        voorstellen.verbeter(opzet.partner.actor, k.deelnemer, Persoon("K3", "Nel", "Jans"), GOED)
    with pytest.raises(Geweigerd, match="al geplaatst"):
        opzet.trek_in(k)


def test_intrekken_na_aanvaarden_maakt_de_plek_vrij(opzet):
    k = opzet.kandidaat()
    opzet.aanvaard(k)
    opzet.trek_in(k)
    nu = opzet.nu(k)
    assert (nu.status, nu.gereserveerd_tot, nu.afgesloten_op) == ("ingetrokken", None, timezone.localdate())
    assert opzet.kandidaat("T1", partner=opzet.tweede).pk
    with pytest.raises(Geweigerd, match="was al ingetrokken"):
        opzet.trek_in(k)


# --- intake


def test_een_intake_ligt_niet_in_het_verleden(opzet):
    k = opzet.kandidaat()
    with time_machine.travel("2027-03-10 10:00 +01:00", tick=False), opzet.huis.binnen():
        vandaag = date(2027, 3, 10)
        for datum, uur, veld in (
            (vandaag - timedelta(days=1), time(23, 59), "datum"),
            (vandaag, time(9, 59), "uur"),
            (vandaag + timedelta(days=367), time(10), "datum"),
        ):
            with pytest.raises(Geweigerd) as geweigerd:
                behandelen.plan_intake(opzet.hr, k, datum=datum, uur=uur, plaats="Markt 1")
            assert [v for _, v in geweigerd.value.alle] == [veld]
        with pytest.raises(Geweigerd) as geweigerd:
            behandelen.plan_intake(opzet.hr, k, datum=vandaag, uur=time(10), plaats="  ")
        assert geweigerd.value.veld == "plaats"
        na = behandelen.plan_intake(opzet.hr, k, datum=vandaag, uur=time(10), plaats="Markt 1")
        assert (na.status, na.intake_nr, na.behandeld_door) == ("intake", 1, opzet.hr.lidmaatschap)
        assert behandelen.plan_intake(opzet.hr, k, datum=vandaag, uur=time(10), plaats="Markt 1").intake_nr == 1
        assert behandelen.plan_intake(opzet.hr, k, datum=vandaag, uur=time(11), plaats="Markt 1").intake_nr == 2


# --- aanvaarden en weigeren


def test_aanvaarden_houdt_de_plek_vrij_en_weigert_de_anderen(opzet):
    k, ander, elders = (
        opzet.kandidaat("K1"),
        opzet.kandidaat("T1", partner=opzet.tweede),
        opzet.kandidaat("T2", plek=opzet.plekken[1], partner=opzet.tweede),
    )
    opzet.intake(ander)
    opzet.aanvaard(k)
    nu = opzet.nu(k)
    assert (nu.status, nu.aanvaard_op) == ("aanvaard", timezone.localdate())
    assert nu.gereserveerd_tot == plus_werkdagen(timezone.localdate(), 10)
    ander = opzet.nu(ander)
    assert (ander.status, ander.weiger_reden, ander.afgesloten_op) == (
        "geweigerd",
        "plek_ingenomen",
        timezone.localdate(),
    )
    assert opzet.nu(elders).status == "voorgesteld"
    with pytest.raises(Geweigerd, match="is intussen geweigerd"):
        opzet.aanvaard(ander)
    with pytest.raises(Geweigerd, match="is al aanvaard"):
        opzet.aanvaard(k)


def test_een_reservatie_van_een_ander_houdt_aanvaarden_tegen(opzet):
    k, ander = opzet.kandidaat("K1"), opzet.kandidaat("T1", partner=opzet.tweede)
    opzet.intake(k)
    opzet.reserveer(k)
    with pytest.raises(Geweigerd, match="gereserveerd voor K1, tot en met"):
        opzet.aanvaard(ander)
    opzet.laat_los(k)
    opzet.aanvaard(ander)
    assert opzet.nu(k).weiger_reden == "plek_ingenomen"


def test_reserveren_kan_vanaf_een_intake(opzet):
    k = opzet.kandidaat()
    with pytest.raises(Geweigerd, match="vanaf een intake"):
        opzet.reserveer(k)
    opzet.intake(k)
    opzet.reserveer(k)
    assert opzet.nu(k).gereserveerd_tot == plus_werkdagen(timezone.localdate(), 10)
    opzet.laat_los(k)
    with pytest.raises(Geweigerd, match="al niet meer gereserveerd"):
        opzet.laat_los(k)


def test_de_duur_van_een_reservatie_kiest_het_bestuur(opzet):
    with opzet.huis.binnen():
        OproepInstelling.objects.create(
            bestuur=opzet.huis.bestuur,
            oproep=opzet.huis.project.oproep,
            sleutel="reservatie_werkdagen",
            waarde=3,
            vanaf=date(2023, 1, 1),
        )
    with time_machine.travel("2027-03-26 12:00 +01:00", tick=False):  # vrijdag voor Pasen
        k = opzet.kandidaat()
        assert opzet.aanvaard(k).gereserveerd_tot == date(2027, 4, 1)  # 29 maart is paasmaandag


def test_aanvaarden_kijkt_opnieuw_naar_de_voorwaarden(opzet):
    k = opzet.kandidaat()
    with opzet.huis.binnen():
        Deelnemer.objects.filter(pk=k.deelnemer_id).update(uitkeringsgerechtigd=False)
    with pytest.raises(Geweigerd, match="geen recht op een werkloosheidsuitkering"):
        opzet.aanvaard(k)


def test_op_een_gesloten_plek_wordt_niemand_aanvaard(opzet):
    k = opzet.kandidaat()
    with opzet.huis.binnen():
        plek_stappen.sluit(opzet.hr, opzet.plek)
    with pytest.raises(Geweigerd, match="plek is gesloten"):
        opzet.aanvaard(k)


def test_weigeren_met_een_reden_uit_de_lijst(opzet):
    k = opzet.kandidaat()
    for reden, nota, veld in (
        ("", "", "reden"),
        ("ziek", "", "reden"),
        ("andere", " ", "nota"),
        ("taken", "x" * 151, "nota"),
    ):
        with pytest.raises(Geweigerd) as geweigerd:
            opzet.weiger(k, reden, nota)
        assert geweigerd.value.veld == veld
    nu = opzet.nu(opzet.weiger(k, "andere", " past niet bij de ploeg "))
    assert (nu.weiger_nota, nu.afgesloten_op) == ("past niet bij de ploeg", timezone.localdate())


# --- verlopen


def test_een_reservatie_vervalt_de_dag_erna(opzet):
    k = opzet.kandidaat()
    tot = opzet.aanvaard(k).gereserveerd_tot
    with time_machine.travel(tot):
        assert opzet.verloop() == 0
        assert stand(opzet.nu(k), tot) == Stand.AANVAARD
    with time_machine.travel(tot + timedelta(days=1)):
        assert stand(opzet.nu(k), tot + timedelta(days=1)) == Stand.VERLOPEN  # ook zonder de opdracht
        assert opzet.verloop() == 1
        assert opzet.verloop() == 0
        nu = opzet.nu(k)
        assert (nu.status, nu.gereserveerd_tot, nu.vervallen_op) == ("aanvaard", None, tot)
        opzet.aanvaard(opzet.kandidaat("T1", partner=opzet.tweede))
        with pytest.raises(Geweigerd, match="gereserveerd voor T1"):
            opzet.reserveer(k)


def test_een_verlopen_reservatie_houdt_niemand_tegen_ook_zonder_de_opdracht(opzet):
    k = opzet.kandidaat()
    tot = opzet.aanvaard(k).gereserveerd_tot
    with time_machine.travel(tot + timedelta(days=1)):
        ander = opzet.kandidaat("T1", partner=opzet.tweede)
        opzet.aanvaard(ander)
        assert opzet.nu(k).vervallen_op == tot and opzet.nu(ander).gereserveerd_tot > tot
    with time_machine.travel(tot + timedelta(days=1)):
        opzet.laat_los(ander)
        assert opzet.reserveer(k).gereserveerd_tot > tot


def test_wie_geplaatst_is_heeft_geen_reservatie_meer_nodig(opzet):
    k = opzet.kandidaat()
    tot = opzet.aanvaard(k).gereserveerd_tot
    opzet.plaats(opzet.nu(k))
    assert stand(opzet.nu(k), tot) == Stand.GEPLAATST
    assert opzet.verloop() == 1
    nu = opzet.nu(k)
    assert (nu.status, nu.gereserveerd_tot, nu.vervallen_op) == ("aanvaard", None, None)
    assert nu.afgesloten_op == timezone.localdate()
    with pytest.raises(Geweigerd, match="al geplaatst"):
        opzet.weiger(k)


def test_een_gereserveerde_plek_krijgt_niemand_anders_ook_niet_rechtstreeks(opzet):
    """De database houdt ook het formulier van een plaatsing tegen; een plaatsing van vroeger gaat dat niet aan."""
    k, ander = opzet.kandidaat("K1"), opzet.kandidaat("T1", partner=opzet.tweede)
    opzet.aanvaard(k)
    with pytest.raises(Geweigerd, match="gereserveerd voor een andere kandidaat") as geweigerd:
        opzet.plaats(ander)
    assert geweigerd.value.veld == "leerwerkplek"
    with opzet.huis.binnen():
        voorbij = {"van": date(2023, 3, 1), "tot": date(2023, 8, 31)}
        assert opzet.huis.plaatsing(deelnemer=ander.deelnemer, plek=opzet.plek, code="P9", **voorbij).pk
    opzet.laat_los(k)
    assert opzet.plaats(ander).pk


def test_geplaatst_zonder_eerst_te_aanvaarden(opzet):
    k = opzet.kandidaat()
    opzet.plaats(opzet.nu(k))
    assert stand(opzet.nu(k), timezone.localdate()) == Stand.GEPLAATST
    with pytest.raises(Geweigerd, match="al geplaatst"):
        opzet.intake(k)
    assert opzet.verloop() == 1
    assert opzet.nu(k).status == "aanvaard"


def test_lijst_en_pagina_kennen_dezelfde_standen(opzet):
    voorgesteld, intake = opzet.kandidaat("A"), opzet.kandidaat("B")
    opzet.intake(intake)
    geweigerd, ingetrokken = opzet.kandidaat("C"), opzet.kandidaat("D")
    opzet.weiger(geweigerd)
    opzet.trek_in(ingetrokken)
    aanvaard, geplaatst = opzet.kandidaat("E", plek=opzet.plekken[1]), opzet.kandidaat("F", plek=opzet.plekken[2])
    opzet.aanvaard(aanvaard)
    opzet.aanvaard(geplaatst)
    opzet.plaats(opzet.nu(geplaatst))
    rijen = [voorgesteld, intake, geweigerd, ingetrokken, aanvaard, geplaatst]
    for dag in (timezone.localdate(), timezone.localdate() + timedelta(days=40)):
        with opzet.huis.binnen():
            alle = list(met_plaatsing(Kandidatuur.objects.order_by("pk")))
            assert [k.pk for k in alle] == [k.pk for k in rijen]
            for keuze in Stand.values:
                gevonden = set(
                    met_plaatsing(Kandidatuur.objects).filter(in_stand(keuze, dag)).values_list("pk", flat=True)
                )
                assert gevonden == {k.pk for k in alle if stand(k, dag) == keuze}, (keuze, dag)
