"""Het plan van aanpak van een plek: wat HR erin zet, wat ontbreekt, werkafspraken per partner, en wat een partner leest."""

import pytest

from leerwerkplekken import planblad, standaard, stappen, werkafspraken
from leerwerkplekken.models import Werkafspraak
from leerwerkplekken.regels import matrix_bezwaren, nog_aan_te_vullen, ontbrekend
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from tests.hulp.scherm import meld_aan, velden, vul_in
from tests.leerwerkplekken.hulp import adres, plek_nu, tweede_partner

pytestmark = pytest.mark.django_db
VOL = {
    "risicos": "- tillen\r\n\r\nsnijden\r\nTillen",
    "beschermingsmiddelen": "veiligheidsschoenen\r\nhandschoenen",
    "bus": "Lijn 214, halte Markt.\r\nVier minuten stappen.",
    "fiets": "Stalling aan de achterdeur.",
    "taalniveau": "a2",
    "geschikt": ["vast", "stappen"],
    "geschikt_toelichting": "De eerste week werk je samen.",
}


def eigen_rij(**anders):
    return {"onderwerp": "Materiaal", "mentor": "R", "leidinggevende": "A", "hr": "", "glow": "I"} | anders


# --- het formulier


def test_alles_van_het_plan_wordt_bewaard(huis, hr):
    assert vul_in(hr, adres("plan", huis.plek), "gezien", **VOL).status_code == 302
    with huis.binnen():
        plan = plek_nu(huis).plan
        assert plan.risicos == ["tillen", "snijden"]
        assert plan.beschermingsmiddelen == ["veiligheidsschoenen", "handschoenen"]
        assert plan.bus == "Lijn 214, halte Markt.\nVier minuten stappen."
        assert (plan.taalniveau, plan.geschikt) == ("a2", ["vast", "stappen"])
        assert plan.eigen == sorted(VOL) and plan.standaard
        assert nog_aan_te_vullen(plan) == [] and ontbrekend(plek_nu(huis), huis.project.tot) == []


def test_wat_mag_ontbreken_staat_op_de_takenlijst_en_houdt_niets_tegen(huis, hr):
    pagina = hr.get(adres("takenlijst", huis.plek)).content.decode()
    assert "Nog niet ingevuld: risico’s, beschermingsmiddelen, bereikbaarheid, taalniveau en voor wie de plek" in pagina
    assert "6 van 6 stappen klaar" in pagina


def test_het_scherm_vraagt_eenvoudige_taal_en_noemt_de_standaardtekst(huis, hr):
    pagina = hr.get(adres("plan", huis.plek)).content.decode()
    assert "taalniveau A2" in pagina and pagina.count("Dit is de standaardtekst") == 4
    vul_in(hr, adres("plan", huis.plek), "gezien", onthaal="Om 9 uur.")
    assert hr.get(adres("plan", huis.plek)).content.decode().count("Dit is de standaardtekst") == 3


@pytest.mark.parametrize(
    ("fout", "veld"),
    [
        ({"taalniveau": "c9"}, "taalniveau"),
        ({"geschikt": ["zomaar"]}, "geschikt"),
        ({"risicos": "x" * 201}, "risicos"),
        ({"beschermingsmiddelen": "x" * 101}, "beschermingsmiddelen"),
        ({"risicos": "\n".join(map(str, range(31)))}, "risicos"),
    ],
)
def test_een_fout_staat_bij_haar_veld_en_de_rest_blijft(huis, hr, fout, veld):
    antwoord = vul_in(hr, adres("plan", huis.plek), "gezien", **{"fiets": "Stalling.", **fout})
    assert (
        list(antwoord.context["form"].errors) == [veld] and velden(antwoord, "gezien")["fiets"].strip() == "Stalling."
    )
    with huis.binnen():
        assert plek_nu(huis).plan.fiets == ""


