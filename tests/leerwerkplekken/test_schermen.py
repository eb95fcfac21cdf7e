"""De schermen van HR voor een leerwerkplek: wie erin mag, wat bewaard wordt, en wat overleeft."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from fiches import stappen as fiche_stappen
from leerwerkplekken import standaard, stappen
from leerwerkplekken.models import Leerwerkplek
from mentoren import stappen as mentor_stappen
from tests.bouw import Huis, zonder_project
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db
STAPPEN = ["gegevens", "taken", "mentor", "plan", "rollen", "aanbod", "kopieer", "sluit"]


gebouwd_huis, huis = eens(lambda: Huis("aa"))


@pytest.fixture
def hr(huis):
    return meld_aan(huis.leden["hr"].gebruiker)


def adres(naam, plek):
    return reverse(f"leerwerkplekken:{naam}", args=[plek.pk])


def vers(huis, plek=None):
    with huis.binnen():
        gevonden = Leerwerkplek.objects.select_related("mentor").get(pk=(plek or huis.plek).pk)
        gevonden.plan  # noqa: B018  nu ophalen, binnen het bestuur
        return gevonden


def leeg(huis, **anders):
    """Een plek waar alles nog ontbreekt behalve wat moet."""
    with huis.binnen():
        gegevens = {"code": "X-1", "functie": "poetshulp", "organisatie": huis.organisatie, "project": huis.project}
        return stappen.maak(huis.installatie, huis.bestuur, **gegevens | anders)


# --- wie mag erin


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"])
def test_enkel_hr_bewerkt(huis, rol):
    klant = meld_aan(huis.leden[rol].gebruiker)
    urls = [reverse("leerwerkplekken:nieuw"), *(adres(stap, huis.plek) for stap in STAPPEN)]
    for url in urls:
        assert klant.get(url).status_code == 403, url
        assert klant.post(url, {}).status_code == 403, url


@pytest.mark.parametrize(
    ("rol", "code"),
    [
        ("leidinggevende", 200),
        ("directeur", 200),
        ("coordinator", 200),
        ("controleur", 403),  # zijn dossier staat in controles
        ("mentor", 403),
        ("beheerder", 403),
    ],
)
def test_wie_mag_kijken_ziet_een_samenvatting_zonder_knoppen(huis, rol, code):
    antwoord = meld_aan(huis.leden[rol].gebruiker).get(adres("takenlijst", huis.plek))
    assert antwoord.status_code == code
    if code == 200:
        pagina = antwoord.content.decode()
        assert "onkruid wieden" in pagina and "Leidinggevende Van Aa" in pagina
        assert adres("gegevens", huis.plek) not in pagina and "Kopiëren" not in pagina


def test_een_ander_bestuur_bestaat_niet(hr):
    ander = Huis("bb")
    for naam in ["takenlijst", *STAPPEN]:
        assert hr.get(adres(naam, ander.plek)).status_code == 404, naam
        assert hr.post(adres(naam, ander.plek), {}).status_code == (405 if naam == "aanbod" else 404), naam
    assert hr.get(reverse("leerwerkplekken:nieuw"), {"van": ander.plek.pk}, follow=True).status_code == 404


def test_wie_niet_aangemeld_is_meldt_zich_aan(client, huis):
    antwoord = client.get(adres("gegevens", huis.plek))
    assert antwoord.status_code == 302 and antwoord["Location"].startswith("/aanmelden/")


def test_een_partner_en_een_keuze_van_een_ander_bestuur_komen_er_niet_in(huis, hr):
    ander = Huis("bb")
    assert meld_aan(huis.partnerlid.gebruiker).get(adres("takenlijst", huis.plek)).status_code == 403
    antwoord = vul_in(hr, adres("gegevens", huis.plek), "gezien", organisatie=str(ander.organisatie.pk))
    assert antwoord.status_code == 200 and "organisatie" in antwoord.context["form"].errors
    antwoord = vul_in(hr, adres("mentor", huis.plek), "gezien", mentor=str(ander.mentor.pk))
    assert antwoord.status_code == 200 and "mentor" in antwoord.context["form"].errors


# --- nieuw


def test_een_nieuwe_plek_krijgt_de_volgende_code(huis, hr):
    url = reverse("leerwerkplekken:nieuw")
    begin = velden(hr.get(url), "gezien")
    assert begin["code"] == "572-AA-02" and begin["project"] == str(huis.project.pk)
    antwoord = hr.post(url, begin | {"functie": "winkelmedewerker", "code": ""}, follow=True)
    assert "572-AA-02 is gemaakt" in antwoord.content.decode()
    with huis.binnen():
        plek = Leerwerkplek.objects.get(code="572-AA-02")
    assert plek.status == "concept" and plek.functie == "winkelmedewerker"
    assert antwoord.redirect_chain[-1][0] == adres("takenlijst", plek)


def test_twee_keer_versturen_maakt_een_plek(huis, hr):
    url = reverse("leerwerkplekken:nieuw")
    gegevens = velden(hr.get(url), "gezien") | {"functie": "winkelmedewerker", "dienst": "Kapstokske"}
    assert hr.post(url, gegevens).status_code == 302
    tweede = hr.post(url, gegevens)
    assert tweede.context["form"].errors["code"] == ["Deze code bestaat al. Kies een andere code."]
    assert velden(tweede, "gezien")["dienst"] == "Kapstokske"
    with huis.binnen():
        assert Leerwerkplek.objects.filter(functie="winkelmedewerker").count() == 1


@pytest.mark.parametrize("code", ["572-aa-01", "met spatie", "é"])
def test_een_code_die_niet_kan_laat_de_rest_staan(huis, hr, code):
    antwoord = vul_in(hr, reverse("leerwerkplekken:nieuw"), "gezien", functie="kok", code=code, uurrooster="ma")
    assert list(antwoord.context["form"].errors) == ["code"]
    assert velden(antwoord, "gezien")["uurrooster"] == "ma"


def test_zonder_functie_zegt_het_veld_wat_te_doen(huis, hr):
    antwoord = vul_in(hr, reverse("leerwerkplekken:nieuw"), "gezien", functie="")
    assert antwoord.context["form"].errors["functie"] == ["Vul de functie in, bijvoorbeeld “medewerker groendienst”."]
    assert "<title>Fout: " in antwoord.content.decode()


def test_zonder_project_zegt_de_pagina_wat_eerst_moet(db):
    antwoord = meld_aan(zonder_project("hr").gebruiker).get(reverse("leerwerkplekken:nieuw"))
    assert antwoord.status_code == 200 and "Eerst een subsidieproject" in antwoord.content.decode()


# --- de stappen


@pytest.mark.parametrize(
    ("uren", "mag"), [(31, False), (32, True), (64, True), (65, False), (-1, False), (10**6, False)]
)
def test_uren_per_maand_op_de_grens(huis, hr, uren, mag):
    antwoord = vul_in(hr, adres("gegevens", huis.plek), "gezien", uren_per_maand=str(uren), dienst="Nieuw")
    if mag:
        assert antwoord.status_code == 302 and vers(huis).uren_per_maand == uren
    else:
        assert antwoord.context["form"].errors["uren_per_maand"] == ["Kies 32 tot 64 uur per maand."]
        assert velden(antwoord, "gezien")["dienst"] == "Nieuw" and vers(huis).uren_per_maand == 48


def test_gegevens_bewaren_verandert_enkel_wat_gewijzigd_is(huis, hr):
    voor = vers(huis)
    antwoord = vul_in(
        hr, adres("gegevens", huis.plek), "gezien", dienst="Sport", beschikbaar_tot="31/10/2023", additioneel="False"
    )
    assert antwoord.status_code == 302
    na = vers(huis)
    assert (na.dienst, na.beschikbaar_tot, na.additioneel) == ("Sport", date(2023, 10, 31), False)
    assert (na.functie, na.taken, na.mentor_id, na.uren_per_maand) == (voor.functie, voor.taken, voor.mentor_id, 48)


def test_een_plek_sluit_niet_voor_ze_opent(huis, hr):
    antwoord = vul_in(hr, adres("gegevens", huis.plek), "gezien", beschikbaar_tot="2023-01-31")
    assert antwoord.context["form"].errors["beschikbaar_tot"] == [
        "De plek sluit voor ze opent. Pas een van beide datums aan."
    ]


def test_taken_en_competenties(huis, hr):
    antwoord = vul_in(
        hr,
        adres("taken", huis.plek),
        "gezien",
        taken="- rekken vullen\r\n\r\nKassa\r\nkassa ",
        gangbaar=["samenwerken"],
        eigen="rekenen\r\nsamenwerken",
    )
    assert antwoord.status_code == 302
    assert (vers(huis).taken, vers(huis).competenties) == (["rekken vullen", "Kassa"], ["samenwerken", "rekenen"])


def test_een_te_lange_taak_noemt_zichzelf_en_de_rest_blijft(huis, hr):
    antwoord = vul_in(hr, adres("taken", huis.plek), "gezien", taken="kort\n" + "x" * 201, eigen="rekenen")
    assert "te lang" in antwoord.context["form"].errors["taken"][0]
    assert velden(antwoord, "gezien")["eigen"].strip() == "rekenen" and vers(huis).taken == huis.plek.taken


def test_een_mentor_kiezen_toont_leiding_opleiding_en_plekken(huis, hr):
    plek = leeg(huis)
    pagina = hr.get(adres("mentor", plek), {"mentor": huis.mentor.pk}).content.decode()
    assert (
        "Leidinggevende Van Aa" in pagina and "Nog niet opgeleid" in pagina and "2 plekken, deze inbegrepen" in pagina
    )
    with huis.binnen():
        huis.certificaat()
    assert "Opgeleid" in hr.get(adres("mentor", plek), {"mentor": huis.mentor.pk}).content.decode()
    assert vers(huis, plek).mentor is None
    assert vul_in(hr, adres("mentor", plek), "gezien", mentor=str(huis.mentor.pk)).status_code == 302
    assert vers(huis, plek).mentor == huis.mentor


@pytest.mark.parametrize(("andere", "signaal"), [(2, False), (3, True)])
def test_meer_dan_drie_plekken_per_mentor_is_een_signaal_en_bewaart_toch(db, andere, signaal):
    huis = Huis("dd", plekken=andere)
    hr, plek = meld_aan(huis.leden["hr"].gebruiker), leeg(huis)
    pagina = hr.get(adres("mentor", plek), {"mentor": huis.mentor.pk}).content.decode()
    assert ("De richtlijn is 3 per opgeleide mentor" in pagina) is signaal
    assert vul_in(hr, adres("mentor", plek), "gezien", mentor=str(huis.mentor.pk)).status_code == 302


@pytest.mark.parametrize("raar", ["x", "-1", "9" * 30, ""])
def test_een_rare_mentor_in_het_adres_toont_er_geen(huis, hr, raar):
    assert hr.get(adres("mentor", huis.plek), {"mentor": raar}).status_code == 200


def test_het_plan_bewaren_laat_de_rollen_standaard(huis, hr):
    assert "Dit is de standaardtekst" in hr.get(adres("plan", huis.plek)).content.decode()
    assert vul_in(hr, adres("plan", huis.plek), "gezien", onthaal="Om 9 uur aan de balie.").status_code == 302
    plan = vers(huis).plan
    assert plan.onthaal == "Om 9 uur aan de balie." and plan.veiligheid == standaard.VEILIGHEID and plan.standaard


def test_rollen_nakijken_haalt_standaard_weg(huis, hr):
    url = adres("rollen", huis.plek)
    assert "Standaard: kijk na" in hr.get(url).content.decode()
    assert vul_in(hr, url, "gezien").status_code == 302
    plan = vers(huis).plan
    assert plan.matrix == standaard.MATRIX and not plan.standaard
    assert "Standaard: kijk na" not in hr.get(url).content.decode()


def test_onvolledige_rollen_bewaren_en_benoemen(huis, hr):
    vul_in(hr, adres("rollen", huis.plek), "gezien", o0_mentor="", o1_hr="A")
    taken = hr.get(adres("takenlijst", huis.plek)).content.decode()
    assert "Ontbreekt: onthaal: kies wie dit uitvoert (R). En nog 1." in taken and "5 van 6 stappen klaar" in taken
    assert (
        hr.post(
            adres("rollen", huis.plek), velden(hr.get(adres("rollen", huis.plek)), "gezien") | {"o0_hr": "Z"}
        ).status_code
        == 200
    )


def test_de_takenlijst_zegt_per_stap_wat_ontbreekt(huis, hr):
    pagina = hr.get(adres("takenlijst", leeg(huis))).content.decode()
    for zin in ("vul het aantal uren per maand in", "noem minstens één taak", "kies een mentor", "bied de plek aan"):
        assert f"Ontbreekt: {zin}" in pagina
    assert "2 van 6 stappen klaar" in pagina and "Fiche bekijken" in pagina
    vol = hr.get(adres("takenlijst", huis.plek)).content.decode()
    assert "6 van 6 stappen klaar" in vol and "Standaard: kijk na." in vol
    assert reverse("fiches:nakijken", args=[huis.plek.pk]) in vol


def test_de_takenlijst_zegt_hoe_het_met_de_fiche_staat(huis, hr):
    url = adres("takenlijst", huis.plek)
    assert "Fiche nakijken en indienen" in hr.get(url).content.decode()
    with huis.binnen():
        fiche = huis.fiche()
    pagina = hr.get(url).content.decode()
    assert "Versie 1 wacht op een handtekening" in pagina and "nakijken en indienen" not in pagina
    with huis.binnen():
        fiche_stappen.terugsturen(huis.actor("hr"), fiche, reden="De taken kloppen niet.")
    pagina = hr.get(url).content.decode()
    assert "kwam terug:</strong> De taken kloppen niet." in pagina and "Fiche nakijken en indienen" in pagina
    with huis.binnen():
        huis.ondertekende_fiche()
    pagina = hr.get(url).content.decode()
    assert "Versie 2 is ondertekend" in pagina and "Nieuwe versie nakijken" in pagina


def test_wie_de_fiche_niet_mag_lezen_krijgt_geen_link(huis):
    with huis.binnen():
        fiche = huis.fiche()
        mentor_stappen.zet_leiding(huis.installatie, huis.mentor, huis.leden["directeur"])
    url, link = adres("takenlijst", huis.plek), reverse("fiches:fiche", args=[fiche.pk])
    assert link in meld_aan(huis.leden["directeur"].gebruiker).get(url).content.decode()
    pagina = meld_aan(huis.leden["leidinggevende"].gebruiker).get(url).content.decode()
    assert "Ter ondertekening" in pagina and link not in pagina


def test_een_vreemd_teken_wordt_getoond_niet_uitgevoerd(huis, hr):
    kwaad = "<script>alert(1)</script>"
    vul_in(hr, adres("gegevens", huis.plek), "gezien", functie=kwaad)
    for url in (adres("takenlijst", huis.plek), adres("gegevens", huis.plek), adres("sluit", huis.plek)):
        pagina = hr.get(url).content.decode()
        assert "&lt;script&gt;alert(1)" in pagina and kwaad not in pagina


# --- twee tabbladen


def test_wat_een_collega_intussen_wijzigde_blijft_staan(huis, hr):
    url = adres("gegevens", huis.plek)
    tab = velden(hr.get(url), "gezien")
    assert vul_in(hr, url, "gezien", dienst="Sport").status_code == 302
    antwoord = hr.post(url, tab | {"functie": "tuinier"})
    fouten = list(antwoord.context["form"].non_field_errors())
    assert "Iemand wijzigde dit intussen" in fouten[0] and fouten[1:] == ["Nu bewaard bij “Dienst”: Sport."]
    assert velden(antwoord, "gezien")["functie"] == "tuinier"
    assert (vers(huis).functie, vers(huis).dienst) == ("medewerker groendienst", "Sport")
    assert hr.post(url, velden(antwoord, "gezien")).status_code == 302  # bewust nog eens bewaren mag
    assert (vers(huis).functie, vers(huis).dienst) == ("tuinier", "Groendienst")


@pytest.mark.parametrize(
    ("stap", "eerst", "dan"),
    [
        ("taken", {"taken": "een"}, {"taken": "twee"}),
        ("mentor", {"mentor": ""}, {}),
        ("plan", {"onthaal": "een"}, {"onthaal": "twee"}),
        ("rollen", {"o0_mentor": "C"}, {"o0_mentor": "I"}),
    ],
)
def test_elke_stap_bewaakt_het_andere_tabblad(huis, hr, stap, eerst, dan):
    url = adres(stap, huis.plek)
    tab = velden(hr.get(url), "gezien")
    assert hr.post(url, tab | eerst).status_code == 302
    antwoord = hr.post(url, tab | dan)
    assert antwoord.status_code == 200 and "Iemand wijzigde dit intussen" in antwoord.content.decode()


def test_een_andere_stap_in_een_ander_tabblad_stoort_niet(huis, hr):
    tab = velden(hr.get(adres("taken", huis.plek)), "gezien")
    assert vul_in(hr, adres("gegevens", huis.plek), "gezien", dienst="Sport").status_code == 302
    assert hr.post(adres("taken", huis.plek), tab | {"taken": "iets"}).status_code == 302


def test_zonder_merkteken_wordt_niets_bewaard(huis, hr):
    tab = velden(hr.get(adres("taken", huis.plek)), "gezien") | {"taken": "iets"}
    del tab["gezien"]
    assert hr.post(adres("taken", huis.plek), tab).status_code == 200
    assert vers(huis).taken == huis.plek.taken


# --- kopiëren en sluiten


def test_een_kopie_met_aanbod_is_meteen_volledig(huis, hr):
    antwoord = vul_in(
        hr, adres("kopieer", huis.plek), "volgende", partners=[huis.partner.pk], aangeboden_op="2023-05-01"
    )
    assert antwoord.status_code == 302
    with huis.binnen():
        kopie = Leerwerkplek.objects.get(code="572-AA-02")
        assert kopie.status == "aangeboden" and kopie.taken == huis.plek.taken and kopie.mentor_id == huis.mentor.pk
    assert antwoord["Location"] == adres("takenlijst", kopie)


def test_zes_gelijke_plekken(huis, hr):
    antwoord = vul_in(hr, adres("kopieer", huis.plek), "volgende", aantal="5")
    assert antwoord.status_code == 302 and antwoord["Location"].startswith(reverse("leerwerkplekken"))
    with huis.binnen():
        codes = list(Leerwerkplek.objects.order_by("code").values_list("code", flat=True))
    assert codes == [f"572-AA-0{n}" for n in range(1, 7)]


@pytest.mark.parametrize("aantal", ["0", "51", "", "x"])
def test_een_aantal_buiten_de_grens(huis, hr, aantal):
    antwoord = vul_in(hr, adres("kopieer", huis.plek), "volgende", aantal=aantal)
    assert antwoord.status_code == 200 and "aantal" in antwoord.context["form"].errors
    with huis.binnen():
        assert Leerwerkplek.objects.count() == 1


def test_een_dubbele_verzending_kopieert_niet_dubbel(huis, hr):
    url = adres("kopieer", huis.plek)
    gegevens = velden(hr.get(url), "volgende") | {"aantal": "2"}
    assert hr.post(url, gegevens).status_code == 302
    tweede = hr.post(url, gegevens)
    assert "de volgende is nu 572-AA-04" in tweede.context["form"].non_field_errors()[0]
    with huis.binnen():
        assert Leerwerkplek.objects.count() == 3


def test_een_geweigerd_aanbod_laat_geen_kopie_achter(huis, hr):
    volgend = timezone.localdate().year + 1
    antwoord = vul_in(
        hr, adres("kopieer", huis.plek), "volgende", partners=[huis.partner.pk], aangeboden_op=f"{volgend}-12-31"
    )
    assert "aangeboden_op" in antwoord.context["form"].errors
    with huis.binnen():
        assert Leerwerkplek.objects.count() == 1


def test_nieuw_van_een_bestaande_gaat_naar_kopieren(huis, hr):
    antwoord = hr.get(reverse("leerwerkplekken:nieuw"), {"van": huis.plek.pk})
    assert antwoord.status_code == 302 and antwoord["Location"] == adres("kopieer", huis.plek)


def test_sluiten_en_heropenen_na_bevestiging(huis, hr):
    url = adres("sluit", huis.plek)
    assert "sluiten?" in hr.get(url).content.decode() and vers(huis).status == "aangeboden"
    tab = velden(hr.get(url), "wat")
    assert "is gesloten" in hr.post(url, tab, follow=True).content.decode() and vers(huis).status == "gesloten"
    assert "al gesloten" in hr.post(url, tab, follow=True).content.decode() and vers(huis).status == "gesloten"
    assert "Heropen ze" in hr.get(adres("aanbod", huis.plek)).content.decode()
    assert vul_in(hr, url, "wat").status_code == 302 and vers(huis).status == "aangeboden"
