"""Wat er wijzigde tussen twee versies van een fiche, veld per veld en in woorden."""

import copy
import json
from pathlib import Path

import pytest

from fiches import blad_inhoud, regels, verschil
from fiches.enums import Status
from fiches.models import Fiche

INHOUD = json.loads((Path(__file__).parent / "oud" / "inhoud-1.json").read_text())


def anders(wijzig) -> dict[str, tuple[str, ...]]:
    """Wat er in woorden staat als `wijzig` de inhoud aanpast."""
    nieuw = copy.deepcopy(INHOUD)
    wijzig(nieuw)
    gevonden = verschil.tussen(blad_inhoud.van_inhoud(nieuw), blad_inhoud.van_inhoud(INHOUD))
    return {v.wat: v.zinnen for v in gevonden}


def zet(deel, veld, waarde):
    return lambda inhoud: inhoud[deel].__setitem__(veld, waarde)


def test_niets_gewijzigd():
    assert anders(lambda inhoud: inhoud.update(versie=2, ingediend_op="2023-09-01")) == {}


@pytest.mark.parametrize(
    ("wijzig", "verwacht"),
    [
        (zet("leerwerkplek", "uren_per_maand", 32), {"Uren": ("Was: 64 uur per maand", "Nu: 32 uur per maand")}),
        (zet("leerwerkplek", "taken", ["rekken aanvullen", "tellen"]), {"Taken": ("Erbij: tellen", "Weg: kledij sorteren")}),
        (zet("leerwerkplek", "leerdoelen", ["kassa bedienen", "tellen"]), {"Leerdoelen": ("Nieuw: kassa bedienen; tellen",)}),
        (zet("leerwerkplek", "vereisten", "Een fiets."), {"Vereisten": ("Weg: Stevige schoenen.",)}),
        (zet("leerwerkplek", "vereisten", ""), {"Vereisten": ("Weggelaten: Stevige schoenen.; Een fiets.",)}),
        (lambda i: i["aanbod"].clear(), {"Aanbod aan GLOW-partner Noordrand": ("Weggelaten: aangeboden op 2 mei 2023",)}),
    ],
)  # fmt: skip
def test_een_veld(wijzig, verwacht):
    assert anders(wijzig) == verwacht


def test_enkel_de_volgorde():
    taken = INHOUD["leerwerkplek"]["taken"][::-1]
    assert anders(zet("leerwerkplek", "taken", taken)) == {"Taken": ("Dezelfde punten, in een andere volgorde.",)}


def test_rollen_in_woorden():
    def ruil(inhoud):
        rij = inhoud["plan"]["matrix"][0]
        rij["mentor"], rij["hr"] = "A", ""

    (zinnen,) = anders(ruil).values()
    onthaal = {z.partition(":")[0]: z for z in zinnen}
    assert onthaal["Mentor"].endswith("nu “eindverantwoordelijk”")
    assert onthaal["HR"].endswith("nu niet genoemd")


def test_een_onderwerp_dat_wegvalt_of_bijkomt():
    weg = anders(lambda i: i["plan"]["matrix"].pop(0))
    bij = anders(lambda i: i["plan"]["matrix"].append({"onderwerp": "Sleutels", "mentor": "R"}))
    assert list(weg) == ["Rollen: Onthaal"] and all(zin.endswith("nu niet genoemd") for zin in weg["Rollen: Onthaal"])
    assert bij == {"Rollen: Sleutels": ("Mentor: was niet genoemd, nu “voert uit”",)}


def test_elk_veld_dat_het_blad_gewijzigd_noemt_staat_er_in_woorden():
    """Het ene onderdeel mag niets verzwijgen wat het andere merkt."""
    for deel, veld, waarde in (("leerwerkplek", "vereisten", "x"), ("mentor", "naam", "An"), ("plan", "onthaal", "y")):
        nieuw = copy.deepcopy(INHOUD)
        nieuw[deel][veld] = waarde
        nu, oud = blad_inhoud.van_inhoud(nieuw), blad_inhoud.van_inhoud(INHOUD)
        assert len(verschil.vergeleken(nu, oud).gewijzigd) == len(verschil.tussen(nu, oud)) == 1, veld


def fiche(versie, status):
    return Fiche(versie=versie, status=status)


@pytest.mark.parametrize(
    ("eerder", "verwacht"),
    [
        ([], None),
        ([(1, Status.TERUGGESTUURD)], 1),
        ([(1, Status.ONDERTEKEND), (2, Status.TERUGGESTUURD)], 1),  # wat geldt, gaat voor
        ([(1, Status.VERVANGEN), (2, Status.ONDERTEKEND)], 2),
        ([(1, Status.TERUGGESTUURD), (2, Status.INGETROKKEN)], 2),
        ([(4, Status.ONDERTEKEND)], None),  # een nieuwere telt niet
    ],
)
def test_waarmee_vergeleken_wordt(eerder, verwacht):
    gevonden = regels.vorige(fiche(3, Status.TER_ONDERTEKENING), [fiche(*rij) for rij in eerder])
    assert (gevonden.versie if gevonden else None) == verwacht