def test_leerdoelen_staan_bij_de_taken(huis, hr):
    url = adres("taken", huis.plek)
    assert vul_in(hr, url, "gezien", leerdoelen="hagen snoeien\r\nveilig werken").status_code == 302
    with huis.binnen():
        assert plek_nu(huis).leerdoelen == ["hagen snoeien", "veilig werken"]


# --- werkafspraken per GLOW-partner


def test_een_aanbod_begint_met_de_afspraken_van_de_plek(huis):
    with huis.binnen():
        partner = tweede_partner(huis)
        stappen.bewaar_plan(huis.actor("hr"), huis.plek, werkafspraken="Bel op maandag.")
        stappen.bied_aan(huis.actor("hr"), huis.plek, partner)
        teksten = {a.glowpartner: (a.tekst, a.standaard) for a in werkafspraken.per_partner(plek_nu(huis))}
        # wie nog gelijk liep met de plek, ging mee
        assert teksten == {huis.partner: ("Bel op maandag.", True), partner: ("Bel op maandag.", True)}


def test_eigen_afspraken_met_een_partner_blijven_van_die_partner(huis, hr):
    with huis.binnen():
        partner = tweede_partner(huis)
        stappen.bied_aan(huis.actor("hr"), huis.plek, partner)
    naam = f"afspraak_{partner.pk}"
    assert vul_in(hr, adres("plan", huis.plek), "gezien", **{naam: "Samen evalueren."}).status_code == 302
    assert vul_in(hr, adres("plan", huis.plek), "gezien", werkafspraken="Iets anders.").status_code == 302
    with huis.binnen():
        plek = plek_nu(huis)
        assert werkafspraken.met(plek, partner) == "Samen evalueren."
        assert werkafspraken.met(plek, huis.partner) == "Iets anders."
        assert [a.standaard for a in werkafspraken.per_partner(plek)] == [True, False]
    leeg = vul_in(hr, adres("plan", huis.plek), "gezien", **{naam: "  "})
    assert leeg.context["form"].errors[naam] == ["Noteer wat je met Tweede partner afspreekt."]


def test_een_partner_leest_het_plan_en_enkel_zijn_eigen_afspraken(huis):
    with huis.binnen():
        partner = tweede_partner(huis)
        stappen.bied_aan(huis.actor("hr"), huis.plek, partner)
        stappen.bewaar_afspraak(huis.actor("hr"), huis.plek, partner, "Enkel voor de tweede.")
        stappen.wijzig(huis.actor("hr"), huis.plek, begeleider=huis.leden["beheerder"])
    with isolatie.namens(gebruiker=huis.partnerlid.gebruiker_id, glowpartner=huis.partner.pk):
        assert list(Werkafspraak.objects.values_list("glowpartner", flat=True)) == [huis.partner.pk]
        blad = planblad.van(plek_nu(huis), glowpartner=huis.partner)
    rijen = {rij.label: rij.waarde for deel in blad.delen for rij in deel.rijen}
    assert rijen["Met jullie"] == standaard.WERKAFSPRAKEN and rijen["Onthaal"] == standaard.ONTHAAL
    assert rijen["Werkplekbegeleider"] == "Er is elke dag een begeleider, naast de mentor."
    assert blad.rollen[1] == "begeleider" and len(blad.matrix) == 7
    assert "Beheerder" not in str(blad) and "tweede" not in str(blad)
    with isolatie.namens(gebruiker=huis.partnerlid.gebruiker_id, glowpartner=partner.pk):
        assert Werkafspraak.objects.get().tekst == "Enkel voor de tweede."


def test_wie_enkel_meekijkt_leest_het_hele_plan(huis):
    with huis.binnen():
        stappen.bewaar_plan(huis.actor("hr"), huis.plek, risicos=["tillen"], geschikt=["rustig"])
    pagina = meld_aan(huis.leden["coordinator"].gebruiker).get(adres("takenlijst", huis.plek)).content.decode()
    for woord in ("Plan van aanpak", "tillen", "rustige plek", f"Met {huis.partner.naam}", "Dagelijkse begeleiding"):
        assert woord in pagina


