"""De schermen van HR: lijst, nieuwe plaatsing met vooruitzicht, de pagina zelf, en elke daad erop."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from logboek.models import Leesregel
from plaatsingen.models import Afwijking, Deelnemer, Onderbreking, Plaatsing, Startvoorwaarde, Werkdag
from projecten.models import OproepInstelling
from tests.bouw import PDF, Huis
from tests.plaatsingen.hulp import Mentor, als, querys

VELDEN = {
    "code": "P009",
    "van": "01/03/2023",
    "tot": "",
    "uren_per_maand": "48",
    "d1_van": "8:30",
    "d1_tot": "12:30",
    "d4_uren": "4,5",
}
NIEUW = "/plaatsingen/nieuw/"


@pytest.fixture
def hr(huis):
    return als(huis, "hr")


@pytest.fixture
def geplaatst(huis):
    with huis.binnen():
        return huis.plaatsing()


@pytest.fixture
def velden(huis):
    with huis.binnen():
        return VELDEN | {"deelnemer": huis.deelnemer().pk, "leerwerkplek": huis.plek.pk}


def tekst(klant, url, **anders):
    antwoord = klant.get(url, **anders)
    assert antwoord.status_code == 200, url
    return antwoord.content.decode()


def na(klant, url, gegevens):
    """Wat iemand ziet na een POST, ook na een omleiding."""
    antwoord = klant.post(url, gegevens, follow=True)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


# --- nieuw


def test_eerst_nakijken_met_vooruitzicht_dan_maken(huis, hr, velden):
    blad = na(hr, NIEUW, velden)
    assert "Er is nog niets bewaard" in blad and "31 augustus 2023" in blad and "Filip Pauwels" in blad
    assert "Maandag: 08:30 tot 12:30 (4 u)" in blad and "April 2023" in blad and "38,5 u" in blad
    with huis.binnen():
        assert not Plaatsing.objects.exists() and not Werkdag.objects.exists()
    klaar = na(hr, NIEUW, velden | {"stap": "maken"})
    assert "Plaatsing P009 is gemaakt" in klaar and "Er kunnen nog geen uren in" in klaar
    with huis.binnen():
        plaatsing = Plaatsing.objects.get()
        assert (plaatsing.tot, plaatsing.uiterste_tot) == (date(2023, 8, 31), date(2023, 8, 31))
        assert plaatsing.werkdagen.count() == 2
    nog = na(hr, NIEUW, velden | {"stap": "maken"})  # een tweede tik
    assert "Deze plaatsing is al gemaakt" in nog and "Uren" in nog
    anders = na(hr, NIEUW, velden | {"stap": "maken", "uren_per_maand": "40"})  # dat is geen tweede tik
    assert "al" in anders and 'value="P009"' in anders and 'value="40"' in anders
    with huis.binnen():
        assert Plaatsing.objects.count() == 1


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"tot": "01/09/2023"}, "ten laatste 31/08/2023"),
        ({"tot": "28/02/2023"}, "De einddatum ligt voor de begindatum"),
        ({"uren_per_maand": "65"}, "Kies 32 tot 64 uur per maand"),
        ({"d1_tot": ""}, "Vul het begin en het einde in"),
        ({"d1_tot": "8:00"}, "Het einduur ligt voor het beginuur"),
        ({"d4_van": "8:00", "d4_tot": "12:00"}, "niet allebei"),
        ({"d2_van": "6:00", "d2_tot": "18:00"}, "Hoogstens 10 u per dag"),
        ({"d1_van": "8:35"}, "per kwartier"),
        ({"d2_uren": "8", "d3_uren": "8"}, "Meer dan 64 u kan niet"),
        ({"code": "a b"}, "Gebruik letters"),
        ({"begeleider_telefoon": "bel mij"}, "Vul een telefoonnummer in"),
        ({"begeleider_email": "x@"}, "geldig e-mailadres"),
        ({"van": "31/02/2023"}, "Vul een datum in"),
        ({"deelnemer": ""}, "Maak een keuze"),
        ({"leerwerkplek": "999999"}, "keuze"),
    ],
)
def test_een_fout_staat_er_in_woorden_en_wat_getypt_is_blijft(huis, hr, velden, anders, zin):
    blad = na(hr, NIEUW, velden | anders)
    assert zin in blad and "Klopt deze plaatsing" not in blad
    assert 'value="4,5"' in blad or "d4_uren" in anders
    with huis.binnen():
        assert not Plaatsing.objects.exists()


def test_hoeveel_er_op_een_dag_mag_kiest_het_bestuur(huis, hr, geplaatst):
    """10 uur, tot het bestuur 12 uur kiest: bij een nieuwe plaatsing en bij een weekpatroon."""
    lang = VELDEN | {
        "d1_van": "6:00",
        "d1_tot": "18:00",
        "deelnemer": geplaatst.deelnemer_id,
        "leerwerkplek": huis.plek.pk,
    }
    week = f"/plaatsingen/{geplaatst.pk}/patroon/"
    patroon = {"uren_per_maand": "60", "d1_van": "6:00", "d1_tot": "18:00", "tonen": "ja"}
    te_veel = "Hoogstens 10 u per dag"
    assert te_veel in na(hr, NIEUW, lang) and te_veel in na(hr, week, patroon)
    with huis.binnen():
        OproepInstelling.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, sleutel="minuten_per_dag_max", vanaf=date(2020, 1, 1),
            waarde=720,
        )  # fmt: skip
    assert "per dag. Plan minder" not in na(hr, NIEUW, lang) and "per dag. Plan minder" not in na(hr, week, patroon)


def test_elke_voorwaarde_van_de_persoon_wordt_genoemd(huis, hr):
    with huis.binnen():
        niet = huis.deelnemer("D2", uitkeringsgerechtigd=False, werkzoekend_sinds=date(2022, 3, 2), indicatoren=[])
        gegevens = VELDEN | {"deelnemer": niet.pk, "leerwerkplek": huis.plek.pk}
    blad = na(hr, NIEUW, gegevens)
    for zin in ("geen recht op een werkloosheidsuitkering", "Starten kan vanaf 02/03/2024", "minstens één indicator"):
        assert zin in blad


def test_wat_de_databank_weigert_blijkt_al_bij_het_nakijken(huis, hr, geplaatst):
    with huis.binnen():
        gegevens = VELDEN | {"deelnemer": huis.deelnemer("D2").pk, "leerwerkplek": huis.plek.pk}
    assert "al iemand geplaatst" in na(hr, NIEUW, gegevens)


def test_voorgekozen_en_voorgestelde_code(huis, hr, geplaatst):
    with huis.binnen():
        deelnemer, plek = huis.deelnemer("D002"), huis.maak_plek()
    blad = tekst(hr, f"{NIEUW}?deelnemer={deelnemer.pk}&leerwerkplek={plek.pk}")
    assert f'value="{deelnemer.pk}" selected' in blad and f'value="{plek.pk}" selected' in blad
    assert 'value="P002"' in blad and "bezet tot" not in blad and "Filip" not in blad
    assert tekst(hr, f"{NIEUW}?deelnemer=x&leerwerkplek=999999")


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ("van=01/06/2023", "Ten laatste 30 november 2023"),
        ("van=31/08/2022&d1_uren=4", "Ten laatste 27 februari 2023"),
        ("van=01/02/2023&tot=28/02/2023&d1_uren=8", "32 u"),
        ("van=01/02/2023&tot=28/02/2023&d1_uren=8&d2_uren=8&d3_uren=8", "Te veel"),
        ("van=01/02/2023&tot=28/02/2023&d1_uren=1", "Weinig"),
        ("van=x&d1_uren=8", "Vul de begindatum"),
        ("van=01/02/2023&d1_van=8:00", "Vul de begindatum"),
        ("van=01/02/2023&tot=01/02/2099&d1_uren=8", "Vul de begindatum"),
    ],
)
def test_het_vooruitzicht_terwijl_je_typt(huis, hr, vraag, zin):
    assert zin in tekst(hr, f"{NIEUW}vooruitzicht/?{vraag}")


def test_een_deelnemer_registreren(huis, hr):
    gegevens = {
        "glowpartner": huis.partner.pk, "code": "D007", "voornaam": "Nele", "naam": "Wouters", "uitkeringsgerechtigd": "on",
        "werkzoekend_sinds": "01/02/2020", "intensieve_begeleiding": "on", "indicatoren": ["werkervaring"],
    }  # fmt: skip
    url = "/plaatsingen/deelnemers/nieuw/"
    leeg = na(hr, url, gegevens | {"naam": "", "werkzoekend_sinds": "1/1/2099"})
    assert "Vul dit in." in leeg and "Kies een datum tot en met" in leeg and 'value="Nele"' in leeg
    antwoord = hr.post(url, gegevens)
    with huis.binnen():
        nieuw = Deelnemer.objects.get(code="D007")
    assert antwoord.headers["Location"] == f"{NIEUW}?deelnemer={nieuw.pk}"
    assert "al van een andere deelnemer" in na(hr, url, gegevens)


# --- de lijst


def test_de_lijst_toont_codes_en_wat_ontbreekt(huis, hr, geplaatst):
    with huis.binnen():
        begin = timezone.localdate() + timedelta(days=10)
        huis.plaatsing(deelnemer=huis.deelnemer("D002"), code="P002", van=begin, tot=begin, geldig=False)
    blad = tekst(hr, "/plaatsingen/")
    assert "P001" in blad and "Beëindigd" in blad and "4 van 4 voor de start, weekpatroon, trajectbegeleider" in blad
    assert "Filip" not in blad
    with huis.binnen():
        assert not Leesregel.objects.exists()
    for vraag, ziet, niet in (
        ("status=gepland", "P002", "P001<"),
        ("status=beeindigd", "P001", "P002<"),
        ("maand=2023-03", "P001", "P002<"),
        (f"mentor={huis.mentor.pk}", "P001", "Geen plaatsing gevonden"),
        ("q=D002", "P002", "P001<"),
        (f"project={huis.project.pk}", "P001", "Geen plaatsing gevonden"),
    ):
        lijst = tekst(hr, f"/plaatsingen/?{vraag}")
        assert ziet in lijst and niet not in lijst, vraag
    assert "Geen plaatsing gevonden" in tekst(hr, "/plaatsingen/?q=bestaatniet")


def test_leeg(huis, hr):
    assert "Nog geen plaatsingen" in tekst(hr, "/plaatsingen/")
    assert "HR maakt ze" in tekst(als(huis, "coordinator"), "/plaatsingen/")
    assert "Er is nog iets nodig" in tekst(hr, NIEUW)


def test_evenveel_vragen_bij_een_als_bij_veel(huis, hr, geplaatst, omvang):
    een = querys(hr, "/plaatsingen/"), querys(hr, NIEUW)
    with huis.binnen():
        for n in range(2, omvang(6, 500)):
            huis.plaatsing(deelnemer=huis.deelnemer(f"D{n:03d}"), plek=huis.maak_plek(), code=f"P{n:03d}")
    assert (querys(hr, "/plaatsingen/"), querys(hr, NIEUW)) == een
    assert een[0] <= 15 and een[1] <= 15, een
    assert querys(hr, f"/plaatsingen/{geplaatst.pk}/") <= 25


# --- de pagina


def test_de_pagina_toont_alles_en_noteert_de_blik(huis, hr, geplaatst):
    with huis.binnen():
        Mentor(huis, geplaatst).maand_vol(date(2023, 3, 1), 2460)
    blad = tekst(hr, f"/plaatsingen/{geplaatst.pk}/")
    for wat in (
        "Filip Pauwels",
        "ten laatste 31 augustus 2023",
        "41 van 64 u",
        "4 van 4 stappen klaar",
        "Geschiedenis",
    ):
        assert wat in blad, wat
    with huis.binnen():
        assert Leesregel.objects.get().doel == "plaatsing bekijken"
    kijkt = tekst(als(huis, "coordinator"), f"/plaatsingen/{geplaatst.pk}/")
    assert "Filip Pauwels" in kijkt and "Verlengen" not in kijkt and "/stoppen/" not in kijkt


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "beheerder", "controleur"])
def test_andere_rollen_niet(huis, geplaatst, rol):
    assert als(huis, rol).get(f"/plaatsingen/{geplaatst.pk}/").status_code == 403


def test_een_ander_bestuur_ziet_niets(huis, geplaatst):
    Huis("bb")
    from tests.bouw import Gebruiker

    klant = als(huis, "hr")
    klant.force_login(Gebruiker.objects.get(email="hr@bb.example"))
    for deel in ("", "stoppen/", "patroon/", "start/dimona/", "werkafspraken/"):
        assert klant.get(f"/plaatsingen/{geplaatst.pk}/{deel}").status_code == 404
    assert klant.get(f"/plaatsingen/mentor/{huis.mentor.pk}/overdragen/").status_code == 404


def test_van_openstaand_naar_klaar(huis, hr):
    """De vier voorwaarden langs het scherm: opladen, noteren, terugnemen; het document is te bekijken."""
    with huis.binnen():
        plaatsing = huis.plaatsing(geldig=False)
    basis = f"/plaatsingen/{plaatsing.pk}/"
    assert "Toch laten starten" in tekst(hr, basis)
    leeg = na(hr, f"{basis}start/werkafspraken/", {"in_orde_op": "01/03/2023"})
    assert "Kies een bestand" in leeg
    vals = SimpleUploadedFile("x.pdf", b"geen pdf")
    assert "geen PDF, JPEG of PNG" in na(
        hr, f"{basis}start/werkafspraken/", {"in_orde_op": "1/3/2023", "bestand": vals}
    )
    for soort in ("werkafspraken", "wes_overeenkomst"):
        bestand = SimpleUploadedFile("x.pdf", PDF)
        assert "Nog te doen" in na(hr, f"{basis}start/{soort}/", {"in_orde_op": "01/03/2023", "bestand": bestand})
    na(hr, f"{basis}start/arbeidsongevallen/", {"in_orde_op": "01/03/2023"})
    assert "uren mogen" in na(hr, f"{basis}start/dimona/", {"in_orde_op": "01/03/2023"})
    assert "stond al in orde" in na(hr, f"{basis}start/dimona/", {"in_orde_op": "01/03/2023"})
    assert "genoteerd door Hr Van Aa" in tekst(hr, f"{basis}start/dimona/")
    document = hr.get(f"{basis}start/werkafspraken/document/")
    assert b"".join(document.streaming_content) == PDF and document.headers["Content-Type"] == "application/pdf"
    assert hr.get(f"{basis}start/dimona/document/").status_code == 404
    assert hr.get(f"{basis}start/xx/").status_code == 404
    assert "Dimona-aangifte terugnemen?" in tekst(hr, f"{basis}start/dimona/terugnemen/")
    assert "WES-overeenkomst terugnemen?" in tekst(hr, f"{basis}start/wes_overeenkomst/terugnemen/")
    assert "staat weer open" in na(hr, f"{basis}start/dimona/terugnemen/", {"bevestig": "ja"})
    assert "Er is niets veranderd" in na(hr, f"{basis}start/dimona/terugnemen/", {"bevestig": "ja"})
    with huis.binnen():
        assert Startvoorwaarde.objects.count() == 3


def test_toch_starten(huis, hr):
    with huis.binnen():
        plaatsing = huis.plaatsing(geldig=False)
    url = f"/plaatsingen/{plaatsing.pk}/toch-starten/"
    directeur = huis.leden["directeur"].pk
    assert "Zeg waarom" in na(hr, url, {"goedgekeurd_door": directeur, "reden": ""})
    assert "Maak een keuze" not in na(hr, url, {"goedgekeurd_door": huis.leden["hr"].pk, "reden": "x"})
    blad = na(hr, url, {"goedgekeurd_door": directeur, "reden": "de polis volgt"})
    assert "Uren mogen nu" in blad and "Goedgekeurd door Directeur Van Aa" in blad
    assert "mag al starten" in na(hr, url, {"goedgekeurd_door": directeur, "reden": "x"})
    with huis.binnen():
        assert Afwijking.objects.count() == 1


def test_patroon_tonen_en_bewaren(huis, hr, geplaatst):
    url = f"/plaatsingen/{geplaatst.pk}/patroon/"
    gegevens = {"uren_per_maand": "40", "d2_uren": "6"}
    assert "Maart 2023" in na(hr, url, gegevens | {"tonen": "ja"})
    with huis.binnen():
        assert not Werkdag.objects.exists()
    assert "24 u" in tekst(hr, f"{url}?peil=ja&d2_uren=6")
    assert "Het weekpatroon is bewaard" in na(hr, url, gegevens)
    assert "Meer dan 64 u kan niet" in na(hr, url, gegevens | {"d3_uren": "10", "d4_uren": "10"})
    with huis.binnen():
        geplaatst.refresh_from_db()
        assert geplaatst.uren_per_maand == 40 and Werkdag.objects.get().minuten == 360
    assert 'value="6"' in tekst(hr, url)


def test_begeleiding_bewaakt_twee_tabbladen(huis, hr, geplaatst):
    url = f"/plaatsingen/{geplaatst.pk}/begeleiding/"
    gezien = tekst(hr, url).split('name="gezien" value="')[1].split('"')[0]
    gegevens = {"begeleider_naam": "Tess", "begeleider_telefoon": "0470 00 00 01", "gezien": gezien}
    assert "De begeleiding is bewaard" in na(hr, url, gegevens)
    assert "Iemand wijzigde dit intussen" in na(hr, url, gegevens | {"begeleider_naam": "Bert"})
    assert 'href="tel:0470000001"' in tekst(hr, f"/plaatsingen/{geplaatst.pk}/")


def test_verloop_langs_het_scherm(huis, hr, geplaatst):
    basis = f"/plaatsingen/{geplaatst.pk}/"
    onderbreek = {"van": "03/04/2023", "tot": "07/04/2023", "waarom": "vakantie"}
    assert "ligt voor de eerste" in na(hr, f"{basis}onderbreken/", onderbreek | {"tot": "01/04/2023"})
    assert "Onderbroken van 3 april 2023" in na(hr, f"{basis}onderbreken/", onderbreek)
    assert "al een onderbreking" in na(hr, f"{basis}onderbreken/", onderbreek)
    with huis.binnen():
        weg = Onderbreking.objects.get()
    assert "De onderbreking is aangepast" in na(hr, f"/plaatsingen/onderbreking/{weg.pk}/", {"tot": "05/04/2023"})
    assert "De onderbreking is aangepast" in na(hr, f"/plaatsingen/onderbreking/{weg.pk}/", {"tot": ""})
    assert hr.get(f"/plaatsingen/onderbreking/{weg.pk}/").status_code == 404
    stop = {"beeindigd_op": "31/05/2023", "waarom": "andere", "toelichting": ""}
    assert "Zeg kort welke andere reden" in na(hr, f"{basis}stoppen/", stop)
    assert "31 mei 2023 is de laatste dag" in na(hr, f"{basis}stoppen/", stop | {"waarom": "werk"})
    assert "al gestopt" in na(hr, f"{basis}stoppen/", stop | {"waarom": "werk"})
    assert "Trek eerst dat einde in" in na(hr, f"{basis}verlengen/", {"tot": "31/07/2023"})
    assert "Einde intrekken" in tekst(hr, f"{basis}stoppen/")
    assert "loopt weer tot en met 31 augustus 2023" in na(hr, f"{basis}stoppen/", {"intrekken": "ja"})
    assert "was al ingetrokken" in na(hr, f"{basis}stoppen/", {"intrekken": "ja"})
    assert "Ten laatste 31 augustus 2023" in tekst(hr, f"{basis}verlengen/")


def test_boven_het_maximum_langs_het_scherm(huis, hr, geplaatst):
    url = f"/plaatsingen/{geplaatst.pk}/boven-maximum/"
    gegevens = {"maand": "2023-03", "uren": "3,5", "goedgekeurd_door": huis.leden["directeur"].pk, "reden": "een klus"}
    assert "kan nog 64 u gewoon ingevuld worden" in na(hr, url, gegevens)
    with huis.binnen():
        Mentor(huis, geplaatst).maand_vol(date(2023, 3, 1))
    blad = na(hr, url, gegevens)
    assert "3,5 u boven het maximum in maart 2023" in blad and "telt niet mee" in blad


def test_werkafspraken_op_papier(huis, hr, geplaatst):
    import io

    import pypdf

    antwoord = hr.get(f"/plaatsingen/{geplaatst.pk}/werkafspraken/")
    assert antwoord.headers["Content-Type"] == "application/pdf"
    blad = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(antwoord.content)).pages)
    for wat in ("Filip Pauwels", "onkruid wieden", "1 maart 2023", "Gefinancierd", "Datum en handtekening"):
        assert wat in blad, wat
    assert "rechtstreeks" not in blad
    with huis.binnen():
        assert Leesregel.objects.filter(doel="werkafspraken afdrukken").exists()
