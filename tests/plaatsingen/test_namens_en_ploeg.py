"""De hele ploeg op één scherm, Zoals gepland, de vervangend mentor, en HR die invult voor een mentor zonder telefoon."""

import re
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from organisaties import toegang as actoren
from organisaties.isolatie import Geweigerd
from plaatsingen import toegang
from plaatsingen.models import Maandstaat, Onderbreking, Plaatsing, Prestatie, Werkdag
from plaatsingen.regels import Invoer
from plaatsingen.stappen import uren as urenstappen
from tests.hulp.scherm import velden
from tests.plaatsingen.hulp import Mentor, als, querys

MAANDAG, JUNI = date(2023, 6, 5), date(2023, 6, 1)


class Ploeg:
    """Drie deelnemers; de eerste werkt op maandag van 8:30 tot 12:45 met een kwartier pauze."""

    def __init__(self, huis):
        self.huis, self.klant = huis, als(huis, "mentor")
        with huis.binnen():
            self.plaatsingen = [
                huis.plaatsing(deelnemer=huis.deelnemer(f"D{n}", voornaam=naam), plek=huis.maak_plek(), code=f"P{n}")
                for n, naam in enumerate(("Anouk", "Bilal", "Chris"))
            ]
            self.a, self.b, self.c = self.plaatsingen
            Werkdag.objects.create(
                bestuur=huis.bestuur,
                plaatsing=self.a,
                weekdag=1,
                van=time(8, 30),
                tot=time(12, 45),
                pauze_minuten=15,
                minuten=240,
            )

    def bewaar(self, url=f"/uren/ploeg/?dag={MAANDAG}", **rijen):
        return self.klant.post(url, {k.replace("_", "-", 1): v for k, v in rijen.items()}, follow=True)

    def rijen(self):
        with self.huis.binnen():
            return sorted(Prestatie.objects.values_list("plaatsing__code", "datum", "minuten"))


@pytest.fixture
def ploeg(huis):
    return Ploeg(huis)


def inhoud(antwoord):
    assert antwoord.status_code == 200
    return antwoord.content.decode()


# --- de hele ploeg


def test_elke_rij_lukt_of_zegt_waarom_en_houdt_wat_er_stond(ploeg):
    a, b, c = (p.pk for p in ploeg.plaatsingen)
    pagina = inhoud(
        ploeg.bewaar(**{f"p{a}_keuze": "240", f"p{b}_uren": "veel", f"p{c}_keuze": "afwezig_niet_verwittigd"})
    )
    assert ploeg.rijen() == [("P0", MAANDAG, 240), ("P2", MAANDAG, 0)]
    assert "Bewaard voor 2 deelnemers." in pagina and "Niet bewaard voor 1 deelnemer." in pagina
    assert 'value="veel"' in pagina and "<title>Fout: Hele ploeg" in pagina
    pagina = inhoud(ploeg.bewaar(**{f"p{b}_uren": "3"}))
    assert ploeg.rijen() == [("P0", MAANDAG, 240), ("P1", MAANDAG, 180), ("P2", MAANDAG, 0)]
    assert "Ongedaan maken: Bilal Pauwels" in pagina
    with ploeg.huis.binnen():
        pk = Prestatie.objects.get(minuten=180).pk
    ploeg.klant.post(f"/uren/invoer/{pk}/verwijderen/", {"ongedaan": "ja", "terug": "ploeg"})
    assert len(ploeg.rijen()) == 2


def test_niets_ingevuld_en_een_tweede_keer(ploeg):
    a = ploeg.a.pk
    assert "Er was niets nieuws" in inhoud(ploeg.bewaar())
    ploeg.bewaar(**{f"p{a}_keuze": "240"})
    assert "Er was niets nieuws" in inhoud(ploeg.bewaar(**{f"p{a}_keuze": "240"}))
    assert ploeg.rijen() == [("P0", MAANDAG, 240)]


def test_iedereen_zoals_gepland_vult_enkel_in_wie_gepland_is(ploeg):
    url = f"/uren/ploeg/?dag={MAANDAG}&gepland=ja"
    gekozen = velden(ploeg.klant.get(url), f"p{ploeg.a.pk}-keuze")
    assert gekozen[f"p{ploeg.a.pk}-keuze"] == "08:30-12:45-15" and gekozen[f"p{ploeg.b.pk}-keuze"] == ""
    ploeg.klant.post(url, gekozen)
    with ploeg.huis.binnen():
        p = Prestatie.objects.get()
        assert (p.plaatsing_id, p.van, p.tot, p.pauze_minuten, p.minuten) == (
            ploeg.a.pk, time(8, 30), time(12, 45), 15, 240,
        )  # fmt: skip


