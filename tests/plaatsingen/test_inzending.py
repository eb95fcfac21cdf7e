"""Wat een telefoon inzendt: één keer, in elke volgorde, en wat niet kan houdt zijn reden."""

import json
import random
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aanmelding import toestel
from organisaties import toegang
from organisaties.isolatie import Geweigerd
from plaatsingen.models import Inzending, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import inzending as stappen
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.stappen import uren as urenstappen
from plaatsingen.stappen.inzending import Zending
from plaatsingen.toegang import niet_aanvaard
from plaatsingen.zendingen import Onleesbaar, lees
from tests.bouw import Huis
from tests.plaatsingen.hulp import als, querys

MAANDAG, JUNI = date(2023, 6, 5), date(2023, 6, 1)


def zending(plaatsing, dag=MAANDAG, minuten=240, sleutel=None):
    return Zending(sleutel or uuid4(), plaatsing, dag, {"uren": "4"}, Invoer(dag, minuten=minuten))


def rijen():
    return list(Prestatie.objects.order_by("datum").values_list("datum", "minuten"))


# --- de stap


def test_een_tweede_keer_geeft_de_eerste_uitkomst(mentor, plaatsing):
    z = zending(plaatsing)
    eerste = stappen.ontvang(mentor.door, z)
    assert eerste.uitkomst == "bewaard" and stappen.ontvang(mentor.door, z).pk == eerste.pk
    assert rijen() == [(MAANDAG, 240)] and Inzending.objects.count() == 1


def test_wat_verwijderd_is_komt_niet_terug(mentor, plaatsing):
    z = zending(plaatsing)
    stappen.ontvang(mentor.door, z)
    urenstappen.verwijder(mentor.door, Prestatie.objects.get())
    assert stappen.ontvang(mentor.door, z).uitkomst == "bewaard" and rijen() == []


def test_met_verbinding_bewaard_en_nog_eens_verzonden(mentor, plaatsing):
    """Het antwoord ging verloren: de telefoon stuurt dezelfde sleutel opnieuw, ook nadat ze ongedaan gemaakt is."""
    sleutel = uuid4()
    prestatie = stappen.voer_in(mentor.door, sleutel, plaatsing, Invoer(MAANDAG, minuten=240), {"keuze": "240"})
    assert stappen.ontvang(mentor.door, zending(plaatsing, sleutel=sleutel)).uitkomst == "bewaard"
    urenstappen.verwijder(mentor.door, prestatie)
    assert stappen.ontvang(mentor.door, zending(plaatsing, sleutel=sleutel)).uitkomst == "bewaard"
    assert stappen.voer_in(mentor.door, sleutel, plaatsing, Invoer(MAANDAG, minuten=240), {}) is None
    assert rijen() == []


def test_wat_er_al_staat_is_bewaard(mentor, plaatsing):
    mentor.uren(MAANDAG, 240)
    assert stappen.ontvang(mentor.door, zending(plaatsing)).uitkomst == "bewaard" and rijen() == [(MAANDAG, 240)]


@pytest.mark.parametrize("geval", ["bevestigd", "doorgestuurd", "gevuld", "vol", "later", "buiten", "ander"])
def test_wat_niet_kan_houdt_zijn_reden_en_wat_er_stond(binnen, mentor, plaatsing, geval):
    z, door, zin = zending(plaatsing), mentor.door, ""
    if geval in ("bevestigd", "doorgestuurd"):
        mentor.uren(date(2023, 6, 6), 60)
        staat, zin = mentor.stuur_door(JUNI), f"Deze maand is {geval}"
        if geval == "bevestigd":
            maandstappen.bevestigen(binnen.actor("hr"), staat)
    elif geval == "gevuld":
        urenstappen.voer_in(binnen.actor("hr"), plaatsing, Invoer(MAANDAG, minuten=300))
        zin = "Wijzig wat er staat."
    elif geval == "vol":
        for dag in range(10, 18):
            mentor.uren(date(2023, 6, dag), 480)
        zin = "Daarmee komt deze maand boven 64 u. De maand is vol."
    elif geval == "later":
        z, zin = zending(plaatsing, timezone.localdate() + timedelta(days=1)), "Klopt de klok van je telefoon?"
    elif geval == "buiten":
        z, zin = zending(plaatsing, date(2023, 2, 1)), "buiten de plaatsing"
    else:
        door, zin = toegang.als_lid(binnen.lid("mentor2", "mentor")), "Je begeleidt deze deelnemer niet (meer)"
    gekregen = stappen.ontvang(door, z)
    assert gekregen.uitkomst == "geweigerd" and zin in gekregen.uitleg and gekregen.inhoud == {"uren": "4"}
    assert stappen.ontvang(door, z).pk == gekregen.pk
    assert list(niet_aanvaard(door)) == [gekregen]
    stappen.leg_weg(door, gekregen)
    stappen.leg_weg(door, gekregen)
    assert list(niet_aanvaard(door)) == [] and Inzending.objects.get().weggelegd_op


