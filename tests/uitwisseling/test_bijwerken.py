"""Een gewijzigd bestand werkt bij en zegt wat; wat er niet in staat blijft; wat niet mag wordt ook dan geweigerd."""

import pytest

from fiches.models import Fiche
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname, Leiding, Mentor
from organisaties import isolatie
from organisaties.models import Gebruiker, GlowPartner, Lidmaatschap, Organisatie
from plaatsingen.models import DeelnemerMaand, Maandstaat, Plaatsing, Prestatie
from projecten.models import Doelverdeling, Overeenkomst
from tests.uitwisseling.hulp import aantallen, importeer, met_uren, schrijf, uren, weigering
from uitwisseling.toelating import besturen

TEKSTEN = {
    "informatie": "Je begint om 9 uur.",
    "bus": "Lijn 214, halte Markt: vijf minuten stappen.",
    "fiets": "Fietsenstalling achter het gemeentehuis.",
    "geschikt_toelichting": "Er is altijd iemand in de buurt.",
}


@pytest.fixture
def geladen(leeg, tmp_path):
    """Een geladen bestand om te wijzigen, en `opnieuw()` om het nog eens te importeren."""
    d = met_uren("opwijk")
    importeer(schrijf(tmp_path, d))
    yield d, lambda: importeer(schrijf(tmp_path, d)), lambda: weigering(schrijf(tmp_path, d))
    leeg()


def binnen():
    return isolatie.namens(bestuur=besturen()[0][0])


def test_elke_lijst_werkt_bij_en_zegt_wat(geladen):
    d, opnieuw, _ = geladen
    d["bestuur"]["contact"] = "Markt 1, Opwijk"
    d["organisaties"][0]["adres"] = "Ringlaan 20"
    d["personen"][0]["functie"] = "diensthoofd HR"
    d["projecten"][0]["toegekend_bedrag"] = "14793,70"
    d["mentoren"][0]["dienst"] = "Groendienst"
    d["leerwerkplekken"][-1] |= {"uren_per_maand": 40, "onthaal": "Kom langs het onthaal."}
    d["leerwerkplekken"][-1] |= {"leerdoelen": ["kassa bedienen"], "begeleider_naam": "Bram Claes"}
    d["leerwerkplekken"][-1] |= {"risicos": ["tillen"], "taalniveau": "a2", "geschikt": ["vast", "tempo"]}
    d["leerwerkplekken"][-1] |= {"beschermingsmiddelen": ["handschoenen", "helm"], **TEKSTEN}
    d["maatregelen"][-1]["plekken"] = 5
    d["overleg"][-1]["verslag"] = "Afspraken gemaakt."
    uit = opnieuw()
    assert "is geïmporteerd" in uit
    for zin in (
        "bestuur, rij 2 (opwijk): contact gewijzigd.",
        f"organisaties, rij 2 ({d['organisaties'][0]['code']}): adres gewijzigd.",
        "personen, rij 2 (hr1@opwijk.example): functie gewijzigd.",
        "projecten, rij 2 (572-OPW): toegekend_bedrag gewijzigd.",
        f"mentoren, rij 2 ({d['mentoren'][0]['email']}): dienst gewijzigd.",
        "leerwerkplekken, rij 4 (X-02): uren_per_maand, leerdoelen, begeleider_naam, onthaal, informatie, risicos,"
        " beschermingsmiddelen, bus, fiets, taalniveau, geschikt, geschikt_toelichting gewijzigd.",
        "plekken gewijzigd.",
        "verslag gewijzigd.",
    ):
        assert zin in uit
    with binnen():
        plek = Leerwerkplek.objects.get(code="X-02")
        assert (plek.uren_per_maand, plek.plan.onthaal, plek.plan.standaard) == (40, "Kom langs het onthaal.", True)
        assert (plek.leerdoelen, plek.begeleiding) == (["kassa bedienen"], ("Bram Claes", ""))
        assert (plek.plan.risicos, plek.plan.taalniveau, plek.plan.geschikt) == (["tillen"], "a2", ["vast", "tempo"])
        assert plek.plan.beschermingsmiddelen == ["handschoenen", "helm"]
        assert {naam: getattr(plek.plan, naam) for naam in TEKSTEN} == TEKSTEN
        assert plek.plan.eigen == [
            "beschermingsmiddelen", "bus", "fiets", "geschikt", "geschikt_toelichting", "informatie", "onthaal",
            "risicos", "taalniveau",
        ]  # fmt: skip
        assert Organisatie.objects.get(code=d["organisaties"][0]["code"]).adres == "Ringlaan 20"
    assert "er is niets gewijzigd" in opnieuw()


