"""Een certificaat in het dossier, en de scan van een tweede die nog te bevestigen is."""

from datetime import date

from mentoren import stappen
from mentoren.models import Deelname
from organisaties.models import Bestuur as Bestuur_
from tests.isolatie.stad.documenten import bestaand_blad, opgeladen
from tests.isolatie.stad.soorten import Bestuur

BEHAALD = date(2023, 5, 30)


def opleiding(b: Bestuur, nummer: int):
    merk = f"{b.slug}.opleiding.{nummer}"
    return stappen.maak_opleiding(b.huis.installatie, b.huis.bestuur, code=merk, titel=merk, datum=date(2023, 5, 2))


def certificaat(b: Bestuur) -> None:
    huis = b.huis
    deelname = stappen.registreer_deelname(huis.installatie, opleiding(b, 0), huis.mentor, certificaat_datum=BEHAALD)
    bestand = opgeladen(f"{b.slug}.certificaat.{deelname.pk}")
    stappen.voeg_certificaat_toe(huis.installatie, deelname, bestand, datum=BEHAALD)
    b.ding |= {"mentor": huis.mentor.pk, "deelname": deelname.pk}


def certificaatscan(b: Bestuur) -> None:
    huis, merk = b.huis, f"{b.slug}.certificaatscan.0"
    deelname = stappen.registreer_deelname(huis.installatie, opleiding(b, 1), huis.mentor)
    Bestuur_.objects.filter(pk=b.pk).update(teken_papier=True, teken_vooraf=True)
    deelname = Deelname.objects.select_related("bestuur", "opleiding").get(pk=deelname.pk)
    with bestaand_blad():
        scan = stappen.lever_scan(
            huis.actor("hr"), deelname, opgeladen(merk), datum=BEHAALD, ondertekenaar=merk, hoedanigheid="lesgever"
        )
    b.ding["certificaatscan"] = scan.pk