@pytest.mark.parametrize(
    ("dag", "van", "tot", "minuten"),
    [
        (date(2023, 3, 26), time(2, 15), time(3, 15), None),  # de nacht van het zomeruur: 2:15 bestaat niet
        (date(2023, 3, 26), time(1, 30), time(3, 30), 60),
        (date(2023, 3, 31), time(22), time(23, 45), 105),  # net voor middernacht: de dag van de telefoon
        (date(2023, 4, 1), time(0, 0), time(0, 15), 15),
    ],
)
def test_de_dag_en_het_uur_zijn_die_van_de_telefoon(mentor, plaatsing, dag, van, tot, minuten):
    gekregen = stappen.ontvang(mentor.door, Zending(uuid4(), plaatsing, dag, {}, Invoer(dag, van=van, tot=tot)))
    assert rijen() == ([(dag, minuten)] if minuten else [])
    assert minuten or "Dit uur bestaat niet" in gekregen.uitleg


def test_een_sleutel_van_iemand_anders(binnen, mentor, plaatsing):
    z, ander = zending(plaatsing), toegang.als_lid(binnen.lid("mentor2", "mentor"))
    gekregen = stappen.ontvang(mentor.door, z)
    for doe in (lambda: stappen.ontvang(ander, z), lambda: stappen.leg_weg(ander, gekregen)):
        with pytest.raises(Geweigerd, match="van iemand anders"):
            doe()


def test_willekeurige_volgorde_met_dubbels_en_een_bevestiging_ertussen(huis, omvang):
    """Elke sleutel één uitkomst, een bewaarde invoer precies één rij, en na het bevestigen wijzigt er niets."""
    with huis.binnen():
        plaatsing = huis.plaatsing()
    soorten = {"bewaard": 0, "geweigerd": 0}
    invoer = st.tuples(st.integers(1, 12), st.sampled_from([120, 240, 480, 600, 7]))

    @settings(max_examples=omvang(4, 200), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(invoer, min_size=3, max_size=8, unique_by=lambda i: i), st.randoms(), st.integers(0, 20))
    def een_telefoon(ingevuld, toeval, wanneer):
        with huis.binnen():
            punt, door = transaction.savepoint(), huis.actor("mentor")
            zendingen = [zending(plaatsing, JUNI.replace(day=dag), minuten) for dag, minuten in ingevuld]
            rij = zendingen * 2
            toeval.shuffle(rij)
            eerste, vast = {}, None
            for nummer, z in enumerate(rij):
                if nummer == wanneer and Prestatie.objects.exists():
                    staat = maandstappen.doorsturen(door, plaatsing, JUNI)
                    vast = maandstappen.bevestigen(huis.actor("hr"), staat).minuten
                uitkomst = stappen.ontvang(door, z).uitkomst
                assert eerste.setdefault(z.sleutel, uitkomst) == uitkomst
            bewaard = [z for z in zendingen if eerste[z.sleutel] == "bewaard"]
            staat_er = rijen()
            assert sorted(staat_er) == sorted({(z.datum, z.invoer.minuten) for z in bewaard})
            assert sum(m for _, m in staat_er) <= 3840 and (vast is None or sum(m for _, m in staat_er) == vast)
            assert Inzending.objects.count() == len(zendingen)
            for uitkomst in eerste.values():
                soorten[uitkomst] += 1
            transaction.savepoint_rollback(punt)

    een_telefoon()
    assert min(soorten.values()) > 1


# --- het adres


class Telefoon:
    def __init__(self, huis, rol="mentor"):
        self.klant = als(huis, rol)

    def stuur(self, *invoeren, **meer):
        return self.klant.post("/uren/inzenden/", {"invoeren": json.dumps(list(invoeren)), **meer})

    def uitkomst(self, invoer):
        antwoord = self.stuur(invoer)
        assert antwoord.status_code == 200
        return antwoord.json()["uitkomsten"][invoer["sleutel"]]


