"""Waarmee een nieuw plan van aanpak begint. Het blijft gemarkeerd als *standaard* tot iemand het nakijkt."""

ROLLEN = {"mentor": "mentor", "leidinggevende": "leidinggevende", "hr": "HR", "glow": "GLOW-partner"}
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

_VERDELING = ("RAII", "RAII", "RIAI", "RICA", "CRAC", "RACI", "ICAR")

MATRIX = [
    {"onderwerp": onderwerp, **dict(zip(ROLLEN, letters, strict=True))}
    for onderwerp, letters in zip(ONDERWERPEN, _VERDELING, strict=True)
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
