"""script/manage bewijspakket PROJECTCODE [--bestuur SLUG] --peildatum D --uit PAD"""

import hashlib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from documenten import opslag
from documenten.models import Document
from kern.opmaak import meervoud
from organisaties import toegang
from organisaties.isolatie import Geweigerd, namens
from organisaties.models import Bestuur
from projecten.models import Subsidieproject
from rapportage import stappen
from rapportage.models import Bewijspakket
from rapportage.pakket.schrijf import in_een_keer
from taken.models import Taak
from taken.uitvoering import voer_alles_uit


class Command(BaseCommand):
    """Uit: 0 en één regel over het bestand, of 1 en de reden; dan is er geen bestand."""

    help = "Maakt het bewijspakket van een project op een peildatum en schrijft het naar een bestand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("projectcode")
        parser.add_argument("--bestuur", help="slug van het bestuur; nodig als de code in meer besturen bestaat")
        parser.add_argument("--peildatum", required=True, help="JJJJ-MM-DD of vandaag")
        parser.add_argument("--uit", required=True, type=Path, help="het bestand dat gemaakt wordt")

    def handle(self, *args: Any, projectcode: str, bestuur: str | None, **opties: Any) -> None:
        uit: Path = opties["uit"]
        if uit.exists():
            raise CommandError(f"{uit} bestaat al. Kies een andere naam of verwijder het eerst.")
        if not uit.resolve().parent.is_dir():
            raise CommandError(f"De map {uit.resolve().parent} bestaat niet. Maak ze eerst.")
        peildatum = _dag(opties["peildatum"])
        bestuur_id = _bestuur(projectcode, bestuur)
        with namens(bestuur=bestuur_id):
            project = Subsidieproject.objects.get(code__iexact=projectcode)
            door = toegang.installatie(Bestuur.objects.get(pk=bestuur_id))
            try:
                pakket, _ = stappen.vraag_pakket(door, project, peildatum)
            except Geweigerd as fout:
                raise CommandError(fout.zin) from fout
        assert pakket.taak_id is not None  # de stap plant de taak
        mislukt = voer_alles_uit(pakket.taak_id)
        with namens(bestuur=bestuur_id):
            gemaakt = Bewijspakket.objects.select_related("document").get(pk=pakket.pk)
        if mislukt or gemaakt.document is None:
            raise CommandError(f"Het pakket is niet gemaakt. {_reden(gemaakt, mislukt)}")
        _kopieer(gemaakt.document, uit)
        self.stdout.write(f"{uit}: {gemaakt.document.grootte} bytes, sha256 {gemaakt.document.sha256}")


def _reden(pakket: Bewijspakket, mislukt: list[Taak]) -> str:
    if pakket.reden or not mislukt:
        return pakket.reden
    taak = mislukt[0]
    if not taak.fout:
        return f"De taak is {taak.get_status_display()}."
    return f"Het lukte niet na {meervoud(taak.pogingen, 'poging', 'pogingen')}: {taak.fout}."


def _kopieer(document: Document, uit: Path) -> None:
    """Helemaal en nagekeken, of niet."""
    som = hashlib.sha256()
    try:
        with opslag.open_(document) as bron, in_een_keer(uit) as doel:
            while blok := bron.read(opslag.BLOK):
                som.update(blok)
                doel.write(blok)
            if som.hexdigest() != document.sha256:
                raise CommandError(f"{document.naam} is op schijf niet meer wat er gemaakt werd. Probeer opnieuw.")
    except OSError as fout:
        raise CommandError(f"{uit} is niet te schrijven: {fout.strerror}.") from fout


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