def ruw(plaatsing_id, dag=MAANDAG, **velden):
    return {
        "sleutel": str(uuid4()),
        "plaatsing": plaatsing_id,
        "datum": str(dag),
        "velden": velden or {"keuze": "240"},
    }


@pytest.fixture
def opzet(huis):
    with huis.binnen():
        return huis, huis.plaatsing()


def test_elke_manier_van_invullen_komt_aan(opzet):
    huis, plaatsing = opzet
    telefoon = Telefoon(huis)
    manieren = [
        {"keuze": "240"}, {"uren": "7:36"}, {"van": "8u30", "tot": "12:30", "pauze": "15"},
        {"keuze": "08:30-12:30-15"}, {"keuze": "afwezig_verwittigd"},
    ]  # fmt: skip
    invoeren = [ruw(plaatsing.pk, date(2023, 6, dag), **v) for dag, v in enumerate(manieren, 5)]
    antwoord = telefoon.stuur(*invoeren)
    assert set(antwoord.json()["uitkomsten"].values()) == {"bewaard"}
    with huis.binnen():
        assert [m for _, m in rijen()] == [240, 456, 225, 225, 0]


def test_niet_aanvaard_blijft_op_vandaag_tot_het_weggelegd_is(opzet):
    huis, plaatsing = opzet
    telefoon = Telefoon(huis)
    assert telefoon.uitkomst(ruw(plaatsing.pk, uren="veel")) == "geweigerd"
    pagina = telefoon.klant.get("/uren/").content.decode()
    assert "1 invoer niet aanvaard" in pagina and "Ingevuld: veel u." in pagina and "Vul een getal in" in pagina
    with huis.binnen():
        pk = Inzending.objects.get().pk
    assert telefoon.klant.post(f"/uren/inzendingen/{pk}/wegleggen/").status_code == 302
    pagina = telefoon.klant.get("/uren/")
    assert pagina.status_code == 200 and "niet aanvaard" not in pagina.content.decode()


def test_een_plaatsing_die_er_niet_is_wordt_gezegd(opzet):
    huis, _ = opzet
    telefoon = Telefoon(huis)
    with Huis("bb").binnen() as ander:
        vreemd = ander.plaatsing()
    for nummer in (vreemd.pk, 999_999, None, 2**70, True, "1"):
        assert telefoon.uitkomst(ruw(nummer)) == "onbekend"
    assert "Niet bewaard: 4 u op 5 juni 2023." in telefoon.klant.get("/uren/").content.decode()
    for h in (huis, ander):
        with h.binnen():
            assert rijen() == [] and not Inzending.objects.exists()


@pytest.mark.parametrize("rol", ["hr", "coordinator", "leidinggevende", "controleur", "beheerder"])
def test_verkeerde_rol(opzet, rol):
    huis, plaatsing = opzet
    assert Telefoon(huis, rol).stuur(ruw(plaatsing.pk)).status_code == 403
    assert als(huis, rol).get(f"/uren/toestel/?toestel={uuid4()}").status_code == 403


@pytest.mark.parametrize(
    "tekst",
    ["", "{", "null", "7", '"x"', "{}", "[1]", '[{"sleutel": 1}]', "[" * 5000, '[{"sleutel": "x", "velden": []}]', "[null]"],
)  # fmt: skip
def test_onzin_is_nooit_een_fout_van_de_server(opzet, tekst):
    antwoord = als(opzet[0], "mentor").post("/uren/inzenden/", {"invoeren": tekst})
    assert antwoord.status_code in (200, 400) and antwoord["Content-Type"] == "application/json"


def test_rare_velden_passen_in_de_databank(opzet):
    huis, plaatsing = opzet
    gek = ruw(plaatsing.pk, uren="\ud800\x00" + "9" * 500, keuze=7, van="99:99", pauze=str(10**30))
    assert Telefoon(huis).uitkomst(gek) == "geweigerd"
    assert Telefoon(huis).uitkomst(ruw(plaatsing.pk, date(9999, 12, 31))) == "geweigerd"


def test_hoogstens_500_en_500_gaat(opzet, omvang):
    huis, plaatsing = opzet
    aantal = omvang(12, 500)
    invoeren = [ruw(plaatsing.pk, JUNI + timedelta(days=n % 300)) for n in range(aantal)]
    antwoord = Telefoon(huis).stuur(*invoeren, *random.sample(invoeren, 5))
    assert antwoord.status_code == (200 if aantal < 496 else 400)
    assert len(Telefoon(huis).stuur(*invoeren).json()["uitkomsten"]) == aantal
    with pytest.raises(Onleesbaar):
        lees(json.dumps([{}] * 501))


