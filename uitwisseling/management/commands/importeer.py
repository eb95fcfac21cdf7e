"""`importeer BESTAND [--peildatum vandaag] [--demo]`: een bestuur laden of bijwerken uit een bestand."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.utils import OperationalError

from taken.uitvoering import voer_alles_uit
from uitwisseling import lezer_json, stappen
from uitwisseling.fouten import BestandGeweigerd, ImportFouten
from uitwisseling.verslag import Verslag

POGINGEN = 3
PER_KEER = 20


class Command(BaseCommand):
    help = "Importeert een JSON-bestand (gemeenschapsdienst-import/1): alles of niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path)
        parser.add_argument(
            "--peildatum", choices=["vandaag"], help="verschuif alle datums met hele weken tot de peildatum vandaag is"
        )
        parser.add_argument("--demo", action="store_true", help="demogegevens, met accounts, certificaten en fiches")
        parser.add_argument(
            "--niet-wachten",
            action="store_true",
            help="laat een werker de fiches maken en verzegelen; wacht er niet op",
        )

    def handle(self, bestand: Path, peildatum: str | None, demo: bool, niet_wachten: bool, **opties) -> None:
        try:
            verslag, bestuur_id = self._importeer(bestand, demo=demo, verschoven=peildatum == "vandaag")
        except BestandGeweigerd as geweigerd:
            raise CommandError(f"{geweigerd} Er is niets geïmporteerd.") from geweigerd
        except ImportFouten as gevonden:
            for fout in gevonden.fouten:
                self.stderr.write(str(fout))
            aantal = len(gevonden.fouten)
            raise CommandError(
                f"{aantal} {'fout' if aantal == 1 else 'fouten'} in {bestand}: er is niets geïmporteerd."
            ) from gevonden
        for regel in verslag.regels():
            self.stdout.write(regel)
        if demo and not niet_wachten:
            self._verzegel(bestuur_id)

    def _importeer(self, pad: Path, **opties) -> tuple[Verslag, int]:
        for poging in range(1, POGINGEN + 1):
            bestand, vormfouten = lezer_json.lees(pad)  # opnieuw: een import zet de rijen ter plaatse om
            try:
                return stappen.importeer(bestand, vormfouten, **opties)
            except OperationalError as fout:  # een deadlock met wie tegelijk op een scherm werkt
                if getattr(fout.__cause__, "sqlstate", "") != "40P01" or poging == POGINGEN:
                    raise
        raise AssertionError("elke poging geeft terug of faalt")

    def _verzegel(self, bestuur_id: int) -> None:
        """Helpt in dit proces; een werker mag meedoen. Faalt de opdracht als een taak niet lukt (besluit 19)."""
        taken = stappen.open_taken(bestuur_id)
        mislukt = []
        for begin in range(0, len(taken), PER_KEER):
            mislukt += voer_alles_uit(*taken[begin : begin + PER_KEER])
            self.stdout.write(f"Fiches: {min(begin + PER_KEER, len(taken))} van {len(taken)} documenten klaar.")
        if mislukt:
            redenen = "; ".join(sorted({f"{taak.naam}: {taak.fout or taak.status}" for taak in mislukt}))
            raise CommandError(
                f"De gegevens zijn geïmporteerd, maar {len(mislukt)} documenten zijn niet gemaakt ({redenen})."
            )
