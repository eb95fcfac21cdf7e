"""Deelnemers, plaatsingen, uren en maandstaten: wat voorbij is, wat vandaag loopt, en wat nog niet mag starten."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from documenten import opslag
from plaatsingen.models import Ondertekening, Plaatsing, Werkdag
from plaatsingen.regels import Invoer
from plaatsingen.stappen import inzending, maand, patroon, start, uren, verloop
from tests.isolatie.stad.documenten import opgeladen, pdf
from tests.isolatie.stad.soorten import Bestuur


def met_uren(b: Bestuur) -> Plaatsing:
    """Drie maanden met uren, waarvan er een doorgestuurd is, en wat een telefoon zond."""
    mentor, deelnemer = b.huis.actor("mentor"), b.huis.deelnemer("D001")
    plaatsing = b.huis.plaatsing(deelnemer=deelnemer, plek=b.huis.plekken[0])
    for nummer in (3, 4, 5):
        for dag in (3, 4):
            prestatie = uren.voer_in(mentor, plaatsing, Invoer(date(2023, nummer, dag), minuten=240))
    staat = maand.doorsturen(mentor, plaatsing, date(2023, 3, 1))
    zending = inzending.Zending(uuid4(), plaatsing, date(2023, 2, 1), {"uren": "4"})
    b.ding |= {
        "deelnemer": deelnemer.pk,
        "plaatsing": plaatsing.pk,
        "prestatie": prestatie.pk,
        "maandstaat": staat.pk,
        "inzending": inzending.ontvang(mentor, zending).pk,
    }
    return plaatsing


def van_vandaag(b: Bestuur) -> None:
    """Iemand die vandaag geplaatst is, voor de schermen van vandaag."""
    vandaag, deelnemer = timezone.localdate(), b.huis.deelnemer("D002", voornaam="Nele")
    nu = b.huis.plaatsing(deelnemer=deelnemer, plek=b.huis.plekken[2], code="P002", van=vandaag, tot=vandaag)
    uren.voer_in(b.huis.actor("mentor"), nu, Invoer(vandaag, minuten=60))
    b.ding["plaatsing_nu"] = nu.pk


def afspraken(b: Bestuur, plaatsing: Plaatsing) -> None:
    """Wat bij een plaatsing hoort: een patroon, een onderbreking en een afwijking."""
    hr = b.huis.actor("hr")
    patroon.zet_patroon(hr, plaatsing, [Werkdag(weekdag=1, minuten=480), Werkdag(weekdag=4, minuten=240)])
    weg = verloop.onderbreek(hr, plaatsing, van=date(2023, 7, 3), tot=date(2023, 7, 14), reden="vakantie")
    reden = f"Reden {b.slug}.afwijking.0"
    start.laat_starten(hr, plaatsing, goedgekeurd_door=b.huis.leden["directeur"], reden=reden)
    b.ding["onderbreking"] = weg.pk


def nog_niet_gestart(b: Bestuur) -> None:
    """Een plaatsing die nog niet mag starten: haar werkafspraken liggen bij de partner, en één voorwaarde is in orde."""
    huis, hr, vandaag = b.huis, b.huis.actor("hr"), timezone.localdate()
    begin = vandaag + timedelta(days=30)
    deelnemer = huis.deelnemer("D003", voornaam="Sam")
    later = huis.plaatsing(
        deelnemer=deelnemer, plek=huis.plekken[0], code="P003", van=begin, tot=begin + timedelta(days=60), geldig=False
    )
    bestand = opgeladen(f"{b.slug}.werkafspraken.{later.pk}")
    start.zet_in_orde(hr, later, "werkafspraken", op=vandaag, bestand=bestand)
    bewaard = opslag.bewaar(b.pk, pdf(f"{b.slug}.voorgelegd"))
    document = opslag.leg_vast(b.pk, bewaard, soort="afspraken", naam="werkafspraken.pdf", mime="application/pdf")
    voorgelegd = Ondertekening.objects.create(
        bestuur=huis.bestuur, plaatsing=later, glowpartner=b.partner, document=document, sha256=bewaard.sha256
    )
    b.ding |= {"plaatsing_open": later.pk, "ondertekening": voorgelegd.pk}


def bevestigde_maand(b: Bestuur, plaatsing: Plaatsing) -> None:
    """Na het besmetten: wat bevestigd is ligt vast, en neemt de kanaries van dan mee."""
    staat = maand.doorsturen(b.huis.actor("mentor"), plaatsing, date(2023, 5, 1))
    b.ding["maandstaat_bevestigd"] = maand.bevestigen(b.huis.actor("hr"), staat).pk