def test_zonder_voor_wie_bij_meer_besturen(opzet):
    huis, plaatsing = opzet
    ander = Huis("bb")
    with ander.binnen():
        huis.leden["mentor"].__class__.objects.create(
            bestuur=ander.bestuur, gebruiker=huis.leden["mentor"].gebruiker, rollen=["mentor"]
        )
    telefoon = Telefoon(huis)
    telefoon.klant.post("/kies/", {"waarde": f"b{huis.bestuur_id}"})
    invoer = ruw(plaatsing.pk)
    assert telefoon.stuur(invoer).status_code == 409
    assert telefoon.stuur(invoer, voor_wie=f"b{ander.bestuur_id}").status_code == 409
    assert telefoon.stuur(invoer, voor_wie=f"b{huis.bestuur_id}").json()["uitkomsten"] == {invoer["sleutel"]: "bewaard"}


def test_zonder_csrf_en_zonder_aanmelding(opzet):
    streng = Client(enforce_csrf_checks=True)
    streng.force_login(opzet[0].leden["mentor"].gebruiker)
    assert streng.post("/uren/inzenden/", {"invoeren": "[]"}).status_code == 403
    csrf = streng.get(f"/uren/toestel/?toestel={uuid4()}").json()["csrf"]
    assert streng.post("/uren/inzenden/", {"invoeren": "[]", "csrfmiddlewaretoken": csrf}).status_code == 200
    assert Client().post("/uren/inzenden/", {"invoeren": "[]"}).status_code == 302


# --- de sleutel van het toestel


def test_een_sleutel_per_persoon_en_toestel(settings):
    een, twee = uuid4(), uuid4()
    alle = [toestel.sleutels(p, t)[0] for p in (1, 2) for t in (een, twee)]
    assert len(set(alle)) == 4 and all(len(s) == 32 for s in alle) and toestel.sleutels(1, een)[0] == alle[0]
    oud, wie = alle[0], toestel.wie(1)[0]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "nieuw"
    assert toestel.sleutels(1, een)[1] == oud != toestel.sleutels(1, een)[0] and wie in toestel.wie(1)


def test_enkel_de_persoon_zelf_krijgt_zijn_sleutel_en_zijn_ploeg(opzet):
    huis, _ = opzet
    nummer, nu = uuid4(), timezone.localdate()
    with huis.binnen():
        huis.plaatsing(
            deelnemer=huis.deelnemer("D2", voornaam="Nele"), plek=huis.maak_plek(), code="P2", van=nu, tot=nu
        )
    gegevens = als(huis, "mentor").get(f"/uren/toestel/?toestel={nummer}&ploeg=ja").json()
    assert bytes(gegevens["sleutels"][0]) == toestel.sleutels(huis.leden["mentor"].gebruiker_id, UUID(str(nummer)))[0]
    assert [(p["naam"], p["van"]) for p in gegevens["ploeg"]] == [("Nele", str(nu))] and "Pauwels" not in str(gegevens)
    assert als(huis, "mentor").get("/uren/toestel/?toestel=x").status_code == 400
    assert Client().get(f"/uren/toestel/?toestel={nummer}").status_code == 302


def test_de_schil_kent_niemand(opzet):
    antwoord = Client().get("/uren/buiten/")
    assert antwoord.status_code == 200 and "Geen verbinding" in antwoord.content.decode()
    werker = Client().get("/uren/sw.js")
    assert werker["Service-Worker-Allowed"] == "/" and werker["Content-Type"].startswith("text/javascript")
    code = werker.content.decode()
    assert f'AANMELDEN = "{reverse("account_login")}"' in code and f'AFMELDEN = "{reverse("account_logout")}"' in code


def test_evenveel_querys_met_1_en_8_deelnemers(opzet):
    huis, _ = opzet
    with huis.binnen():
        huis.plaatsing(deelnemer=huis.deelnemer("E"), plek=huis.maak_plek(), code="E")
    urls = [f"/uren/ploeg/?dag={MAANDAG}", f"/uren/toestel/?toestel={uuid4()}&ploeg=ja"]
    een = [querys(als(huis, "mentor"), url) for url in urls]
    with huis.binnen():
        for n in range(6):
            huis.plaatsing(deelnemer=huis.deelnemer(f"F{n}"), plek=huis.maak_plek(), code=f"F{n}")
    assert [querys(als(huis, "mentor"), url) for url in urls] == een and max(een) <= 15
