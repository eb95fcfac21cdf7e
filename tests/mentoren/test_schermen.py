"""De schermen van HR voor mentoren: wie erin mag, nieuwe personen, leiding, opleidingen en certificaten."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentoren.models import Deelname, Leiding, Mentor, Opleiding
from organisaties.models import Gebruiker, Lidmaatschap
from tests.bouw import PDF, Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db
TIEN_MB = 10 * 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x00IEND\xaeB`\x82"


gebouwd_huis, huis = eens(lambda: Huis("aa"))


@pytest.fixture
def hr(huis):
    return meld_aan(huis.leden["hr"].gebruiker)


@pytest.fixture
def toezegging(huis):
    """Een deelname met een datum, nog zonder bestand."""
    with huis.binnen():
        opleiding = Opleiding.objects.create(bestuur=huis.bestuur, code="MO1", titel="Opstap", datum=date(2023, 5, 23))
        return Deelname.objects.create(
            bestuur=huis.bestuur, opleiding=opleiding, mentor=huis.mentor, certificaat_datum=date(2023, 5, 30)
        )


def adres(naam, ding):
    return reverse(f"mentoren:{naam}", args=[ding.pk])


def bestand(inhoud=PDF, naam="certificaat.pdf", soort="application/pdf"):
    return SimpleUploadedFile(naam, inhoud, soort)


def van_grootte(bytes_):
    """Een PDF van precies zoveel bytes."""
    return PDF.replace(b"\ntrailer", b"\n%" + b"x" * (bytes_ - len(PDF) - 2) + b"\ntrailer")


# --- wie mag erin


def alle_schermen(huis, deelname):
    yield reverse("mentoren:nieuw")
    yield from (adres(naam, huis.mentor) for naam in ("wijzig", "leiding", "deelname"))
    yield adres("opladen", deelname)


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"])
def test_enkel_hr_bewerkt(huis, toezegging, rol):
    klant = meld_aan(huis.leden[rol].gebruiker)
    for url in alle_schermen(huis, toezegging):
        assert klant.get(url).status_code == 403, url
        assert klant.post(url, {}).status_code == 403, url


@pytest.mark.parametrize(
    ("rol", "code"), [("hr", 200), ("coordinator", 200), ("controleur", 403), ("mentor", 403), ("leidinggevende", 403)]
)
def test_wie_mag_kijken(huis, toezegging, rol, code):
    klant = meld_aan(huis.leden[rol].gebruiker)
    for url in (reverse("mentoren:lijst"), adres("mentor", huis.mentor)):
        antwoord = klant.get(url)
        assert antwoord.status_code == code
        if code == 200:
            assert ("Nieuwe mentor" in antwoord.content.decode() or "Wijzigen" in antwoord.content.decode()) is (
                rol == "hr"
            )


def test_een_ander_bestuur_bestaat_niet(huis, hr):
    ander = Huis("bb")
    with ander.binnen():
        deelname = ander.certificaat()
    for url in (
        *list(alle_schermen(ander, deelname))[1:],
        adres("mentor", ander.mentor),
        adres("certificaat", deelname),
    ):
        assert hr.get(url).status_code == 404, url
    for url in list(alle_schermen(ander, deelname))[1:]:
        assert hr.post(url, {"bestand": bestand()}).status_code == 404, url
    for naam in ("lijst", "nieuw"):
        pagina = hr.get(reverse(f"mentoren:{naam}")).content.decode()
        assert "Van Aa" in pagina and "Van Bb" not in pagina


# --- nieuwe mentor


def test_een_collega_wordt_mentor_met_leidinggevende(huis, hr):
    antwoord = vul_in(
        hr,
        reverse("mentoren:nieuw"),
        "persoon",
        persoon=str(huis.leden["directeur"].pk),
        leidinggevende=str(huis.leden["hr"].pk),
        vanaf="2023-02-01",
        dienst="Sport",
    )
    with huis.binnen():
        mentor = Mentor.objects.get(code="M002")
        assert (mentor.lidmaatschap_id, mentor.dienst) == (huis.leden["directeur"].pk, "Sport")
        assert Leiding.objects.get(mentor=mentor).van == date(2023, 2, 1)
    assert antwoord["Location"] == adres("mentor", mentor)


def test_iemand_nieuw_wordt_lid_en_mentor(huis, hr):
    gegevens = {"voornaam": "An", "naam": "Peeters", "email": "An.Peeters@AA.example"}
    assert vul_in(hr, reverse("mentoren:nieuw"), "persoon", **gegevens).status_code == 302
    with huis.binnen():
        lid = Lidmaatschap.objects.get(gebruiker__email="an.peeters@aa.example")
        assert lid.rollen == ["mentor"] and Mentor.objects.filter(lidmaatschap=lid).exists()
    assert not lid.gebruiker.has_usable_password()
    tweede = vul_in(hr, reverse("mentoren:nieuw"), "persoon", **gegevens)  # nog eens versturen
    assert tweede.context["form"].errors["email"] == ["Deze persoon is al mentor."]
    assert velden(tweede, "persoon")["voornaam"] == "An"
    with huis.binnen():
        assert Mentor.objects.count() == 2


def test_wie_elders_al_bestaat_houdt_zijn_naam(huis, hr):
    ander = Huis("bb")
    adres_ = ander.leden["hr"].gebruiker.email
    pagina = hr.post(
        reverse("mentoren:nieuw"),
        velden(hr.get(reverse("mentoren:nieuw")), "persoon") | {"voornaam": "X", "naam": "Y", "email": adres_},
        follow=True,
    ).content.decode()
    assert "bestond al als Hr Van Bb. Die naam blijft." in pagina
    assert Gebruiker.objects.get(email=adres_).volledige_naam == "Hr Van Bb"


@pytest.mark.parametrize(
    ("invoer", "veld"),
    [
        ({}, "persoon"),
        ({"voornaam": "An"}, "naam"),
        ({"voornaam": "An", "naam": "P", "email": "geen adres"}, "email"),
        ({"persoon": "hr", "naam": "P"}, "persoon"),
        ({"persoon": "mentor"}, "persoon"),  # is al mentor
        ({"voornaam": "An", "naam": "P", "email": "an@x.example", "organisatie": ""}, "organisatie"),
        ({"voornaam": "x" * 81, "naam": "P", "email": "an@x.example"}, "voornaam"),
    ],
)
def test_wat_ontbreekt_staat_bij_het_veld_en_de_rest_blijft(huis, hr, invoer, veld):
    if "persoon" in invoer:
        invoer = invoer | {"persoon": str(huis.leden[invoer["persoon"]].pk)}
    antwoord = vul_in(hr, reverse("mentoren:nieuw"), "persoon", dienst="Keuken", **invoer)
    assert antwoord.status_code == 200 and veld in antwoord.context["form"].errors
    assert velden(antwoord, "persoon")["dienst"] == "Keuken"
    with huis.binnen():
        assert Mentor.objects.count() == 1
    assert not Gebruiker.objects.filter(email="an@x.example").exists()


def test_een_mentor_leidt_niet_zichzelf_en_niets_blijft_achter(huis, hr):
    gegevens = {"persoon": str(huis.leden["hr"].pk), "leidinggevende": str(huis.leden["hr"].pk)}
    antwoord = vul_in(hr, reverse("mentoren:nieuw"), "persoon", **gegevens)
    assert antwoord.context["form"].errors["leidinggevende"] == ["Een mentor leidt niet zichzelf. Kies iemand anders."]
    with huis.binnen():
        assert Mentor.objects.count() == 1
        assert Lidmaatschap.objects.get(pk=huis.leden["hr"].pk).rollen == ["hr"]


# --- gegevens en leiding


def test_gegevens_wijzigen_en_het_andere_tabblad(huis, hr):
    url = adres("wijzig", huis.mentor)
    tab = velden(hr.get(url), "gezien")
    assert vul_in(hr, url, "gezien", dienst="Sport").status_code == 302
    antwoord = hr.post(url, tab | {"dienst": "Keuken"})
    assert "Nu bewaard bij “Dienst”: Sport." in antwoord.content.decode()
    assert velden(antwoord, "gezien")["dienst"] == "Keuken"
    with huis.binnen():
        assert Mentor.objects.get(pk=huis.mentor.pk).dienst == "Sport"


def test_een_nieuwe_leidinggevende_vanaf_een_dag(huis, hr):
    url = adres("leiding", huis.mentor)
    assert "Nu is dat Leidinggevende Van Aa." in hr.get(url).content.decode()
    assert vul_in(hr, url, "vanaf", persoon=str(huis.leden["hr"].pk), vanaf="2023-06-01").status_code == 302
    with huis.binnen():
        oud, nieuw = Leiding.objects.filter(mentor=huis.mentor).order_by("van")
        assert (oud.tot, nieuw.van, nieuw.leidinggevende) == (date(2023, 5, 31), date(2023, 6, 1), huis.leden["hr"])
    pagina = hr.get(adres("mentor", huis.mentor)).content.decode()
    assert "Hr Van Aa, vanaf 1 juni 2023" in pagina and "tot en met 31 mei 2023" in pagina


def test_iemand_nieuw_als_leidinggevende(huis, hr):
    gegevens = {"voornaam": "Els", "naam": "Maes", "email": "els@aa.example", "vanaf": "2023-06-01"}
    assert vul_in(hr, adres("leiding", huis.mentor), "vanaf", **gegevens).status_code == 302
    with huis.binnen():
        assert Lidmaatschap.objects.get(gebruiker__email="els@aa.example").rollen == ["leidinggevende"]


def test_de_mentor_zelf_staat_niet_in_de_keuze(huis, hr):
    antwoord = vul_in(hr, adres("leiding", huis.mentor), "vanaf", persoon=str(huis.mentor.lidmaatschap_id))
    assert antwoord.status_code == 200 and "persoon" in antwoord.context["form"].errors


# --- opleidingen en certificaten


def test_een_datum_zonder_bestand_is_een_toezegging(huis, hr, toezegging):
    pagina = hr.get(adres("mentor", huis.mentor)).content.decode()
    assert "Toegezegd, nog geen bestand" in pagina and "Certificaat opladen" in pagina
    assert "Toegezegd, nog geen bestand" in hr.get(reverse("mentoren:lijst")).content.decode()
    assert hr.get(adres("certificaat", toezegging)).status_code == 404


@pytest.mark.parametrize(("inhoud", "mime"), [(PDF, "application/pdf"), (PNG, "image/png")])
def test_opladen_bekijken_en_ophalen(huis, hr, toezegging, inhoud, mime):
    antwoord = vul_in(hr, adres("opladen", toezegging), "certificaat_datum", bestand=bestand(inhoud, "iets.bin", "x/y"))
    assert antwoord.status_code == 302
    pagina = hr.get(adres("mentor", huis.mentor)).content.decode()
    assert "Certificaat is er" in pagina and "Vervangen" in pagina
    bekeken = hr.get(adres("certificaat", toezegging))
    assert b"".join(bekeken.streaming_content) == inhoud and bekeken["Content-Type"] == mime
    assert bekeken["X-Content-Type-Options"] == "nosniff" and "no-store" in bekeken["Cache-Control"]
    opgehaald = hr.get(adres("certificaat", toezegging), {"bijlage": "1"})
    assert (
        opgehaald["Content-Disposition"].startswith("attachment")
        and "certificaat-M001" in opgehaald["Content-Disposition"]
    )
    assert b"".join(opgehaald.streaming_content) == inhoud
    assert meld_aan(huis.leden["mentor"].gebruiker).get(adres("certificaat", toezegging)).status_code == 403


@pytest.mark.parametrize(("bytes_", "mag"), [(TIEN_MB, True), (TIEN_MB + 1, False)])
def test_tien_mb_is_de_grens(huis, hr, toezegging, bytes_, mag):
    inhoud = van_grootte(bytes_)
    assert len(inhoud) == bytes_
    antwoord = vul_in(hr, adres("opladen", toezegging), "certificaat_datum", bestand=bestand(inhoud))
    assert antwoord.status_code == (302 if mag else 200)
    if not mag:
        zin = "Dit bestand is groter dan 10 MB. Maak het kleiner en probeer opnieuw."
        assert antwoord.context["form"].errors["bestand"] == [zin]


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"MZ\x90\x00" + b"\0" * 600, "Dit is geen PDF, JPEG of PNG. Kies een bestand van een van die soorten."),
        (
            b"<html><script>alert(1)</script></html>",
            "Dit is geen PDF, JPEG of PNG. Kies een bestand van een van die soorten.",
        ),
        (PDF[:60], "Dit is geen PDF, JPEG of PNG. Kies een bestand van een van die soorten."),
        (b"", "Dit bestand is leeg. Kies een ander bestand."),
        (None, "Kies een bestand."),
    ],
)
def test_een_verkeerd_bestand_met_een_goede_naam(huis, hr, toezegging, inhoud, zin):
    met = {} if inhoud is None else {"bestand": bestand(inhoud, "certificaat.pdf")}
    antwoord = vul_in(hr, adres("opladen", toezegging), "certificaat_datum", **met, certificaat_datum="31/05/2023")
    assert antwoord.context["form"].errors == {"bestand": [zin]}
    assert velden(antwoord, "certificaat_datum")["certificaat_datum"] == "31/05/2023"
    with huis.binnen():
        assert Deelname.objects.get().certificaat is None


@pytest.mark.parametrize("datum", ["2023-05-22", "morgen", ""])
def test_een_datum_die_niet_kan_vraagt_het_bestand_opnieuw(huis, hr, toezegging, datum):
    if datum == "morgen":
        datum = (timezone.localdate() + timedelta(days=1)).isoformat()
    antwoord = vul_in(hr, adres("opladen", toezegging), "certificaat_datum", bestand=bestand(), certificaat_datum=datum)
    fouten = antwoord.context["form"].errors
    assert "certificaat_datum" in fouten and fouten["bestand"] == ["Kies het bestand opnieuw."]


def test_een_nieuwe_opleiding_met_certificaat_in_een_keer(huis, hr):
    gegevens = {
        "titel": "Opstap",
        "code": "MO1",
        "datum": "23/05/2023",
        "uren": "7,5",
        "certificaat_datum": "30/05/2023",
    }
    antwoord = vul_in(hr, adres("deelname", huis.mentor), "titel", bestand=bestand(), **gegevens)
    assert antwoord.status_code == 302
    with huis.binnen():
        deelname = Deelname.objects.select_related("opleiding", "certificaat").get()
        assert (deelname.opleiding.titel, float(deelname.opleiding.uren)) == ("Opstap", 7.5)
        assert deelname.certificaat.mime == "application/pdf" and deelname.aanwezig
    assert "Opgeleid" in hr.get(reverse("mentoren:lijst")).content.decode()


def test_een_bestaande_opleiding_zonder_certificaat(huis, hr):
    with huis.binnen():
        opleiding = Opleiding.objects.create(bestuur=huis.bestuur, code="MO1", titel="Opstap", datum=date(2023, 5, 23))
    url = adres("deelname", huis.mentor)
    gegevens = velden(hr.get(url), "opleiding") | {"opleiding": str(opleiding.pk)}
    assert hr.post(url, gegevens).status_code == 302
    tweede = hr.post(url, gegevens)  # dubbel verstuurd: er is geen opleiding meer te kiezen
    assert tweede.status_code == 200
    with huis.binnen():
        assert Deelname.objects.count() == 1
    assert "Nog geen certificaat" in hr.get(adres("mentor", huis.mentor)).content.decode()


@pytest.mark.parametrize(
    ("invoer", "veld"),
    [
        ({"code": "MO2"}, "titel"),
        ({"titel": "T", "code": "mo1", "datum": "23/05/2023"}, "code"),  # bestaat al
        ({"titel": "T", "code": "MO2", "datum": "23/05/2023", "uren": "veel"}, "uren"),
        ({"titel": "T", "code": "MO2", "datum": "23/05/2023", "certificaat_datum": "22/05/2023"}, "certificaat_datum"),
        (
            {"titel": "T", "code": "MO2", "datum": "23/05/2023", "certificaat_datum": "30/05/2023", "aanwezig": None},
            "aanwezig",
        ),
        ({"opleiding": "MO1", "titel": "T"}, "opleiding"),
        ({}, "opleiding"),
    ],
)
def test_een_opleiding_die_niet_klopt_laat_niets_achter(huis, hr, invoer, veld):
    with huis.binnen():
        bestaand = Opleiding.objects.create(bestuur=huis.bestuur, code="MO1", titel="Opstap", datum=date(2023, 5, 23))
    if "opleiding" in invoer:
        invoer = invoer | {"opleiding": str(bestaand.pk)}
    invoer = {"certificaat_datum": "30/05/2023"} | invoer
    antwoord = vul_in(hr, adres("deelname", huis.mentor), "opleiding", bestand=bestand(), **invoer)
    assert veld in antwoord.context["form"].errors, antwoord.context["form"].errors
    getypt = {veld: waarde for veld, waarde in invoer.items() if waarde}
    assert getypt.items() <= velden(antwoord, "opleiding").items()
    assert "Kies het bestand opnieuw." in antwoord.content.decode()
    with huis.binnen():
        assert Deelname.objects.count() == 0 and Opleiding.objects.count() == 1


# --- de lijst


def test_de_lijst_telt_plekken_en_filtert(huis, hr):
    url = reverse("mentoren:lijst")
    pagina = hr.get(url).content.decode()
    assert (
        "Mentor Van Aa" in pagina
        and "Leidinggevende Van Aa" in pagina
        and '<td data-label="Plekken" class="getal">1<' in pagina
    )
    assert "Geen mentor gevonden" in hr.get(url, {"opleiding": "ja"}).content.decode()
    with huis.binnen():
        huis.certificaat()
    assert "Mentor Van Aa" in hr.get(url, {"opleiding": "ja", "q": "van mentor", "sorteer": "-naam"}).content.decode()
    assert "Geen mentor gevonden" in hr.get(url, {"q": "bestaat niet"}).content.decode()


def test_zonder_mentoren_zegt_de_lijst_hoe_je_begint(db):
    kaal = Huis("cc", plekken=0)
    with kaal.binnen():
        Leiding.objects.all().delete()
        Mentor.objects.all().delete()
    url = reverse("mentoren:lijst")
    assert "Nog geen mentoren" in meld_aan(kaal.leden["hr"].gebruiker).get(url).content.decode()
    assert "HR voegt ze toe" in meld_aan(kaal.leden["coordinator"].gebruiker).get(url).content.decode()


def test_meer_dan_drie_plekken_is_een_signaal_op_de_pagina(db):
    ruim = Huis("dd", plekken=4)
    pagina = meld_aan(ruim.leden["hr"].gebruiker).get(adres("mentor", ruim.mentor)).content.decode()
    assert "Deze mentor begeleidt 4 plekken. De richtlijn is 3 per opgeleide mentor." in pagina