def test_wat_niet_in_de_rij_staat_blijft_en_wat_leeg_is_wordt_leeg(geladen):
    d, opnieuw, _ = geladen
    d["leerwerkplekken"][-1]["vereisten"] = "Rijbewijs"
    opnieuw()
    del d["leerwerkplekken"][-1]["vereisten"]
    d["leerwerkplekken"][-1]["dienst"] = ""
    del d["organisaties"][-1]
    for lijst in ("overleg", "maatregelen"):
        d[lijst] = []
    assert "leerwerkplekken, rij 4 (X-02): dienst gewijzigd." in opnieuw()
    with binnen():
        plek = Leerwerkplek.objects.get(code="X-02")
        assert (plek.vereisten, plek.dienst) == ("Rijbewijs", "")
        assert Organisatie.objects.count() == 2


def test_doelen_per_organisatie_werken_bij(geladen):
    """Samen hoogstens het doel, over alle rijen tegelijk: een deel kan in één keer van de ene naar de andere."""
    d, opnieuw, weiger = geladen
    eerste, tweede = ({"project": "572-OPW", "organisatie": o["code"]} for o in d["organisaties"][:2])
    d["doelverdeling"] = [eerste | {"doel_leerwerkplekken": 6, "doel_mentoren": 1}, tweede | {"doel_mentoren": 1}]
    assert "doelverdeling: 2 nieuw" in opnieuw() and "er is niets gewijzigd" in opnieuw()
    d["doelverdeling"] = [eerste | {"doel_leerwerkplekken": 0}, tweede | {"doel_leerwerkplekken": 6}]
    assert "doelverdeling, rij 3 (572-OPW opcura): doel_leerwerkplekken gewijzigd." in opnieuw()
    d["doelverdeling"] = [tweede | {"doel_mentoren": 2}]  # de andere heeft er nog een, ook al staat ze er niet bij
    assert any("doelverdeling, rij 2, doel_mentoren: Samen zijn dit 3 mentoren." in zin for zin in weiger())
    with binnen():
        delen = Doelverdeling.objects.order_by("pk").values_list("doel_leerwerkplekken", "doel_mentoren")
        assert list(delen) == [(0, 1), (6, 1)]


def test_namen_van_wie_er_al_is_wijzigen_niet(geladen):
    d, opnieuw, _ = geladen
    d["personen"][0]["naam"] = "Anders"
    d["personen"][0]["email"] = d["personen"][0]["email"].upper()
    d["glowpartners"][0]["naam"] = "Anders"
    uit = opnieuw()
    assert "hr1@opwijk.example bestond al als Zoë Aerts en houdt die naam." in uit
    assert "GLOW-partner aanbod@glow-noordrand.example bestond al als “GLOW-partner Noordrand”" in uit
    assert "er is niets gewijzigd" in uit
    assert Gebruiker.objects.get(email="hr1@opwijk.example").naam == "Aerts"
    assert GlowPartner.objects.get().naam == "GLOW-partner Noordrand"


def test_rollen_komen_erbij_en_gaan_nooit_weg(geladen):
    d, opnieuw, _ = geladen
    d["personen"][0]["rollen"] = ["coordinator"]
    assert "rollen gewijzigd" in opnieuw()
    with binnen():
        assert set(Lidmaatschap.objects.get(gebruiker__email="hr1@opwijk.example").rollen) == {"hr", "coordinator"}


def test_een_andere_leidinggevende_vanaf_de_peildatum(geladen):
    d, opnieuw, _ = geladen
    nieuw = next(p["email"] for p in d["personen"] if p["rollen"] == ["directeur"])
    d["mentoren"][0]["leidinggevende"] = nieuw
    d["fiches"] = []
    for plek in d["leerwerkplekken"]:
        plek["leidinggevende"] = nieuw
    assert "leidinggevende gewijzigd" in opnieuw()
    with binnen():
        oud, huidig = Leiding.objects.order_by("van")
        assert (str(oud.van), str(oud.tot), str(huidig.van), huidig.tot) == (
            "2023-01-01",
            "2023-10-16",
            "2023-10-17",
            None,
        )
        assert Mentor.objects.count() == 1