def test_dezelfde_sleutel_in_een_rij_bewaart_een_keer(ploeg):
    a, sleutel = ploeg.a.pk, "7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11"
    ploeg.bewaar(**{f"p{a}_keuze": "240", f"p{a}_sleutel": sleutel})
    with ploeg.huis.binnen():
        urenstappen.verwijder(ploeg.huis.actor("mentor"), Prestatie.objects.get())
    ploeg.bewaar(**{f"p{a}_keuze": "240", f"p{a}_sleutel": sleutel})
    assert ploeg.rijen() == []


def test_lege_ploeg(huis):
    assert "Je hebt geen deelnemers op deze dag" in inhoud(als(huis, "mentor").get("/uren/ploeg/"))


# --- vandaag


def test_zoals_gepland_en_wat_daarna_nog_kan(ploeg):
    pagina = inhoud(ploeg.klant.get(f"/uren/?dag={MAANDAG}"))
    assert "Zoals gepland: 4 u (08:30 – 12:45)" in pagina and "Hierna 4 u van 64 u." in pagina
    ploeg.klant.post(f"/uren/?dag={MAANDAG}", {"plaatsing": ploeg.a.pk, f"p{ploeg.a.pk}-keuze": "08:30-12:45-15"})
    assert ploeg.rijen() == [("P0", MAANDAG, 240)]
    assert "Zoals gepland" not in inhoud(ploeg.klant.get("/uren/?dag=2023-06-06"))


def test_een_knop_die_niet_meer_past_zegt_dat_en_de_rest_is_een_knop(ploeg):
    with ploeg.huis.binnen():
        mentor = Mentor(ploeg.huis, ploeg.a)
        for dag in range(10, 17):
            mentor.uren(date(2023, 6, dag), 480)
        mentor.uren(date(2023, 6, 17), 330)
    kaart = inhoud(ploeg.klant.get(f"/uren/?dag={MAANDAG}")).split(f'id="kaart-{ploeg.a.pk}"')[1].split("</article>")[0]
    assert kaart.count("past niet</small>") == 5 and ">2,5 u</label>" in kaart
    assert "Dat past niet meer: nog 2,5 u deze maand." in kaart
    antwoord = ploeg.klant.post(f"/uren/?dag={MAANDAG}", {"plaatsing": ploeg.a.pk, f"p{ploeg.a.pk}-keuze": "240"})
    assert "Daarmee komt deze maand boven 64 u. Nog 2,5 u deze maand." in inhoud(antwoord)
    rij = inhoud(ploeg.klant.get(f"/uren/ploeg/?dag={MAANDAG}"))
    assert "4 u (past niet)" in rij
    ploeg.klant.post(f"/uren/?dag={MAANDAG}", {"plaatsing": ploeg.a.pk, f"p{ploeg.a.pk}-keuze": "150"})
    assert ("P0", MAANDAG, 150) in ploeg.rijen()


def test_waarom_een_dag_dicht_is(ploeg):
    with ploeg.huis.binnen():
        Onderbreking.objects.create(
            bestuur=ploeg.huis.bestuur, plaatsing=ploeg.a, van=MAANDAG, tot=MAANDAG, reden="vakantie"
        )
        ploeg.huis.plaatsing(deelnemer=ploeg.huis.deelnemer("D9"), plek=ploeg.huis.maak_plek(), code="P9", geldig=False)
    pagina = inhoud(ploeg.klant.get(f"/uren/?dag={MAANDAG}"))
    assert "De plaatsing is onderbroken" in pagina and "Deze plaatsing mag nog niet starten." in pagina
    assert pagina.count('name="plaatsing"') == 2  # enkel wie nog kan heeft een formulier


def test_vergeten_dagen_van_de_laatste_twee_weken(huis):
    nu = timezone.localdate()
    with huis.binnen():
        plaatsing = huis.plaatsing(van=nu - timedelta(days=40), tot=nu + timedelta(days=20))
        verwacht = [nu - timedelta(days=n) for n in range(1, 15)]
        werkdagen = [d for d in verwacht if d.weekday() < 5]
        Mentor(huis, plaatsing).uren(werkdagen[0], 240)
    pagina = inhoud(als(huis, "mentor").get("/uren/"))
    gevonden = set(re.findall(r"\?dag=([\d-]+)#kaart-", pagina)) - {str(nu)}
    assert str(werkdagen[0]) not in gevonden
    assert 1 <= len(gevonden) <= 4 and gevonden <= {str(d) for d in werkdagen}


# --- de vervangend mentor


