"""`nodig_uit BESTUUR E-MAIL --rol beheerder`, of `nodig_uit PARTNER-E-MAIL E-MAIL --partner`: de eerste persoon."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from beheer.models import Partneruitnodiging, Uitnodiging
from beheer.regels import VAN_EEN_BESTUUR
from beheer.stappen import installatie as stappen
from organisaties.enums import Rol
from organisaties.isolatie import Geweigerd
from taken.models import Taak
from taken.uitvoering import voer_alles_uit


class Command(BaseCommand):
    help = "Nodigt iemand uit bij een bestuur, of met --partner de eerste persoon van een GLOW-partner."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "waar", help="de slug van het bestuur, of met --partner het e-mailadres van de GLOW-partner"
        )
        parser.add_argument("email", help="het adres van wie je uitnodigt")
        parser.add_argument(
            "--rol", action="append", choices=[str(rol) for rol in VAN_EEN_BESTUUR if rol != Rol.CONTROLEUR]
        )
        parser.add_argument("--partner", action="store_true")
        parser.add_argument("--voornaam", default="")
        parser.add_argument("--naam", default="")

    def handle(
        self, waar: str, email: str, rol: list[str] | None, partner: bool, voornaam: str, naam: str, **_
    ) -> None:
        try:
            if partner:
                rij: Uitnodiging | Partneruitnodiging = stappen.nodig_uit_bij_partner(waar, email, voornaam, naam)
            else:
                rij = stappen.nodig_uit_bij_bestuur(waar, email, rol or [Rol.BEHEERDER], voornaam, naam)
        except Geweigerd as geweigerd:
            raise CommandError(geweigerd.zin) from geweigerd
        if fout := voer_alles_uit(self._taak(rij).pk):
            raise CommandError(f"De mail raakte niet weg: {fout[0].fout}. De werker probeert verder.")
        plaats = (
            ""
            if settings.EMAIL_URL.hostname
            else f" GD_EMAIL_URL is leeg: de mail staat in {settings.EMAIL_FILE_PATH}."
        )
        self.stdout.write(f"{rij.email} is uitgenodigd.{plaats}")

    def _taak(self, rij: Uitnodiging | Partneruitnodiging) -> Taak:
        if isinstance(rij, Uitnodiging):
            return Taak.objects.get(naam="beheer.uitnodiging", argumenten=[rij.pk, rij.zending])
        return Taak.objects.get(naam="beheer.partneruitnodiging", argumenten=[rij.glowpartner_id, rij.pk, rij.zending])