def test_een_nieuwe_partner_krijgt_een_aanbod(geladen):
    d, opnieuw, _ = geladen
    d["glowpartners"].append({"code": "ander", "naam": "Ander", "email": "aanbod@ander.example"})
    d["leerwerkplekken"][-1]["glowpartners"].append("ander")
    d["aanbod"] = [{"leerwerkplek": "X-02", "glowpartner": "ander", "datum": "2023-09-01", "antwoord": "bekijkt"}]
    assert "leerwerkplekken, rij 4 (X-02): glowpartners gewijzigd." in opnieuw()
    with binnen():
        aanbod = Aanbod.objects.get(leerwerkplek__code="X-02", glowpartner__email="aanbod@ander.example")
        assert (str(aanbod.aangeboden_op), aanbod.antwoord) == ("2023-09-01", "bekijkt")
    assert "er is niets gewijzigd" in opnieuw()
    d["aanbod"][0]["antwoord"] = "aanvaard"
    assert "antwoord gewijzigd" in opnieuw()


def test_uren_wijzigen_binnen_een_volle_maand(geladen):
    d, opnieuw, geweigerd = geladen
    d["prestaties"] += [uren(f"2023-06-{dag:02}", "08:00", "16:00") for dag in range(1, 9)]
    opnieuw()
    d["prestaties"][-8] |= {"tot": "17:00"}  # de eerste dag wordt langer, de laatste korter: samen nog altijd 64
    d["prestaties"][-1] |= {"tot": "15:00"}
    uit = opnieuw()
    assert uit.count("uren gewijzigd") == 2
    with binnen():
        assert DeelnemerMaand.objects.get(deelnemer__code="X1", maand="2023-06-01").minuten == 64 * 60
    d["prestaties"][-1] |= {"tot": "15:15"}
    regels = geweigerd()
    assert f"prestaties, rij {len(d['prestaties']) + 1}, tot: Daarmee komt deze maand boven 64 u." in regels[0]


def test_uren_tellen_ook_wat_het_bestand_niet_noemt(geladen):
    d, opnieuw, geweigerd = geladen
    d["prestaties"] = [uren(f"2023-06-{dag:02}", "08:00", "16:00") for dag in range(1, 9)]
    opnieuw()
    d["prestaties"] = [uren("2023-06-09", "08:00", "09:00"), uren("2023-06-01", "15:00", "17:00")]
    regels = geweigerd()
    assert regels[0].startswith("prestaties, rij 2, tot: Daarmee komt deze maand boven 64 u.")
    assert any("prestaties, rij 3, van: Dit overlapt met wat er die dag al staat." in regel for regel in regels)


def test_een_plaatsing_verlengen_en_vroeger_stoppen(geladen):
    d, opnieuw, geweigerd = geladen
    d["plaatsingen"][-1]["tot"] = "2023-10-31"
    assert "tot gewijzigd" in opnieuw()
    d["plaatsingen"][-1] |= {"tot": "2023-10-15", "einde_reden": "werk gevonden"}
    assert "tot, einde_reden gewijzigd" in opnieuw()
    with binnen():
        plaatsing = Plaatsing.objects.get(code="XP1")
        assert (str(plaatsing.beeindigd_op), plaatsing.einde_reden) == ("2023-10-15", "werk gevonden")
    assert "er is niets gewijzigd" in opnieuw()
    d["plaatsingen"][-1] |= {"deelnemer": "X2"}
    assert "nooit een andere deelnemer" in geweigerd()[0]


def test_uren_buiten_een_verkorte_plaatsing_houden_haar_tegen(geladen):
    d, _, geweigerd = geladen
    d["prestaties"] = []
    d["plaatsingen"][-1]["van"] = "2023-06-01"
    assert "Buiten die periode staan al uren." in geweigerd()[0]


def test_een_deelnemer_die_niet_meer_voldoet_wordt_geweigerd(geladen):
    d, opnieuw, geweigerd = geladen
    d["deelnemers"][-2]["werkzoekend_sinds"] = "2022-01-01"
    voor = aantallen()
    regels = geweigerd()
    assert regels[0].startswith(f"deelnemers, rij {len(d['deelnemers'])}, werkzoekend_sinds: Nog geen 24 maanden")
    assert aantallen() == voor
    d["deelnemers"][-2] |= {"werkzoekend_sinds": "2019-01-01", "indicatoren": ["context", "werkervaring"]}
    assert "werkzoekend_sinds, indicatoren gewijzigd" in opnieuw()


