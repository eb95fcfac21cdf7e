"""Wat er al stond: welke velden van een plan eigen zijn, en werkafspraken per partner bij elk bestaand aanbod."""

from django.db import migrations

# De standaardteksten van voor deze versie, zoals ze toen waren; wat anders was, koos een plek zelf.
TOEN = {
    "informatie": (
        "De deelnemer leert hier werken in een rustig tempo, aan echte taken, met een vaste mentor. "
        "Alles wordt uitgelegd en voorgedaan. Vragen stellen mag altijd."
    ),
    "onthaal": (
        "De mentor verwelkomt de deelnemer op de eerste dag, toont de werkplek en stelt de collega’s "
        "voor. De deelnemer krijgt uitleg over uren, pauzes, verwittigen bij afwezigheid en wie "
        "aanspreekbaar is."
    ),
    "veiligheid": (
        "De mentor overloopt de risico’s van de plek voor de start. De nodige beschermingsmiddelen zijn "
        "er, gratis, en de deelnemer leert ze gebruiken."
    ),
    "werkafspraken": (
        "Mentor en trajectbegeleider spreken elkaar minstens één keer per maand. De mentor verwittigt de"
        " GLOW-partner dezelfde dag bij afwezigheid of een probleem."
    ),
}
# De eigenaar ziet onder FORCE geen rijen: die staat er even af, in deze transactie. Op een nieuwe databank doet dat niets.
TABELLEN = ("leerwerkplekken_planvanaanpak", "leerwerkplekken_aanbod", "leerwerkplekken_werkafspraak")
EIGEN = [
    ("UPDATE leerwerkplekken_planvanaanpak SET eigen = array_append(eigen, 'informatie') WHERE informatie <> %s",
     [TOEN["informatie"]]),
    ("UPDATE leerwerkplekken_planvanaanpak SET eigen = array_append(eigen, 'onthaal') WHERE onthaal <> %s",
     [TOEN["onthaal"]]),
    ("UPDATE leerwerkplekken_planvanaanpak SET eigen = array_append(eigen, 'veiligheid') WHERE veiligheid <> %s",
     [TOEN["veiligheid"]]),
    ("UPDATE leerwerkplekken_planvanaanpak SET eigen = array_append(eigen, 'werkafspraken') WHERE werkafspraken <> %s",
     [TOEN["werkafspraken"]]),
]  # fmt: skip
AFSPRAKEN = """
INSERT INTO leerwerkplekken_werkafspraak (bestuur_id, leerwerkplek_id, glowpartner_id, tekst, standaard)
SELECT a.bestuur_id, a.leerwerkplek_id, a.glowpartner_id, p.werkafspraken, true
  FROM leerwerkplekken_aanbod a
  JOIN leerwerkplekken_planvanaanpak p ON p.bestuur_id = a.bestuur_id AND p.leerwerkplek_id = a.leerwerkplek_id
    ON CONFLICT (bestuur_id, leerwerkplek_id, glowpartner_id) DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def zet(streng: str) -> str:
    return "".join(f"ALTER TABLE {tabel} {streng} ROW LEVEL SECURITY;\n" for tabel in TABELLEN)


class Migration(migrations.Migration):

    dependencies = [
        ('leerwerkplekken', '0002_plan'),
    ]

    operations = [
        migrations.RunSQL(
            [zet("NO FORCE"), *EIGEN, AFSPRAKEN, zet("FORCE")],
            migrations.RunSQL.noop,
        ),
    ]
