"""Waarmee een nieuw plan van aanpak begint. Het blijft gemarkeerd als *standaard* tot iemand het nakijkt."""

from collections.abc import Mapping, Sequence

BEGELEIDER = "begeleider"  # een kolom van de matrix waar er een werkplekbegeleider is
ROLLEN = {"mentor": "mentor", "leidinggevende": "leidinggevende", "hr": "HR", "glow": "GLOW-partner"}
ROLLEN_MET_BEGELEIDER = {"mentor": "mentor", BEGELEIDER: "begeleider", **ROLLEN}
LETTERS = {"R": "voert uit", "A": "eindverantwoordelijk", "C": "wordt geraadpleegd", "I": "wordt geïnformeerd"}
ONDERWERPEN = (
    "Onthaal",
    "Dagelijkse begeleiding",
    "Uren",
    "Evaluatie",
    "Conflict",
    "Veiligheid",
    "Contact met de GLOW-partner",
)

# mentor, leidinggevende, HR, GLOW-partner; daarnaast de werkplekbegeleider, die nooit de enige is die iets uitvoert
_VERDELING = ("RAII", "RAII", "RIAI", "RICA", "CRAC", "RACI", "ICAR")

_BEGELEIDER = "RRICIRI"

MATRIX = [
    {"onderwerp": onderwerp, **dict(zip(ROLLEN, letters, strict=True)), BEGELEIDER: letter}
    for onderwerp, letters, letter in zip(ONDERWERPEN, _VERDELING, _BEGELEIDER, strict=True)
]

INFORMATIE = (
    "De deelnemer leert hier werken in een rustig tempo, aan echte taken, met een vaste mentor. "
    "Alles wordt uitgelegd en voorgedaan. Vragen stellen mag altijd."
)
ONTHAAL = (
    "De mentor verwelkomt de deelnemer op de eerste dag, toont de werkplek en stelt de collega’s voor. "
    "De deelnemer krijgt uitleg over uren, pauzes, verwittigen bij afwezigheid en wie aanspreekbaar is."
)
VEILIGHEID = (
    "De mentor overloopt de risico’s van de plek voor de start. "
    "De nodige beschermingsmiddelen zijn er, gratis, en de deelnemer leert ze gebruiken."
)
WERKAFSPRAKEN = (
    "Mentor en trajectbegeleider spreken elkaar minstens één keer per maand. "
    "De mentor verwittigt de GLOW-partner dezelfde dag bij afwezigheid of een probleem."
)

PLAN = {"informatie": INFORMATIE, "onthaal": ONTHAAL, "veiligheid": VEILIGHEID, "werkafspraken": WERKAFSPRAKEN,
        "matrix": MATRIX, "risicos": [], "beschermingsmiddelen": [], "bus": "", "fiets": "", "taalniveau": "",
        "geschikt": [], "geschikt_toelichting": ""}  # fmt: skip


def rollen(*, begeleider: bool) -> dict[str, str]:
    """De kolommen van een matrix: rol → hoe ze heet."""
    return ROLLEN_MET_BEGELEIDER if begeleider else ROLLEN


def matrix_van(matrix: Sequence[Mapping[str, str]], *, begeleider: bool) -> list[dict[str, str]]:
    """De matrix met enkel de kolommen die hier gelden, in vaste volgorde."""
    kolommen = rollen(begeleider=begeleider)
    return [{"onderwerp": rij["onderwerp"], **{rol: rij.get(rol, "") for rol in kolommen}} for rij in matrix]
