from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from controles import enums as controles
from evaluaties import enums as evaluaties
from fiches import enums as fiches
from kandidaten import enums as kandidaten
from leerwerkplekken import enums as leerwerkplekken
from organisaties.daden import ACTEN, DADEN
from organisaties.enums import Rol
from plaatsingen import enums as plaatsingen
from projecten import enums as projecten

KAARTEN = (
    ("Leerwerkplek", leerwerkplekken.Status, leerwerkplekken.OVERGANGEN),
    ("Kandidatuur", kandidaten.Status, kandidaten.OVERGANGEN),
    ("Fiche", fiches.Status, fiches.OVERGANGEN),
    ("Ondertekend exemplaar (papier of eigen certificaat)", fiches.Aanleverstatus, fiches.AANLEVEREN),
    ("Maandstaat", plaatsingen.MaandStatus, plaatsingen.OVERGANGEN),
    ("Evaluatie", evaluaties.Status, evaluaties.OVERGANGEN),
    ("Vraag van een ESF-controleur", controles.Status, controles.OVERGANGEN),
    ("Prospect", projecten.ProspectStatus, projecten.OVERGANGEN),
)
KOP = """# Statussen en rechten

Gemaakt uit de code met `script/manage statussen`; een test houdt dit blad gelijk met de code.
Wat uit feiten volgt wordt niet bewaard: een plek is vrij of bezet, een plaatsing loopt, een fiche is verzegeld.
"""


def tekst() -> str:
    delen = [KOP]
    for naam, status, overgangen in KAARTEN:
        delen.append(f"\n## {naam}\n\n" + " · ".join(f"`{s.value}`" for s in status) + "\n")
        delen.append("\n| van | naar | stap | daad | rollen |\n|---|---|---|---|---|\n")
        for (van, naar), (stap, daad) in overgangen.items():
            rollen = ", ".join(sorted(ACTEN[daad]))
            delen.append(f"| {f'`{van.value}`' if van else '–'} | `{naar.value}` | {stap} | `{daad}` | {rollen} |\n")
    delen.append(
        "\n## Rol en daad\n\n"
        "\\* vraagt een tweede factor: wie dit mag ondertekent, beheert of ziet namen van deelnemers.\n"
    )
    for groep in dict.fromkeys(daad.groep for daad in DADEN):
        delen.append(f"\n### {groep}\n\n| daad | wat | " + " | ".join(r.value for r in Rol) + " |\n")
        delen.append("|---|---|" + "---|" * len(Rol) + "\n")
        for daad in (d for d in DADEN if d.groep == groep):
            ja = " | ".join("ja" if r in daad.rollen else "" for r in Rol)
            merk = " \\*" if daad.gevoelig else ""
            delen.append(f"| `{daad.naam}`{merk} | {daad.uitleg} | {ja} |\n")
    return "".join(delen)


class Command(BaseCommand):
    help = "Schrijft docs/statussen.md uit de tabellen in de code; met --controleer enkel nakijken."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--controleer", action="store_true")

    def handle(self, *args, **options) -> None:
        blad = Path(settings.BASIS) / "docs/statussen.md"
        if not options["controleer"]:
            blad.write_text(tekst())
        elif not blad.exists() or blad.read_text() != tekst():
            raise CommandError("docs/statussen.md is niet gelijk met de code. Voer script/manage statussen uit.")
