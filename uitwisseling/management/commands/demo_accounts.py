"""`demo_accounts`: het adres, één account per rol en het wachtwoord van een demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fiches.toegang import te_ondertekenen
from kern.opmaak import hoofdletter
from organisaties import isolatie, toegang
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap, Partnerlid, Samenwerking
from plaatsingen.toegang import eigen
from uitwisseling.toelating import besturen


class Command(BaseCommand):
    help = "Toont het adres, één demo-account per rol en het wachtwoord."

    def handle(self, **opties) -> None:
        if not settings.GD_DEMO:
            raise CommandError("Dit is geen demo: er zijn geen demo-accounts.")
        with isolatie.namens(bestuur=0, alleen_lezen=True):
            demos = [pk for pk, _, is_demo in sorted(besturen()) if is_demo]
        accounts: dict[str, str] = {}
        for pk in demos:
            with isolatie.namens(bestuur=pk, alleen_lezen=True):
                accounts = {**_accounts(), **accounts}
        if not accounts:
            raise CommandError("Er is nog geen demobestuur geladen.")
        regels = [("Adres", f"{settings.GD_ADRES}/")]
        regels += [(hoofdletter(rol.label), accounts[rol]) for rol in Rol if rol in accounts]
        for naam, waarde in [*regels, ("Wachtwoord", settings.GD_DEMO_WACHTWOORD)]:
            self.stdout.write(f"{naam:22}{waarde}")


def _accounts() -> dict[str, str]:
    """Per rol het e-mailadres van wie er iets te zien heeft; wie maar één rol heeft gaat voor."""
    leden = list(Lidmaatschap.objects.select_related("gebruiker", "bestuur", "organisatie").order_by("pk"))
    gevonden: dict[str, str] = {}
    for rol in Rol:
        kandidaten = [lid for lid in leden if rol in lid.rollen]
        if kandidaten:
            beste = min(kandidaten, key=lambda lid: (len(lid.rollen), not _heeft_werk(rol, lid), lid.pk))
            gevonden[rol] = beste.gebruiker.email
    for partner in Samenwerking.objects.order_by("pk").values_list("glowpartner", flat=True):
        with isolatie.als_partner(partner):
            glow = Partnerlid.objects.filter(glowpartner=partner).select_related("gebruiker").order_by("pk").first()
        if glow:
            return gevonden | {Rol.GLOW: glow.gebruiker.email}
    return gevonden


def _heeft_werk(rol: str, lid: Lidmaatschap) -> bool:
    """Een mentor met een lopende plaatsing, een leidinggevende met een fiche om te tekenen: zo toont de demo iets."""
    actor, vandaag = toegang.als_lid(lid), timezone.localdate()
    if rol == Rol.MENTOR:
        return eigen(actor).filter(van__lte=vandaag, tot__gte=vandaag, beeindigd_op=None).exists()
    return rol == Rol.LEIDINGGEVENDE and te_ondertekenen(actor).exists()
