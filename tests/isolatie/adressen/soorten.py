"""Wie een adres mag openen, en wat het dan antwoordt."""

from dataclasses import dataclass, field

ROLLEN = {
    "HR": "hr",
    "MEN": "mentor",
    "LEI": "leidinggevende",
    "DIR": "directeur",
    "COO": "coordinator",
    "CON": "controleur",
    "BEH": "beheerder",
    "GLOW": "glow",
}
PUBLIEK, EIGEN, ROL, SLEUTEL = "publiek", "eigen", "rol", "sleutel"


@dataclass(frozen=True)
class Adres:
    """`hoe`: G, P of GP. `ok`: wat een GET van wie mag en het eigen ding antwoordt. `vraag`: wat achter het pad komt.

    `zonder`: rollen die wel mogen kijken (in `rollen`), maar hun eigen ding hier niet zien (404)."""

    klasse: str
    rollen: frozenset[str] = frozenset()
    ding: str = ""
    hoe: str = "GP"
    ok: tuple[int, ...] = (200,)
    vraag: tuple[str, ...] = ("",)
    extra: dict = field(default_factory=dict)
    gegevens: dict = field(default_factory=dict)


def van(rollen: str, **anders) -> Adres:
    return Adres(ROL, frozenset(ROLLEN[kort] for kort in rollen.split()), **anders)


def publiek(**anders) -> Adres:
    return Adres(PUBLIEK, **{"ok": (200,)} | anders)


def eigen(**anders) -> Adres:
    return Adres(EIGEN, **{"ok": (200, 302, 403, 404, 405)} | anders)


def sleutel(**anders) -> Adres:
    return Adres(SLEUTEL, **anders)


KIJKT = "HR LEI DIR COO"
