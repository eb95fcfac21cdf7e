"""`blokkeer_account E-MAIL [--opheffen]`: niemand meldt zich nog aan met dit account, en elke sessie stopt."""

from django.core.management.base import BaseCommand, CommandError

from beheer.stappen import installatie as stappen
from organisaties.isolatie import Geweigerd


class Command(BaseCommand):
    help = "Blokkeert een account en beëindigt al zijn sessies; --opheffen laat het weer toe."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--opheffen", action="store_true")

    def handle(self, email: str, opheffen: bool, **_) -> None:
        try:
            gedaan = stappen.blokkeer(email, opheffen=opheffen)
        except Geweigerd as geweigerd:
            raise CommandError(geweigerd.zin) from geweigerd
        if opheffen:
            self.stdout.write(f"{gedaan.gebruiker.email} kan weer aanmelden.")
            return
        sessies = "1 sessie" if gedaan.sessies == 1 else f"{gedaan.sessies} sessies"
        self.stdout.write(f"{gedaan.gebruiker.email} is geblokkeerd; {sessies} beëindigd.")
        for naam in gedaan.zonder_beheerder:
            self.stdout.write(f"Let op: {naam} heeft nu geen beheerder meer. Nodig er een uit met nodig_uit.")