def test_een_geplaatste_deelnemer_houdt_zijn_partner(geladen):
    d, _, geweigerd = geladen
    d["glowpartners"].append({"code": "ander", "naam": "Ander", "email": "aanbod@ander.example"})
    d["deelnemers"][-2]["glowpartner"] = "ander"
    assert "al geplaatst via een andere GLOW-partner" in geweigerd()[0]


def test_maandstaten_gaan_vooruit_en_sluiten_de_maand(geladen):
    d, opnieuw, geweigerd = geladen
    staat = {"plaatsing": "XP1", "maand": "2023-05", "status": "doorgestuurd", "datum": "2023-06-02"}
    d["maandstaten"] = [staat]
    assert "maandstaten: 1 nieuw" in opnieuw()
    staat |= {"status": "bevestigd", "datum": "2023-06-05"}
    assert "status gewijzigd" in opnieuw()
    with binnen():
        rij = Maandstaat.objects.get()
        assert (rij.status, rij.minuten, str(rij.bevestigd_op)) == ("bevestigd", 180, "2023-06-05")
    assert "er is niets gewijzigd" in opnieuw()
    d["prestaties"].append(uren("2023-05-10", "09:00", "12:00"))
    assert "Deze maand is bevestigd" in geweigerd()[0]
    with binnen():
        assert not Prestatie.objects.filter(datum="2023-05-10").exists()


def test_een_lege_maand_kan_niet_doorgestuurd_worden(geladen):
    d, _, geweigerd = geladen
    d["maandstaten"] = [{"plaatsing": "XP1", "maand": "2023-07", "status": "doorgestuurd", "datum": "2023-08-01"}]
    assert geweigerd()[0].startswith("maandstaten, rij 2, plaatsing: In deze maand staat nog niets.")


def test_een_deelname_wijzigt_zolang_er_geen_bestand_is(geladen):
    d, opnieuw, geweigerd = geladen
    d["deelnames"][0]["certificaat_datum"] = "2023-06-10"
    assert "certificaat_datum gewijzigd" in opnieuw()
    d["deelnames"][0]["certificaat_datum"] = "2023-01-01"
    assert "voor de opleiding" in geweigerd()[0]
    with binnen():
        assert str(Deelname.objects.get().certificaat_datum) == "2023-06-10"


def test_een_overeenkomst_met_partner_of_vdab(geladen):
    d, opnieuw, geweigerd = geladen
    glow = {"met": "glow", "van": "2023-01-01", "tot": "2023-12-31", "onderwerp": "Opvolging"}
    d["samenwerkingen"] = [glow, glow | {"met": "vdab"}]
    assert "samenwerkingen: 2 nieuw" in opnieuw()
    with binnen():
        assert set(Overeenkomst.objects.values_list("met", "glowpartner__email")) == {
            ("glow", "aanbod@glow-noordrand.example"),
            ("vdab", None),
        }
    d["samenwerkingen"].append(glow | {"met": "andere"})
    assert "samenwerkingen, rij 4, met: Een overeenkomst is met een GLOW-partner of met VDAB." in geweigerd()[0]


def test_een_partnercode_wisselt_niet_van_adres(geladen):
    d, _, geweigerd = geladen
    d["glowpartners"][0]["email"] = "nieuw@glow.example"
    assert geweigerd()[0].startswith("glowpartners, rij 2, email: Deze code hoort bij een ander e-mailadres.")


def test_een_tweede_bestuur_deelt_partners_en_personen(geladen, tmp_path):
    d, _, _ = geladen
    d["bestuur"] |= {"slug": "buur", "naam": "Gemeente Buur"}
    importeer(schrijf(tmp_path, d))
    assert GlowPartner.objects.count() == 1
    tel = aantallen()
    assert tel["organisaties_bestuur"] == 2
    assert tel["organisaties_gebruiker"] == len(d["personen"])
    assert tel["leerwerkplekken_leerwerkplek"] == 2 * len(d["leerwerkplekken"])
    with isolatie.namens(bestuur=besturen()[0][0]):
        assert not Fiche.objects.exists()
        assert Leerwerkplek.objects.count() == len(d["leerwerkplekken"])
