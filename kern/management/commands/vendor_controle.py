from django.core.management.base import BaseCommand, CommandError

from kern import vendor


class Command(BaseCommand):
    help = "Vergelijkt static/vendor met vendor.toml (versie, licentie, sha256), zonder netwerk."
    requires_system_checks = ()

    def handle(self, *args, **options):
        fouten = vendor.controleer(vendor.BASIS)
        if fouten:
            raise CommandError("\n".join(fouten))
        self.stdout.write(f"{len(vendor.lees(vendor.BASIS))} pakketten in orde.")
