import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from berichten.herinneringen import herinner
from organisaties.isolatie import namens

logboek = structlog.get_logger("berichten")


class Command(BaseCommand):
    help = (
        "Herinnert aan wat blijft liggen: fiches, maanden, aanbod, plaatsingen en projecten die aflopen, evaluaties,"
        " certificaten. Draait elke werkdag; nog eens draaien stuurt niets dubbel, een gemiste dag schuift op."
    )

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        dag, mislukt = timezone.localdate(), []
        for pk in besturen:
            try:
                with namens(bestuur=pk, verzoek="herinner"):
                    verstuurd = herinner(pk, dag)
            except (
                Exception
            ) as fout:  # een ander bestuur wacht hier niet op; wat mislukte zegt de opdracht op het einde
                logboek.warning("herinneren mislukt", exc_info=fout, bestuur_id=pk)
                mislukt.append(str(pk))
                continue
            if verstuurd:
                self.stdout.write(f"bestuur {pk}: {verstuurd} berichten")
        if mislukt:
            raise CommandError(f"herinneren mislukt bij bestuur {', '.join(mislukt)}")
