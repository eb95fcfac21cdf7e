"""`wis_tweede_factor E-MAIL`: voor wie toestel én herstelcodes kwijt is. Ga eerst na wie het vraagt."""

from django.core.management.base import BaseCommand, CommandError

from aanmelding import stappen
from organisaties.isolatie import Geweigerd


class Command(BaseCommand):
    help = "Wist de tweede factor van een account en beëindigt zijn sessies. Bij het aanmelden volgt een nieuwe."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, email: str, **_) -> None:
        try:
            gebruiker = stappen.wis_tweede_factor(email)
        except Geweigerd as geweigerd:
            raise CommandError(geweigerd.zin) from geweigerd
        self.stdout.write(f"{gebruiker.email} heeft geen tweede factor meer en is overal afgemeld.")
