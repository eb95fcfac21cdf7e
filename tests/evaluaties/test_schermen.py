"""De schermen van evaluaties, attest en uitstroom: per rol, zonder JavaScript, en niets gaat verloren."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from evaluaties.models import Attest, Competentiescore, Evaluatie, Opvolging, Uitstroom
from evaluaties.stappen import einde as eindestappen
from evaluaties.stappen import evaluatie as stappen
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.evaluaties.hulp import afgerond, bespreek, invullen, tweede_mentor
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import velden
from tests.plaatsingen.hulp import als, querys

NIET = ["leidinggevende", "directeur", "coordinator", "controleur", "beheerder"]


@pytest.fixture
def nu():
    return timezone.localdate()


@pytest.fixture
def p(huis, nu):
    """Een plaatsing waarvan nu de tussentijdse evaluatie te doen is."""
    with huis.binnen():
        return huis.plaatsing(van=nu - timedelta(days=75), tot=nu + timedelta(days=75))


@pytest.fixture
def voorbij(huis, nu):
    """Een plaatsing die vijf maanden geleden eindigde."""
    with huis.binnen():
        return huis.plaatsing(van=nu - timedelta(days=300), tot=nu - timedelta(days=150))


def tekst(klant, url, status=200):
    antwoord = klant.get(url)
    assert antwoord.status_code == status, antwoord.status_code
    return antwoord.content.decode()


def partner(huis):
    klant = Client()
    klant.force_login(huis.partnerlid.gebruiker)
    return klant


def url(p, deel="tussentijds/"):
    return f"/evaluaties/plaatsing/{p.pk}/{deel}"


def sleutel(pagina, naam, veld="score"):
    """De naam van het veld van een competentie in het formulier."""
    stuk = pagina.split(f">{naam}</h3>")[1]
    return re.search(rf'name="({veld}-[0-9a-f]+)"', stuk)[1]


def evaluatie(huis, p, moment="tussentijds"):
    with huis.binnen():
        return stappen.open_versie(p, moment)


# --- de weg van de mentor


def test_de_hele_weg_zonder_javascript(huis, p):
    klant = als(huis, "mentor")
    assert "1 evaluatie te doen" in tekst(klant, "/uren/") and "Evaluaties te doen" in tekst(klant, "/")
    lijst = tekst(klant, "/evaluaties/")
    assert "Filip Pauwels" in lijst and f'href="{url(p)}"' in lijst
    pagina = tekst(klant, url(p))
    assert "Tussentijdse evaluatie" in pagina and "Schrijf niets over gezondheid of privé." in pagina
    assert evaluatie(huis, p) is None  # kijken begint niets
    gegevens = velden(klant.get(url(p)), "basis")
    for naam in ("Op tijd komen", "Doorzetten"):
        gegevens |= {sleutel(pagina, naam): "4", sleutel(pagina, naam, "eigen_score"): "3"}
    antwoord = klant.post(url(p), gegevens | {"goed": "Vlot met klanten.", "doe": "bespreken"}, follow=True)
    nalezen = antwoord.content.decode()
    assert antwoord.redirect_chain[-1][0] == url(p, "tussentijds/samen/")
    assert (
        "Vlot met klanten." in nalezen
        and "altijd" in nalezen
        and "meestal" in nalezen
        and "Ik, namens Filip" in nalezen
    )
    stem = velden(klant.get(url(p, "tussentijds/samen/")), "gezien")
    fout = klant.post(
        url(p, "tussentijds/samen/"), stem | {"doe": "afronden", "eigen_woorden": "Fijn."}
    ).content.decode()
    assert (
        "Kies wie dit invult." in fout
        and "Kies: akkoord of niet akkoord." in fout
        and ">Fijn.</textarea>" in fout.replace("\n", "")
    )
    klaar = klant.post(
        url(p, "tussentijds/samen/"), stem | {"doe": "afronden", "stem_wijze": "namens", "stem": "akkoord"}, follow=True
    ).content.decode()
    assert (
        "De tussentijdse evaluatie is afgerond." in klaar
        and "Tussentijdse evaluatie lezen" in klaar
        and "Groei" in klaar
    )
    with huis.binnen():
        af = Evaluatie.objects.get()
    gelezen_ = tekst(klant, f"/evaluaties/{af.pk}/")
    assert "Namens Filip Pauwels, ingevuld door Mentor Van Aa." in gelezen_ and "“Fijn.”" in gelezen_
    assert klant.get(url(p)).headers["Location"] == f"/evaluaties/{af.pk}/"


def test_later_verder(huis, p):
    klant = als(huis, "mentor")
    gegevens = velden(klant.get(url(p)), "basis")
    klant.post(url(p), gegevens | {"goed": "half", "doe": "later"})
    assert "verder invullen" in tekst(klant, url(p, "")) and ">half</textarea>" in tekst(klant, url(p)).replace(
        "\n", ""
    )
    zonder = klant.post(url(p), velden(klant.get(url(p)), "basis") | {"doe": "bespreken"}).content.decode()
    assert "Kies nog een antwoord van de mentor bij: op tijd komen, doorzetten." in zonder


def test_twee_tabbladen(huis, p):
    """Het tweede tabblad is ouder en verstuurt alles: wat het eerste bewaarde blijft."""
    klant = als(huis, "mentor")
    pagina = tekst(klant, url(p))
    een, twee = velden(klant.get(url(p)), "basis"), velden(klant.get(url(p)), "basis")
    klant.post(url(p), een | {"goed": "uit het ene", sleutel(pagina, "Doorzetten"): "2"})
    klant.post(url(p), twee | {"werkpunten": "uit het andere"})
    bezig = evaluatie(huis, p)
    assert (bezig.goed, bezig.werkpunten) == ("uit het ene", "uit het andere")
    klant.post(url(p), een | {"goed": "", "werkpunten": "uit het andere"})  # leegmaken is geen wijziging tegenover toen
    assert evaluatie(huis, p).goed == "uit het ene"
    with huis.binnen():
        assert Competentiescore.objects.get(naam="doorzetten").score == 2 and Evaluatie.objects.count() == 1


def test_elke_tik_bewaart(huis, p):
    """htmx krijgt de stand en wat het scherm nu toont; de volgende keer telt enkel het nieuwe."""
    klant, htmx = als(huis, "mentor"), {"HX-Request": "true"}
    pagina = tekst(klant, url(p))
    gegevens = velden(klant.get(url(p)), "basis") | {sleutel(pagina, "Doorzetten"): "3"}
    antwoord = klant.post(url(p), gegevens, headers=htmx).content.decode()
    assert "Bewaard om" in antwoord and "<h1" not in antwoord
    with huis.binnen():
        Competentiescore.objects.filter(naam="doorzetten").update(score=1)  # iemand anders, intussen
    import html

    basis = html.unescape(re.search(r'name="basis" value="([^"]*)"', antwoord)[1])
    assert json.loads(basis)[sleutel(pagina, "Doorzetten")] == "3"
    klant.post(url(p), gegevens | {"basis": basis, "goed": "nog iets"}, headers=htmx)
    with huis.binnen():
        assert Competentiescore.objects.get(naam="doorzetten").score == 1
    assert evaluatie(huis, p).goed == "nog iets"
    lang = klant.post(url(p), gegevens | {"basis": basis, "goed": "x" * 601, "afspraken": "wel bewaard"}, headers=htmx)
    assert "maximaal 600" in lang.content.decode() or "600 tekens" in lang.content.decode()
    assert evaluatie(huis, p).afspraken == "wel bewaard"


@pytest.mark.parametrize("basis", ["", "{", "[]", '{"goed": 3, "x": "y"}'])
def test_een_kapotte_basis(huis, p, basis):
    klant = als(huis, "mentor")
    klant.post(url(p), {"basis": basis, "goed": "gewoon bewaard", "score-onbekend": "9", "doe": "later"})
    assert evaluatie(huis, p).goed == "gewoon bewaard"


def test_een_keuze_die_niet_bestaat(huis, p):
    klant = als(huis, "mentor")
    veld = sleutel(tekst(klant, url(p)), "Doorzetten")
    fout = klant.post(url(p), {"basis": "", veld: "9", "goed": "blijft", "doe": "bespreken"}).content.decode()
    assert "Selecteer een geldige keuze" in fout and evaluatie(huis, p).goed == "blijft"


def test_iets_wijzigen_na_het_nalezen(huis, p, nu):
    klant = als(huis, "mentor")
    with huis.binnen():
        bespreek(huis, p, "tussentijds", op=nu)
    oud = velden(klant.get(url(p, "tussentijds/samen/")), "gezien")
    assert klant.get(url(p)).status_code == 302
    klant.post(url(p, "tussentijds/heropenen/"))
    assert evaluatie(huis, p).status == "concept"
    antwoord = klant.post(url(p, "tussentijds/samen/"), oud | {"stem": "akkoord", "doe": "afronden"}, follow=True)
    assert "ligt niet meer klaar" in antwoord.content.decode() and evaluatie(huis, p).status == "concept"
    dicht = klant.post(url(p), {"basis": "", "goed": "x", "doe": "later"})
    assert dicht.status_code == 302


def test_een_oud_tabblad_op_een_besproken_evaluatie_verliest_niets(huis, p, nu):
    klant = als(huis, "mentor")
    with huis.binnen():
        bespreek(huis, p, "tussentijds", op=nu)
    fout = klant.post(url(p), {"basis": "", "goed": "te laat getikt", "doe": "later"}).content.decode()
    assert "Open ze opnieuw om iets te wijzigen." in fout and "te laat getikt" in fout


def test_te_vroeg(huis, p):
    antwoord = als(huis, "mentor").get(url(p, "eind/"), follow=True).content.decode()
    assert "De eindevaluatie kan vanaf" in antwoord


def test_verbeteren(huis, p, nu):
    klant = als(huis, "hr")
    with huis.binnen():
        af = afgerond(huis, p, "tussentijds", op=nu, goed="eerst")
    adres = f"/evaluaties/{af.pk}/verbeteren/"
    assert "Zeg waarom je deze evaluatie verbetert." in klant.post(adres, {"reden": ""}).content.decode()
    pagina = klant.post(adres, {"reden": "verkeerde knop"}, follow=True).content.decode()
    assert (
        "Dit is versie 2." in pagina and "verkeerde knop" in pagina and ">eerst</textarea>" in pagina.replace("\n", "")
    )
    assert "Versie 1" in tekst(klant, f"/evaluaties/{evaluatie(huis, p).pk}/")
    assert "nieuwere versie" in tekst(klant, f"/evaluaties/{af.pk}/")


# --- wie wat ziet


@pytest.mark.parametrize("rol", NIET)
def test_wie_niet_mag(huis, p, rol):
    klant = als(huis, rol)
    for pad in ("/evaluaties/", url(p, ""), url(p), "/evaluaties/opvolging/", url(p, "attest/"), url(p, "uitstroom/")):
        assert klant.get(pad).status_code == 403, pad
    assert klant.post(url(p), {"goed": "x"}).status_code == 403


def test_een_andere_mentor_en_een_ander_bestuur(huis, p):
    with huis.binnen():
        tweede_mentor(huis)
        af = afgerond(huis, p, "tussentijds", op=timezone.localdate())
    bb = Huis("bb")
    for klant in (als(huis, "mentor2"), als(bb, "mentor"), als(bb, "hr"), partner(bb)):
        for pad in (url(p, ""), f"/evaluaties/{af.pk}/"):
            assert klant.get(pad).status_code == 404, pad
        assert "Filip" not in tekst(klant, "/evaluaties/?stand=alle")
    assert als(bb, "hr").post(url(p), {"goed": "x"}).status_code == 404


def test_de_vervangende_mentor_mag_alles(huis, p):
    """`plaatsingen.toegang.eigen` beslist wie de mentor is; hier volgt alles daaruit."""
    with huis.binnen():
        lid = tweede_mentor(huis)
        from mentoren.models import Mentor
        from plaatsingen.toegang import eigen

        type(p).objects.filter(pk=p.pk).update(vervangend_mentor=Mentor.objects.get(lidmaatschap=lid))
        mag = eigen(huis.actor("mentor2")).filter(pk=p.pk).exists()
    assert als(huis, "mentor2").get(url(p)).status_code == (200 if mag else 404)


def test_hr_ziet_codes_en_opent_een_dossier(huis, p):
    klant = als(huis, "hr")
    antwoord = klant.get("/evaluaties/?stand=alle")
    assert "D001" in antwoord.content.decode() and "Pauwels" not in antwoord.content.decode()
    assert gelezen(antwoord, huis.bestuur_id) == set()
    for pad in (url(p, ""), url(p), "/evaluaties/?stand=alle"):
        wie = als(huis, "mentor")
        assert gelezen(wie.get(pad), huis.bestuur_id) == {p.deelnemer_id}, pad


def test_de_partner_leest_de_eigen_deelnemer(huis, p, nu):
    with huis.binnen():
        af = afgerond(huis, p, "tussentijds", op=nu, goed="Werkt rustig door.")
        concept = invullen(huis, p, "start", op=nu)
    klant = partner(huis)
    lijst = tekst(klant, "/evaluaties/?stand=alle")
    assert "D001" in lijst and "Gemeente AA" in lijst and "Pauwels" not in lijst
    dossier = klant.get(url(p, ""))
    assert "Filip Pauwels" in dossier.content.decode() and "Mentor Van Aa" not in dossier.content.decode()
    assert gelezen(dossier, huis.bestuur_id) == {p.deelnemer_id}
    pagina = tekst(klant, f"/evaluaties/{af.pk}/")
    assert "Werkt rustig door." in pagina and "Mentor Van Aa" not in pagina and "Verbeteren" not in pagina
    assert klant.get(f"/evaluaties/{concept.pk}/").status_code == 404
    assert klant.get(url(p)).status_code == 403


# --- lijst


def test_filters_en_lege_lijst(huis, nu):
    klant = als(huis, "hr")
    assert "Geen evaluatie te doen" in tekst(klant, "/evaluaties/")
    with huis.binnen():
        p = huis.plaatsing(van=nu - timedelta(days=75), tot=nu + timedelta(days=75))
        laat = huis.plaatsing(
            deelnemer=huis.deelnemer("D002"), plek=huis.maak_plek(), code="P002",
            van=nu - timedelta(days=150), tot=nu - timedelta(days=5),
        )  # fmt: skip
        afgerond(huis, p, "start", op=nu)
    te_doen, te_laat, af = (tekst(klant, f"/evaluaties/?stand={s}") for s in ("te_doen", "te_laat", "gedaan"))
    assert "D001" in te_doen and "D002" in te_doen
    assert "D001" not in te_laat and "D002" in te_laat and "Te laat" in te_laat
    assert "D001" in af and "D002" not in af
    assert "2 evaluaties" in tekst(klant, f"/evaluaties/?mentor={huis.mentor.pk}")
    assert "Selecteer een geldige keuze" in tekst(klant, "/evaluaties/?mentor=0&stand=x")
    with huis.binnen():
        assert laat.einde == nu - timedelta(days=5)


def test_evenveel_vragen_bij_veel_rijen(huis, nu):
    def vul(n):
        with huis.binnen():
            for k in range(n, n + 6):
                plek = huis.maak_plek()
                huis.plaatsing(
                    deelnemer=huis.deelnemer(f"D{k}"), plek=plek, code=f"P{k}", van=nu - timedelta(days=75), tot=nu + timedelta(days=75)
                )  # fmt: skip

    vul(100)
    adressen = [
        ("hr", "/evaluaties/?stand=alle"),
        ("mentor", "/evaluaties/"),
        ("hr", "/evaluaties/opvolging/?stand=alle"),
        ("hr", "/"),
    ]
    eerst = [querys(als(huis, rol), pad) for rol, pad in adressen]
    vul(200)
    assert [querys(als(huis, rol), pad) for rol, pad in adressen] == eerst
    assert max(eerst) <= 40


# --- attest en uitstroom


def test_attest_maken_en_ophalen(huis, voorbij):
    klant = als(huis, "hr")
    adres = url(voorbij, "attest/")
    pagina = tekst(klant, adres)
    assert (
        "Er is geen eindevaluatie." in pagina
        and "Er is nog geen maand bevestigd." in pagina
        and "onkruid wieden" in pagina
    )
    antwoord = klant.post(adres, {"met_uren": "on"}, follow=True).content.decode()
    assert "Attest versie 1 is gemaakt." in antwoord and "Zegel volgt" in antwoord
    with huis.binnen():
        attest = Attest.objects.get()
    assert (attest.met_uren, attest.met_competenties) == (True, False)
    assert klant.get(f"/evaluaties/attest/{attest.pk}/").status_code == 404  # nog niet verzegeld
    klant.post(adres, {"met_uren": "on"})  # nog een klik is geen tweede attest
    with huis.binnen():
        assert Attest.objects.count() == 1 == Taak.objects.filter(naam="evaluaties.attest").count()


@pytest.mark.django_db(transaction=True)
def test_het_attest_ophalen(transactional_db):
    huis, nu = Huis(), timezone.localdate()
    with huis.binnen():
        p = huis.plaatsing(van=nu - timedelta(days=60), tot=nu - timedelta(days=1))
        attest = eindestappen.maak_attest(huis.actor("hr"), p, met_uren=True, met_competenties=True)
    assert voer_alles_uit(*Taak.objects.filter(naam="evaluaties.attest").values_list("pk", flat=True)) == []
    for klant in (als(huis, "hr"), partner(huis)):
        antwoord = klant.get(f"/evaluaties/attest/{attest.pk}/?bewaar=1")
        assert (
            b"".join(antwoord.streaming_content).startswith(b"%PDF")
            and "attest-P001-v1.pdf" in antwoord["Content-Disposition"]
        )
        assert gelezen(antwoord, huis.bestuur_id) == {p.deelnemer_id}
    assert als(huis, "mentor").get(f"/evaluaties/attest/{attest.pk}/").status_code == 403
    bb = Huis("bb")
    for klant in (als(bb, "hr"), partner(bb)):
        assert klant.get(f"/evaluaties/attest/{attest.pk}/").status_code == 404


def test_uitstroom_en_opvolging(huis, voorbij, nu):
    klant = als(huis, "hr")
    assert "Uitstroom" in tekst(klant, "/evaluaties/opvolging/") and "D001" in tekst(klant, "/evaluaties/opvolging/")
    fout = klant.post(url(voorbij, "uitstroom/"), {"richting": "", "datum": "1/1/2020"}).content.decode()
    assert "Maak een keuze." in fout and "Kies een datum vanaf" in fout and "1/1/2020" in fout
    vroeg = klant.post(url(voorbij, "na/3/"), {"richting": "werk", "gedaan_op": f"{nu:%d/%m/%Y}"}).content.decode()
    assert "Noteer eerst waar de deelnemer" in vroeg
    klaar = klant.post(
        url(voorbij, "uitstroom/"), {"richting": "werk", "datum": f"{voorbij.tot:%d/%m/%Y}"}, follow=True
    )
    assert "De uitstroom is genoteerd." in klaar.content.decode() and "Uitstroom wijzigen" in klaar.content.decode()
    klant.post(url(voorbij, "na/3/"), {"richting": "niet_bereikt", "gedaan_op": f"{nu:%d/%m/%Y}"})
    assert "Niet bereikt op" in tekst(klant, url(voorbij, ""))
    with huis.binnen():
        assert (Uitstroom.objects.get().richting, Opvolging.objects.get().bereikt) == ("werk", False)
    assert klant.get(url(voorbij, "na/6/")).status_code == 302 and klant.get(url(voorbij, "na/4/")).status_code == 404
    assert "Niemand op te volgen" in tekst(klant, "/evaluaties/opvolging/")


def test_zolang_de_plaatsing_loopt(huis, p):
    klant = als(huis, "hr")
    for deel in ("attest/", "uitstroom/", "na/3/"):
        antwoord = klant.get(url(p, deel), follow=True)
        assert "kan vanaf" in antwoord.content.decode() and antwoord.redirect_chain[-1][0] == url(p, "")
    assert "Na de plaatsing" not in tekst(klant, url(p, ""))


def test_de_databank_houdt_de_partner_buiten(huis, p):
    """Ook als een scherm het zou vergeten: de partner wijzigt hier niets."""
    from django.db import transaction
    from django.db.utils import ProgrammingError

    from organisaties import isolatie

    with huis.binnen():
        afgerond(huis, p, "tussentijds", op=timezone.localdate())
    with isolatie.namens(glowpartner=huis.partner.pk):
        assert Evaluatie.objects.count() == 1
        assert Uitstroom.objects.filter(plaatsing=p).update(richting="werk") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(
                "INSERT INTO evaluaties_uitstroom (bestuur_id, plaatsing_id, richting, datum) VALUES (%s, %s, 'werk', %s)",
                [huis.bestuur_id, p.pk, date(2023, 9, 1)],
            )
