import shutil
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from documenten import opslag
from organisaties import toegang
from organisaties.isolatie import Geweigerd, namens
from organisaties.models import Bestuur
from projecten.models import Subsidieproject
from rapportage import stappen
from rapportage.models import Bewijspakket
from taken.uitvoering import voer_alles_uit


class Command(BaseCommand):
    help = "Maakt het bewijspakket van een project op een peildatum en schrijft het naar een bestand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("projectcode")
        parser.add_argument("--bestuur", help="slug van het bestuur; nodig als de code in meer besturen bestaat")
        parser.add_argument("--peildatum", required=True, help="JJJJ-MM-DD of vandaag")
        parser.add_argument("--uit", required=True, type=Path, help="het bestand dat gemaakt wordt")

    def handle(self, *args, **options) -> None:
        uit: Path = options["uit"]
        if uit.exists():
            raise CommandError(f"{uit} bestaat al. Kies een andere naam of verwijder het eerst.")
        peildatum = _dag(options["peildatum"])
        bestuur_id = _bestuur(options["projectcode"], options["bestuur"])
        with namens(bestuur=bestuur_id):
            project = Subsidieproject.objects.select_related("oproep").get(code__iexact=options["projectcode"])
            door = toegang.installatie(Bestuur.objects.get(pk=bestuur_id))
            try:
                pakket = stappen.vraag_pakket(door, project, peildatum)
            except Geweigerd as fout:
                raise CommandError(fout.zin) from fout
        if mislukt := voer_alles_uit(pakket.taak_id):
            raise CommandError(f"Het pakket is niet gemaakt: {mislukt[0].fout or mislukt[0].get_status_display()}.")
        with namens(bestuur=bestuur_id):
            document = Bewijspakket.objects.select_related("document").get(pk=pakket.pk).document
            assert document is not None
            shutil.copyfile(opslag.pad(document), uit)
        self.stdout.write(f"{uit}: {document.grootte} bytes, sha256 {document.sha256}")


def _dag(tekst: str) -> date:
    if tekst == "vandaag":
        return timezone.localdate()
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise CommandError(f"{tekst} is geen datum. Schrijf JJJJ-MM-DD, bijvoorbeeld 2023-12-31.") from None


def _bestuur(code: str, slug: str | None) -> int:
    """Het bestuur met dit project; CommandError als er geen is, of meer dan één zonder keuze."""
    with connection.cursor() as c:
        c.execute("SELECT id, slug FROM gd_besturen()")
        besturen = [(pk, naam) for pk, naam in c.fetchall() if slug in (None, naam)]
    if slug and not besturen:
        raise CommandError(f"Er is geen bestuur {slug}.")
    gevonden = []
    for pk, naam in besturen:
        with namens(bestuur=pk):
            if Subsidieproject.objects.filter(code__iexact=code).exists():
                gevonden.append((pk, naam))
    if not gevonden:
        raise CommandError(f"Geen project met code {code} gevonden. Kijk de code na.")
    if len(gevonden) > 1:
        namen = ", ".join(naam for _, naam in gevonden)
        raise CommandError(f"Project {code} bestaat in meer besturen: {namen}. Kies er een met --bestuur.")
    return gevonden[0][0]
