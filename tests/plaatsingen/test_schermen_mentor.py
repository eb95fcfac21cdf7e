"""Vandaag en Mijn maand: wat de mentor ziet, invult, verbetert en doorstuurt."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from logboek.models import Leesregel
from plaatsingen.models import Maandstaat, Prestatie
from plaatsingen.stappen import maand as maandstappen
from tests.bouw import Huis
from tests.plaatsingen.hulp import Mentor, als, querys

MAANDAG, DINSDAG, JUNI = date(2023, 6, 5), date(2023, 6, 6), date(2023, 6, 1)


class Scherm:
    def __init__(self, huis):
        self.huis, self.klant = huis, als(huis, "mentor")
        with huis.binnen():
            self.plaatsing = huis.plaatsing()
            self.mentor = Mentor(huis, self.plaatsing)
        self.pk = self.plaatsing.pk

    def velden(self, **velden):
        return {f"p{self.pk}-{naam}": waarde for naam, waarde in velden.items()}

    def vul_in(self, dag=MAANDAG, follow=True, **velden):
        gegevens = {"plaatsing": self.pk, **self.velden(**velden)}
        return self.klant.post(f"/uren/?dag={dag}", gegevens, follow=follow)

    def tekst(self, url):
        antwoord = self.klant.get(url)
        assert antwoord.status_code == 200
        return antwoord.content.decode()

    def rijen(self):
        with self.huis.binnen():
            return list(Prestatie.objects.order_by("datum", "van").values_list("datum", "soort", "minuten"))

    def prestatie(self):
        with self.huis.binnen():
            return Prestatie.objects.get()

    def maand_url(self, maand="2023-06"):
        return f"/uren/maand/?plaatsing={self.pk}&maand={maand}"


@pytest.fixture
def scherm(huis):
    return Scherm(huis)


def inhoud(antwoord) -> str:
    assert antwoord.status_code == 200
    return antwoord.content.decode()


# --- Vandaag


def test_een_kaart_met_de_naam_en_dat_wordt_genoteerd(scherm):
    pagina = scherm.tekst(f"/uren/?dag={MAANDAG}")
    assert "Filip Pauwels" in pagina and "Maandag 5 juni 2023" in pagina and "0 van 64 u" in pagina
    with scherm.huis.binnen():
        assert Leesregel.objects.get().sleutel == scherm.plaatsing.deelnemer_id


@pytest.mark.parametrize(("knop", "minuten"), [("120", 120), ("450", 450)])
def test_een_knop_en_bewaren(scherm, knop, minuten):
    pagina = inhoud(scherm.vul_in(keuze=knop))
    assert "Bewaard:" in pagina and "Ongedaan maken" in pagina
    assert scherm.rijen() == [(MAANDAG, "gewerkt", minuten)]


@pytest.mark.parametrize(
    ("tekst", "minuten"), [("7,5", 450), ("7.5", 450), ("7:30", 450), ("7:36", 456), ("3,25", 195)]
)
def test_een_ander_aantal(scherm, tekst, minuten):
    scherm.vul_in(uren=tekst)
    assert scherm.rijen() == [(MAANDAG, "gewerkt", minuten)]


def test_precieze_uren(scherm):
    pagina = inhoud(scherm.vul_in(van="8u30", tot="16:30", pauze="30"))
    assert "8:30" in pagina and "30 min pauze" in pagina
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 450)]


@pytest.mark.parametrize("soort", ["afwezig_verwittigd", "afwezig_niet_verwittigd", "feestdag"])
def test_afwezig(scherm, soort):
    scherm.vul_in(keuze=soort)
    assert scherm.rijen() == [(MAANDAG, soort, 0)]


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({}, "Kies een aantal uren, of zeg waarom er niet gewerkt is."),
        ({"uren": "veel"}, "Vul een getal in tussen 0,25 en 10, bijvoorbeeld 7,5."),
        ({"uren": "7,1"}, "Rond af op een kwartier"),
        ({"uren": "10,25"}, "Vul een getal in tussen 0,25 en 10"),
        ({"van": "8:30"}, "Vul het begin en het einde in"),
        ({"tot": "8:30"}, "Vul het begin en het einde in"),
        ({"pauze": "30"}, "Vul het begin en het einde in"),
        ({"van": "9:00", "tot": "8:00"}, "Het einduur ligt voor het beginuur"),
        ({"van": "9:00", "tot": "10:00", "pauze": "60"}, "De pauze is langer dan de werktijd"),
        ({"van": "9:00", "tot": "9:10"}, "Vul uren per kwartier in"),
        ({"van": "25:00", "tot": "9:10"}, "Vul een uur in, bijvoorbeeld 8:30."),
        ({"van": "6:00", "tot": "17:00"}, "Hoogstens 10 u per dag"),
        ({"uren": "4", "van": "9:00", "tot": "10:00"}, "niet allebei"),
        ({"keuze": "240", "uren": "5"}, "Je koos ook een knop"),
        ({"keuze": "feestdag", "van": "9:00", "tot": "10:00"}, "Je koos ook een knop"),
        ({"keuze": "999"}, "Selecteer een geldige keuze"),
    ],
)
def test_een_fout_zegt_wat_te_doen_en_houdt_wat_getypt_is(scherm, velden, zin):
    pagina = inhoud(scherm.vul_in(**velden))
    assert zin in pagina and "<title>Fout: " in pagina and scherm.rijen() == []
    for naam, waarde in velden.items():
        if naam != "keuze":
            assert f'value="{waarde}"' in pagina


def test_na_een_botsing_laat_de_knop_los_en_bewaart_wat_getypt_is(scherm):
    pagina = inhoud(scherm.vul_in(keuze="240", uren="5"))
    assert " checked" not in pagina.split('id="kaart-')[1].split("</article>")[0]
    scherm.vul_in(uren="5")
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 300)]


def test_dezelfde_knop_en_hetzelfde_aantal_is_geen_botsing(scherm):
    scherm.vul_in(keuze="300", uren="5")
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 300)]


def test_boven_64_uur_zegt_wat_nog_kan(scherm):
    with scherm.huis.binnen():
        scherm.mentor.maand_vol(JUNI, 3690)
    dag = date(2023, 6, 20)
    pagina = inhoud(scherm.vul_in(dag, keuze="180"))
    assert "Nog 2,5 u deze maand." in pagina and 'value="180"' in pagina
    knop = pagina.split('value="180"')[1].split(">")[0]
    assert "checked" in knop
    assert "Bewaard:" in inhoud(scherm.vul_in(dag, uren="2,5"))


def test_ongedaan_maken(scherm):
    scherm.vul_in(keuze="240")
    weg = f"/uren/invoer/{scherm.prestatie().pk}/verwijderen/"
    pagina = inhoud(scherm.klant.post(weg, {"ongedaan": "ja", "terug": "vandaag"}, follow=True))
    assert "Ongedaan gemaakt: 4 u op maandag 5 juni 2023." in pagina and scherm.rijen() == []
    assert "niets meer ongedaan" in inhoud(scherm.klant.post(weg, {"ongedaan": "ja", "terug": "vandaag"}, follow=True))


def test_de_bevestiging_staat_er_een_keer(scherm):
    scherm.vul_in(keuze="240")
    assert "Ongedaan maken" not in scherm.tekst(f"/uren/?dag={MAANDAG}")


def test_twee_keer_hetzelfde_formulier(scherm):
    scherm.vul_in(keuze="240")
    assert "Dat stond er al. Er is niets veranderd." in inhoud(scherm.vul_in(keuze="240"))
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 240)]


def test_iets_anders_op_een_volle_dag(scherm):
    scherm.vul_in(keuze="240")
    pagina = inhoud(scherm.vul_in(keuze="300"))
    assert "overlapt met wat er die dag al staat" in pagina or "Op dat uur staat er al iets" in pagina
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 240)]


def test_wijzigen_en_dat_ongedaan_maken(scherm):
    scherm.vul_in(uren="4,25")
    url = f"/uren/invoer/{scherm.prestatie().pk}/"
    assert 'value="4,25"' in scherm.tekst(url)
    pagina = inhoud(scherm.klant.post(url, {**scherm.velden(keuze="300"), "terug": "vandaag"}, follow=True))
    assert "Gewijzigd: 5 u op maandag 5 juni 2023." in pagina and scherm.rijen() == [(MAANDAG, "gewerkt", 300)]
    assert f'name="p{scherm.pk}-uren" value="4,25"' in pagina
    scherm.klant.post(url, {**scherm.velden(uren="4,25"), "terug": "vandaag", "ongedaan": "ja"})
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 255)]


VORMEN = [
    ({"keuze": "300"}, 300),
    ({"uren": "5,25"}, 315),
    ({"van": "08:00", "tot": "13:00", "pauze": "15"}, 285),
    ({"keuze": "feestdag"}, 0),
]


@pytest.mark.parametrize("oud", range(4))
@pytest.mark.parametrize("nieuw", range(4))
def test_van_elke_manier_naar_elke_andere(scherm, oud, nieuw):
    """Wat er stond blijft in het formulier staan; wie iets anders invult, hoeft het niet eerst leeg te maken."""
    scherm.vul_in(**VORMEN[oud][0])
    url = f"/uren/invoer/{scherm.prestatie().pk}/"
    velden = scherm.velden(**(VORMEN[oud][0] | VORMEN[nieuw][0]))
    antwoord = scherm.klant.post(url, {**velden, "terug": "vandaag"})
    assert antwoord.status_code == 302 and antwoord["Location"].startswith("/uren/?dag=2023-06-05#kaart-")
    assert [minuten for _, _, minuten in scherm.rijen()] == [VORMEN[nieuw][1]]


def test_na_een_fout_bij_wijzigen_nog_altijd_terug_naar_vandaag(scherm):
    scherm.vul_in(keuze="300")
    url = f"/uren/invoer/{scherm.prestatie().pk}/"
    pagina = inhoud(scherm.klant.post(url, {**scherm.velden(uren="x"), "terug": "vandaag"}))
    assert '<input type="hidden" name="terug" value="vandaag">' in pagina


def test_verwijderen_vraagt_eerst_en_kan_terug(scherm):
    scherm.vul_in(van="8:00", tot="12:00")
    url = f"/uren/invoer/{scherm.prestatie().pk}/verwijderen/"
    assert "Filip Pauwels, maandag 5 juni 2023" in scherm.tekst(url)
    pagina = inhoud(scherm.klant.post(url, {"terug": "vandaag"}, follow=True))
    assert "Verwijderd: 4 u" in pagina and scherm.rijen() == []
    terug = {**scherm.velden(van="08:00", tot="12:00"), "ongedaan": "ja", "terug": "vandaag"}
    assert "Teruggezet: 4 u" in inhoud(scherm.klant.post(f"/uren/{scherm.pk}/{MAANDAG}/", terug, follow=True))
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 240)]


@pytest.mark.parametrize(("dag", "kop"), [(0, "Vandaag"), (-1, "Gisteren")])
def test_vandaag_en_gisteren(huis, dag, kop):
    nu = timezone.localdate()
    with huis.binnen():
        plaatsing = huis.plaatsing(van=nu - timedelta(days=5), tot=nu + timedelta(days=60))
    pagina = als(huis, "mentor").get(f"/uren/?dag={nu + timedelta(days=dag)}").content.decode()
    assert f"<h1>{kop}</h1>" in pagina and f"kaart-{plaatsing.pk}" in pagina


def test_een_dag_die_nog_moet_komen(scherm):
    morgen = timezone.localdate() + timedelta(days=1)
    assert "Kies een datum tot en met" in scherm.tekst(f"/uren/?dag={morgen}")
    assert scherm.klant.get(f"/uren/{scherm.pk}/{morgen}/").status_code == 404


def test_onzin_als_dag(scherm):
    assert "Vul een datum in" in scherm.tekst("/uren/?dag=nooit")
    assert scherm.klant.get(f"/uren/{scherm.pk}/2023-02-30/").status_code == 404
    assert scherm.klant.get(f"/uren/maand/{scherm.pk}/2023-13/doorsturen/").status_code == 404


@pytest.mark.parametrize(
    ("dag", "signaal"), [(date(2023, 6, 10), "Zaterdag"), (date(2023, 7, 21), "Nationale feestdag")]
)
def test_weekend_en_feestdag_signaleren_en_weigeren_niet(scherm, dag, signaal):
    assert f"{signaal}. Uren invullen mag" in scherm.tekst(f"/uren/?dag={dag}")
    assert "Bewaard:" in inhoud(scherm.vul_in(dag, keuze="240"))


def test_zonder_deelnemers(huis):
    klant = als(huis, "mentor")
    assert "Je hebt geen deelnemers op deze dag" in klant.get("/uren/").content.decode()
    assert "Nog geen uren" in klant.get("/uren/maand/").content.decode()
    with huis.binnen():
        start = timezone.localdate() + timedelta(days=7)
        huis.plaatsing(van=start, tot=start + timedelta(days=30))
    assert "De volgende plaatsing start op" in klant.get("/uren/").content.decode()
    assert "De eerste plaatsing start op" in klant.get("/uren/maand/").content.decode()


def test_de_meter_zegt_wat_de_keuze_ervan_maakt(scherm):
    with scherm.huis.binnen():
        scherm.mentor.maand_vol(JUNI, 41 * 60)
    url = f"/uren/{scherm.pk}/2023-06-20/meter/"
    assert "41 van 64 u; hierna 45 u" in inhoud(scherm.klant.get(url, scherm.velden(keuze="240")))
    assert "41 van 64 u<" in inhoud(scherm.klant.get(url, scherm.velden(uren="x")))


# --- Mijn maand


def test_niet_ingevuld_en_afwezig_zijn_iets_anders(scherm):
    with scherm.huis.binnen():
        scherm.mentor.uren(MAANDAG, 240)
        scherm.mentor.uren(DINSDAG, soort="afwezig_verwittigd")
    pagina = scherm.tekst(scherm.maand_url())
    assert "Afwezig, verwittigd: 1 dag" in pagina and "niet ingevuld: 20 werkdagen" in pagina
    assert pagina.count("Niet ingevuld") == 20 and "4 van 64 u" in pagina
    assert "Nog 28 u tot het minimum van 32 u." in pagina


def test_een_vergeten_dag(scherm):
    antwoord = scherm.klant.get(scherm.maand_url() + "&dag=2023-06-10")
    assert antwoord["Location"] == f"/uren/{scherm.pk}/2023-06-10/"
    pagina = inhoud(scherm.klant.post(antwoord["Location"], scherm.velden(keuze="240"), follow=True))
    assert "Bewaard: 4 u op zaterdag 10 juni 2023." in pagina and "<h1>Juni 2023</h1>" in pagina
    assert "Kies een datum tot en met 30 juni 2023" in scherm.tekst(scherm.maand_url() + "&dag=2023-07-01")


@pytest.mark.parametrize(
    ("gevraagd", "kop"), [("2020-01", "Maart 2023"), ("2030-01", "Augustus 2023"), ("x", "Augustus 2023")]
)
def test_een_maand_buiten_de_plaatsing_wordt_de_dichtste(scherm, gevraagd, kop):
    assert f"<h1>{kop}</h1>" in scherm.tekst(scherm.maand_url(gevraagd))


def test_doorsturen_vraagt_eerst(scherm):
    url = f"/uren/maand/{scherm.pk}/2023-06/doorsturen/"
    assert scherm.klant.get(url).status_code == 302  # niets om door te sturen
    with scherm.huis.binnen():
        scherm.mentor.uren(MAANDAG, 240)
    pagina = scherm.tekst(url)
    assert "4 u op 1 dag" in pagina and "het minimum is 32 u" in pagina and "staat niets" in pagina
    pagina = inhoud(scherm.klant.post(url, follow=True))
    assert (
        "Juni 2023 is doorgestuurd. HR kijkt de maand nu na." in pagina and "Vraag HR om ze terug te sturen" in pagina
    )
    assert scherm.klant.get(url).status_code == 302
    scherm.klant.post(url)
    with scherm.huis.binnen():
        assert Maandstaat.objects.get().status == "doorgestuurd"


def test_doorgestuurd_en_bevestigd_is_alleen_lezen(scherm):
    with scherm.huis.binnen():
        scherm.mentor.uren(MAANDAG, 240)
        staat = scherm.mentor.stuur_door(JUNI)
    for stand in ("doorgestuurd", "bevestigd"):
        assert "Nog een dag" not in scherm.tekst(scherm.maand_url())
        assert f"Deze maand is {stand}" in inhoud(scherm.vul_in(DINSDAG, keuze="240"))
        pk = scherm.prestatie().pk
        assert f"Deze maand is {stand}" in scherm.tekst(f"/uren/invoer/{pk}/")
        antwoord = scherm.klant.post(f"/uren/invoer/{pk}/", scherm.velden(keuze="300"))
        assert f"Deze maand is {stand}" in inhoud(antwoord)
        antwoord = scherm.klant.post(f"/uren/invoer/{pk}/verwijderen/", follow=True)
        assert f"Deze maand is {stand}" in inhoud(antwoord)
        assert scherm.rijen() == [(MAANDAG, "gewerkt", 240)]
        if stand == "doorgestuurd":
            with scherm.huis.binnen():
                maandstappen.bevestigen(scherm.huis.actor("hr"), staat)


def test_teruggestuurd_staat_bovenaan(scherm):
    with scherm.huis.binnen():
        scherm.mentor.uren(MAANDAG, 240)
        maandstappen.terugsturen(scherm.huis.actor("hr"), scherm.mentor.stuur_door(JUNI), reden="Dinsdag ontbreekt.")
    pagina = scherm.tekst(scherm.maand_url())
    assert pagina.index("Dinsdag ontbreekt.") < pagina.index("4 van 64 u")
    assert "Maand doorsturen" in pagina


# --- wie mag wat


def adressen(plaatsing_pk, prestatie_pk):
    return [
        f"/uren/{plaatsing_pk}/{MAANDAG}/",
        f"/uren/{plaatsing_pk}/{MAANDAG}/meter/",
        f"/uren/invoer/{prestatie_pk}/",
        f"/uren/invoer/{prestatie_pk}/verwijderen/",
        f"/uren/maand/?plaatsing={plaatsing_pk}",
        f"/uren/maand/{plaatsing_pk}/2023-06/doorsturen/",
    ]


def test_een_andere_mentor_en_een_ander_bestuur_zien_niets(scherm):
    scherm.vul_in(keuze="240")
    urls = adressen(scherm.pk, scherm.prestatie().pk)
    with scherm.huis.binnen():
        scherm.huis.leden["mentor2"] = scherm.huis.lid("mentor2", "mentor")
    for klant in (als(scherm.huis, "mentor2"), als(Huis("bb"), "mentor")):
        for url in urls:
            verwacht = 404
            if "maand/?" in url:  # wie zelf niets heeft, krijgt de lege staat
                assert "Nog geen uren" in klant.get(url).content.decode()
                continue
            assert klant.get(url).status_code == verwacht, url
            if "meter" not in url:
                assert klant.post(url, scherm.velden(keuze="300")).status_code == verwacht, url
        assert klant.post(f"/uren/?dag={MAANDAG}", {"plaatsing": scherm.pk}).status_code == 404
        klant.post(urls[3], {"ongedaan": "ja"})
    assert scherm.rijen() == [(MAANDAG, "gewerkt", 240)]


def test_wie_zelf_een_plaatsing_heeft_ziet_nog_die_van_een_ander_niet(scherm):
    bb = Scherm(Huis("bb"))
    assert bb.klant.get(f"/uren/maand/?plaatsing={scherm.pk}").status_code == 404
    assert bb.klant.get("/uren/maand/?plaatsing=x").status_code == 404


@pytest.mark.parametrize("rol", ["hr", "coordinator", "leidinggevende", "directeur", "controleur", "beheerder"])
def test_enkel_een_mentor_vult_uren_in(scherm, rol):
    scherm.vul_in(keuze="240")
    klant = als(scherm.huis, rol)
    for url in ["/uren/", "/uren/maand/", *adressen(scherm.pk, scherm.prestatie().pk)]:
        assert klant.get(url).status_code == 403, url
        assert klant.post(url, scherm.velden(keuze="300")).status_code in (403, 405), url


def test_niet_aangemeld(scherm, client):
    for url in ["/uren/", "/uren/maand/", "/uren/maandstaten/", f"/uren/{scherm.pk}/{MAANDAG}/"]:
        assert client.get(url)["Location"].startswith("/aanmelden/")


# --- hoeveel query's


def test_evenveel_querys_met_1_en_500_plaatsingen(scherm, omvang):
    aantal = omvang(30, 500)
    urls = [f"/uren/?dag={MAANDAG}", "/uren/maand/?maand=2023-06"]

    def tel():
        scherm.klant.get(urls[0])  # wie even wegbleef, krijgt eerst zijn sessie verlengd
        return [querys(scherm.klant, url) for url in urls]

    with scherm.huis.binnen():
        scherm.mentor.uren(MAANDAG, 240)
    een = tel()
    with scherm.huis.binnen():
        for n in range(aantal - 1):
            p = scherm.huis.plaatsing(
                deelnemer=scherm.huis.deelnemer(f"E{n}"), plek=scherm.huis.maak_plek(), code=f"E{n}"
            )
            Mentor(scherm.huis, p).uren(MAANDAG, 240)
    assert tel() == een and max(een) <= 15
    assert scherm.tekst(urls[0]).count('class="kaart"') == aantal