def test_een_regel_voor_mentor_en_vervangend_mentor(ploeg):
    huis = ploeg.huis
    with huis.binnen():
        from mentoren import stappen as mentorstappen

        lid = huis.lid("invaller", "mentor")
        invaller = mentorstappen.maak_mentor(
            huis.installatie, lid, organisatie=huis.organisatie, dienst="Groen",
            leidinggevende=huis.leden["leidinggevende"], vanaf=date(2023, 1, 1),
        )  # fmt: skip
        Plaatsing.objects.filter(pk=ploeg.a.pk).update(vervangend_mentor=invaller)
        door = actoren.als_lid(lid)
        assert list(toegang.eigen(door)) == [ploeg.a]
        for actor in (door, huis.actor("mentor"), huis.actor("hr")):
            mag = set(toegang.eigen(actor))
            for plaatsing in Plaatsing.objects.select_related("leerwerkplek__mentor", "vervangend_mentor"):
                assert toegang.is_eigen(actor, plaatsing) == (plaatsing in mag)
        a = toegang.eigen(door).get()
        urenstappen.voer_in(door, a, Invoer(MAANDAG, minuten=240))
        with pytest.raises(Geweigerd, match="niet de mentor"):
            urenstappen.voer_in(door, ploeg.b, Invoer(MAANDAG, minuten=240))
    assert "ingevoerd door Invaller Van Aa" in inhoud(ploeg.klant.get(f"/uren/?dag={MAANDAG}"))


# --- HR namens een mentor


def test_hr_vult_een_maand_in_en_stuurt_door_namens_de_mentor(ploeg):
    hr, pad = als(ploeg.huis, "hr"), f"/uren/namens/{ploeg.a.pk}/2023-06/"
    pagina = inhoud(hr.get(pad))
    assert "Maandag 5<" in pagina and "Anouk Pauwels" in pagina
    pagina = inhoud(
        hr.post(
            pad,
            {"d2023-06-05-keuze": "08:30-12:45-15", "d2023-06-06-uren": "3", "d2023-06-07-uren": "x", "d2023-06-08-keuze": "feestdag"},
        )
    )  # fmt: skip
    assert 'value="x"' in pagina and "Niet bewaard voor 1 dag." in pagina
    assert [m for _, _, m in ploeg.rijen()] == [240, 180, 0]
    pagina = inhoud(hr.post(pad, {"d2023-06-06-uren": "3,5", "d2023-06-08-wissen": "on"}, follow=True))
    assert [m for _, _, m in ploeg.rijen()] == [240, 210]
    assert "ingevoerd door Hr Van Aa" in pagina
    assert "Ingevoerd door Hr Van Aa" in inhoud(ploeg.klant.get(f"/uren/maand/?plaatsing={ploeg.a.pk}&maand=2023-06"))
    pagina = inhoud(hr.post(f"{pad}doorsturen/", follow=True))
    assert "door Hr Van Aa, namens Mentor Van Aa" in pagina
    with ploeg.huis.binnen():
        assert Maandstaat.objects.get().status == "doorgestuurd"
    assert "De maand is doorgestuurd" in inhoud(hr.get(pad)) or "Deze maand is doorgestuurd" in inhoud(hr.get(pad))
    assert "Stuur ze eerst terug." in inhoud(hr.post(pad, {"d2023-06-12-uren": "3"}))


def test_de_lijst_voor_hr(ploeg):
    hr = als(ploeg.huis, "hr")
    assert "Er is nu niemand geplaatst" in inhoud(hr.get("/uren/namens/"))
    pagina = inhoud(hr.get("/uren/namens/?alle=ja"))
    assert "D0" in pagina and "Anouk" not in pagina
    een = querys(hr, "/uren/namens/?alle=ja")
    with ploeg.huis.binnen():
        for n in range(6):
            ploeg.huis.plaatsing(deelnemer=ploeg.huis.deelnemer(f"F{n}"), plek=ploeg.huis.maak_plek(), code=f"F{n}")
    assert querys(hr, "/uren/namens/?alle=ja") == een <= 15


@pytest.mark.parametrize("rol", ["mentor", "coordinator", "leidinggevende", "controleur"])
def test_enkel_hr_vult_in_namens(ploeg, rol):
    klant = als(ploeg.huis, rol)
    assert klant.get("/uren/namens/").status_code == 403
    assert klant.post(f"/uren/namens/{ploeg.a.pk}/2023-06/", {"d2023-06-05-uren": "3"}).status_code == 403


def test_een_maand_buiten_de_plaatsing_gaat_naar_de_dichtste(ploeg):
    antwoord = als(ploeg.huis, "hr").get(f"/uren/namens/{ploeg.a.pk}/2024-02/")
    assert antwoord.status_code == 302 and antwoord["Location"].endswith("/2023-08/")
