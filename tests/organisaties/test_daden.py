"""De tabel van rol × daad: elke daad heeft een omschrijving, wordt gebruikt, en bestaat waar ze genoemd wordt."""

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

from organisaties import toegang
from organisaties.daden import ACTEN, DADEN
from organisaties.enums import Gevoelig, Rol


def genoemd() -> set[str]:
    """Elke naam in `@daad("…")`, `eis(door, "…")` en `.mag("…")` van onze eigen apps."""
    namen: set[str] = set()
    for config in apps.get_app_configs():
        map_ = Path(config.path)
        if map_.parent != settings.BASIS:
            continue
        for bestand in map_.rglob("*.py"):
            namen |= uit(ast.parse(bestand.read_text()))
    return namen


def uit(boom: ast.AST) -> set[str]:
    gevonden = set()
    for knoop in ast.walk(boom):
        if not isinstance(knoop, ast.Call):
            continue
        naam = knoop.func.id if isinstance(knoop.func, ast.Name) else getattr(knoop.func, "attr", "")
        plaats = {"daad": 0, "eis": 1, "mag": 0}.get(naam)
        if plaats is None or len(knoop.args) <= plaats:
            continue
        waarde = knoop.args[plaats]
        if isinstance(waarde, ast.Constant) and isinstance(waarde.value, str):
            gevonden.add(waarde.value)
    return gevonden


def test_elke_genoemde_daad_bestaat():
    assert genoemd() <= ACTEN.keys()


def test_elke_daad_wordt_gebruikt():
    """Een recht dat geen view en geen stap vraagt, belooft op het scherm iets wat er niet is."""
    assert ACTEN.keys() - genoemd() == set()


def test_elke_daad_is_beschreven_en_eenmalig():
    assert len(ACTEN) == len(DADEN)
    for daad in DADEN:
        assert daad.groep and daad.uitleg[0].isupper() and not daad.uitleg.endswith("."), daad
        assert daad.rollen and daad.rollen <= set(Rol.values), daad
        assert daad.gevoelig in ("", *Gevoelig.values), daad


def test_de_maat_van_de_zoeker():
    """De zoeker hierboven ziet de drie vormen; anders bewijst hij niets."""
    bron = '@daad("a")\ndef f(): eis(door, "b"); x.mag("c"); daad(naam); eis(*uitkomsten)'
    assert uit(ast.parse(bron)) == {"a", "b", "c"}


def test_wie_tekent_beheert_of_namen_ziet_heeft_een_tweede_factor():
    assert not toegang.vraagt_tweede_factor(frozenset())
    for rol in Rol.values:
        verwacht = any(rol in daad.rollen and daad.gevoelig for daad in DADEN)
        assert toegang.vraagt_tweede_factor({rol}) is verwacht
    for rol in (Rol.HR, Rol.DIRECTEUR, Rol.LEIDINGGEVENDE, Rol.BEHEERDER, Rol.MENTOR, Rol.CONTROLEUR):
        assert toegang.vraagt_tweede_factor({rol, Rol.GLOW})
