"""Wat onder een vorig schema bevroren werd, blijft leesbaar, controleerbaar en vergelijkbaar."""

import json
from datetime import date
from pathlib import Path

from fiches import blad_inhoud, inhoud, pdf, stappen, verschil
from fiches.models import Fiche
from kern import bevroren
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from tests.fiches.test_pdf import teken, tekst_van

OUD = (Path(__file__).parent / "oud" / "inhoud-1.json").read_text()
SHA256 = "6742fc0648103983af83092a65a55180df4be8688bff4f5fb10c647ca6a1e6b4"  # zoals ze toen ondertekend werd


def test_een_oude_inhoud_houdt_haar_kenmerk_en_toont_zichzelf():
    assert bevroren.sha256(OUD) == SHA256 and bevroren.canoniek(json.loads(OUD)) == OUD
    fiche = Fiche(inhoud=OUD, inhoud_sha256=SHA256, versie=1, token="T" * 22, ingediend_op=date(2023, 6, 1))
    tekst = tekst_van(pdf.definitief(fiche, teken(fiche)))
    for deel in ("Winkelmedewerker", "Werkafspraken met de GLOW-partner", "Dagelijkse begeleiding", SHA256):
        assert deel in tekst
    for nieuw in ("Leerdoelen", "Begeleider", "Risico", "Met de bus"):
        assert nieuw not in tekst
    assert blad_inhoud.van_fiche(fiche).rollen == ("mentor", "leidinggevende", "HR", "GLOW-partner")


def test_een_oude_fiche_zonder_wijziging_vraagt_geen_nieuwe(huis):
    """Een bestuur dat bijwerkt moet niet alles opnieuw laten tekenen; wie iets aanvult, kan dat wel."""
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
        nu = json.loads(fiche.inhoud)
        del nu["begeleider"], nu["leerwerkplek"]["leerdoelen"]
        nu["plan"] = {v: nu["plan"][v] for v in ("informatie", "onthaal", "veiligheid", "werkafspraken", "matrix")}
        oud = bevroren.canoniek(nu | {"schema": inhoud.EERSTE_SCHEMA})
        voorstel = stappen.stel_voor(huis.plek, date(2023, 7, 1)).inhoud
        assert inhoud.zelfde(oud, voorstel) and inhoud.zelfde(fiche.inhoud, voorstel)
        assert "niets gewijzigd" in stappen.stel_voor(huis.plek, date(2023, 7, 1)).bezwaar
        plek_stappen.bewaar_plan(huis.actor("hr"), huis.plek, risicos=["tillen"])
        anders = stappen.stel_voor(Leerwerkplek.objects.get(pk=huis.plek.pk), date(2023, 7, 1)).inhoud
        assert not inhoud.zelfde(oud, anders) and not inhoud.zelfde(fiche.inhoud, anders)


def test_een_nieuwe_versie_toont_wat_erbij_kwam():
    nieuw = inhoud.in_dit_schema(json.loads(OUD))
    nieuw["plan"]["taalniveau"] = "A2: eenvoudige gesprekken"
    nieuw["begeleider"] = {"naam": "Bram Claes", "functie": ""}
    matrix = nieuw["plan"]["matrix"]
    nieuw["plan"]["matrix"] = [{**matrix[0], "begeleider": "R"}, *matrix[2:]]
    samen = verschil.vergeleken(blad_inhoud.van_inhoud(nieuw), blad_inhoud.van_inhoud(json.loads(OUD)))
    assert samen.gewijzigd == ("Werkplekbegeleider", "Nederlands", "Onthaal", "Dagelijkse begeleiding")
    assert samen.matrix[-1].letters == ("", "", "", "") and samen.matrix[-1].was == "R A I I"
    assert not any(rij.gewijzigd for rij in samen.matrix[1:-1])


def test_twee_partners_met_andere_afspraken_staan_apart():
    twee = inhoud.in_dit_schema(json.loads(OUD))
    twee["plan"]["werkafspraken_per_partner"] = [
        {"glowpartner": "Noord", "tekst": "Bel."},
        {"glowpartner": "Zuid", "tekst": "Mail."},
        {"glowpartner": "West", "tekst": "Bel."},
    ]
    labels = {veld.label: veld.waarde for veld in blad_inhoud.van_inhoud(twee).plan}
    assert labels["Werkafspraken met Noord en West"] == ("Bel.",) and labels["Werkafspraken met Zuid"] == ("Mail.",)


def test_nieuwe_inhoud_bevriest_het_hele_plan(huis):
    with huis.binnen():
        hr = huis.actor("hr")
        plek_stappen.wijzig(hr, huis.plek, begeleider=huis.leden["hr"], leerdoelen=["hagen snoeien"])
        plek_stappen.bewaar_plan(hr, huis.plek, risicos=["tillen"], taalniveau="a2", geschikt=["vast"], bus="Lijn 3.")
        plek_stappen.bewaar_afspraak(hr, huis.plek, huis.partner, "Bel ons.")
        gegevens = json.loads(huis.fiche(Leerwerkplek.objects.get(pk=huis.plek.pk)).inhoud)
    plan = gegevens["plan"]
    assert gegevens["begeleider"] == {"naam": "Hr Van Aa", "functie": "functie hr"}
    assert gegevens["leerwerkplek"]["leerdoelen"] == ["hagen snoeien"]
    assert (plan["risicos"], plan["taalniveau"], plan["geschikt"], plan["bus"]) == (
        ["tillen"],
        "A2: eenvoudige gesprekken",
        ["vaste begeleider"],
        "Lijn 3.",
    )
    assert plan["werkafspraken_per_partner"] == [{"glowpartner": "Partner aa", "tekst": "Bel ons."}]
    assert "begeleider" in plan["matrix"][0]