# --- de matrix


@pytest.mark.parametrize(
    ("rij", "zinnen"),
    [
        (eigen_rij(), 0),
        (eigen_rij(mentor=""), 1),
        (eigen_rij(hr="A"), 1),
        (eigen_rij(leidinggevende="I", mentor="C"), 2),
    ],
)
def test_een_eigen_onderwerp_volgt_dezelfde_regel(rij, zinnen):
    assert len(matrix_bezwaren([*standaard.MATRIX, rij])) == zinnen


def test_de_kolom_van_de_begeleider_telt_enkel_waar_er_een_is():
    matrix = [{**standaard.MATRIX[0], "leidinggevende": "I", "begeleider": "A"}, *standaard.MATRIX[1:]]
    assert matrix_bezwaren(matrix) == ["Onthaal: kies precies één eindverantwoordelijke (A)."]
    assert matrix_bezwaren(matrix, begeleider=True) == []
    assert matrix_bezwaren(standaard.MATRIX, begeleider=True) == matrix_bezwaren(standaard.MATRIX) == []


def test_onderwerpen_komen_erbij_en_gaan_weer_weg(huis, hr):
    url = adres("rollen", huis.plek)
    nieuw = {"o7_onderwerp": "Materiaal", "o7_mentor": "R", "o7_leidinggevende": "A"}
    assert vul_in(hr, url, "gezien", **nieuw).status_code == 302
    with huis.binnen():
        rij = plek_nu(huis).plan.matrix[7]
        assert rij == {"onderwerp": "Materiaal", "mentor": "R", "leidinggevende": "A", "hr": "", "glow": ""}
        assert plek_nu(huis).plan.matrix[0]["begeleider"] == "R"  # wat niet op het scherm stond, blijft
    scherm = velden(hr.get(url), "gezien")
    assert scherm["o7_onderwerp"] == "Materiaal" and scherm["o9_onderwerp"] == "" and "o10_onderwerp" not in scherm
    assert vul_in(hr, url, "gezien", o7_onderwerp="").status_code == 302
    with huis.binnen():
        assert len(plek_nu(huis).plan.matrix) == 7


@pytest.mark.parametrize(
    ("getypt", "zin"),
    [
        ({"o7_mentor": "R"}, "Geef dit onderwerp een naam"),
        ({"o7_onderwerp": "onthaal"}, "“onthaal” staat er al."),
        ({"o7_onderwerp": "Post", "o8_onderwerp": "post"}, "“post” staat er al."),
    ],
)
def test_een_eigen_onderwerp_zonder_of_met_dubbele_naam(huis, hr, getypt, zin):
    antwoord = vul_in(hr, adres("rollen", huis.plek), "gezien", **getypt)
    assert zin in antwoord.content.decode() and getypt.items() <= velden(antwoord, "gezien").items()
    with huis.binnen():
        assert len(plek_nu(huis).plan.matrix) == 7


def test_wat_een_collega_intussen_weghaalde_gaat_niet_verloren(huis, hr):
    url = adres("rollen", huis.plek)
    vul_in(hr, url, "gezien", o7_onderwerp="Post", o7_mentor="R", o7_hr="A")
    tab = velden(hr.get(url), "gezien") | {"o9_onderwerp": "Sleutels", "o9_mentor": "R"}
    vul_in(hr, url, "gezien", o7_onderwerp="")
    antwoord = hr.post(url, tab)
    assert "Iemand wijzigde dit intussen" in antwoord.content.decode()
    assert velden(antwoord, "gezien")["o9_onderwerp"] == "Sleutels"


def test_zonder_tekst_bewaart_de_stap_geen_afspraak(huis):
    with huis.binnen(), pytest.raises(Geweigerd, match="Noteer wat je"):
        stappen.bewaar_afspraak(huis.actor("hr"), huis.plek, huis.partner, " ")
