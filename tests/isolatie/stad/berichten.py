"""Een bericht, en de sleutel van een agenda."""

from berichten import sleutels
from berichten.enums import Mail
from berichten.models import Bericht
from berichten.stappen import Inhoud, aan_leden
from organisaties.toegang import Actor
from tests.isolatie.stad.soorten import Bestuur


def agenda(b: Bestuur) -> None:
    b.ding["agendatoken"] = sleutels.maak(Actor(b.huis.leden["mentor"].gebruiker))


def bericht(b: Bestuur) -> None:
    """Een bericht voor HR, waarvan de mail misschien niet aankwam. De tekst ligt vast: de kanarie zit er meteen in."""
    merk = f"{b.slug}.bericht.0"
    inhoud = Inhoud("kandidatuur", "stad", f"Nieuws {merk}", (f"Er is nieuws {merk}.",), (f"Lees {merk}", f"/?{merk}"))
    (rij,) = aan_leden(b.pk, [b.huis.leden["hr"]], inhoud)
    Bericht.objects.filter(pk=rij.pk).update(mail=Mail.ONZEKER)
    b.ding["bericht"] = rij.pk
