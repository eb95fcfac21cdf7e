"""Een bestuur met twee projecten: A wordt gecontroleerd, B niet. Beide hebben een getekende fiche, een mentor met
certificaat, een plaatsing met bevestigde uren en een bewijspakket."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from documenten import opslag
from documenten.enums import Soort
from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from mentoren import stappen as mentor_stappen
from organisaties import isolatie
from organisaties.models import Organisatie
from plaatsingen.models import MaandstaatVersie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Oproep, Subsidieproject
from rapportage.models import Bewijspakket
from tests.bouw import PDF, Huis
from tests.hulp.scherm import meld_aan

NAAM = "Filip Pauwels"


def bewaar(huis, naam, soort=Soort.FICHE):
    bewaard = opslag.bewaar(huis.bestuur_id, PDF)
    return opslag.leg_vast(huis.bestuur_id, bewaard, soort=soort, naam=naam, mime="application/pdf")


def teken(huis, plek):
    """Een getekende en verzegelde fiche, zonder de seconden van een echt zegel."""
    fiche = huis.ondertekende_fiche(plek)
    FicheBlad.objects.create(
        bestuur=huis.bestuur, fiche=fiche, soort=SoortBlad.VERZEGELD, document=bewaar(huis, f"{plek.code}.pdf")
    )
    return fiche


class Opzet:
    def __init__(self, slug="aa", plekken=3):
        self.huis = huis = Huis(slug, plekken=plekken)
        self.a, self.controle = huis.project, huis.controle
        with huis.binnen():
            self.b = self._project_b()
            org = Organisatie.objects.create(
                bestuur=huis.bestuur, code="vzw", naam="Vzw B", soort="vzw", adres="Kaai 1"
            )
            self.b.organisatie = org
            self.b.save()
            self.mentor_b = mentor_stappen.maak_mentor(
                huis.installatie,
                huis.lid("mentorb", "mentor"),
                organisatie=org,
                dienst="Kringwinkel",
                leidinggevende=huis.leden["leidinggevende"],
                vanaf=date(2023, 1, 1),
            )
            self.plek_b = huis.maak_plek(project=self.b, organisatie=org, mentor=self.mentor_b, code="B1")
            self.fiches = [teken(huis, plek) for plek in huis.plekken[: max(plekken - 1, 1)]]
            self.fiche_b = teken(huis, self.plek_b)
            self.certificaat, self.certificaat_b = huis.certificaat(), huis.certificaat(self.mentor_b)
            self.plaatsing, self.staat = self._plaatsing(huis.plek, "D001", "P001", huis.leden["mentor"])
            self.plaatsing_b, self.staat_b = self._plaatsing(self.plek_b, "D002", "P002", self.mentor_b.lidmaatschap)
            self.pakket, self.pakket_b = self._pakket(self.a), self._pakket(self.b)

    def _project_b(self):
        return Subsidieproject.objects.create(
            bestuur=self.huis.bestuur,
            oproep=Oproep.objects.get(code="572"),
            code="572-B",
            titel="Tweede project",
            van=date(2023, 1, 1),
            tot=date(2023, 12, 31),
            doel_leerwerkplekken=3,
            doel_mentoren=1,
            toegekend_bedrag=Decimal("7396.84"),
        )

    def _plaatsing(self, plek, deelnemer, code, lid):
        huis = self.huis
        door = type(huis.installatie)(lid.gebruiker, lid, huis.bestuur, rollen=frozenset({"mentor"}))
        plaatsing = huis.plaatsing(deelnemer=huis.deelnemer(deelnemer), plek=plek, code=code)
        for dag in (1, 2, 3):
            uren.voer_in(door, plaatsing, Invoer(date(2023, 3, dag), minuten=240))
        staat = maand.doorsturen(door, plaatsing, date(2023, 3, 1), op=date(2023, 4, 1))
        staat = maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
        MaandstaatVersie.objects.filter(staat=staat).update(urenstaat=bewaar(huis, f"{code}.pdf", Soort.URENSTAAT))
        return plaatsing, staat

    def _pakket(self, project):
        return Bewijspakket.objects.create(
            bestuur=self.huis.bestuur,
            project=project,
            peildatum=date(2023, 12, 31),
            document=bewaar(self.huis, f"{project.code}.zip", Soort.BEWIJSPAKKET),
        )

    @property
    def controleur(self):
        return self.huis.actor("controleur")

    def als(self, rol="controleur"):
        return meld_aan(self.huis.leden[rol].gebruiker)

    def als_controleur(self):
        """De transactie van een verzoek van de controleur: hij leest enkel."""
        return isolatie.namens(bestuur=self.huis.bestuur_id, gebruiker=self.controleur.gebruiker.pk, alleen_lezen=True)

    def paden(self, kant="a"):
        """Elke bladzijde en elk bestand van de controleur, van project A of van project B."""
        eigen = kant == "a"
        project, plek = (self.a, self.huis.plek) if eigen else (self.b, self.plek_b)
        fiche, certificaat = (self.fiches[0], self.certificaat) if eigen else (self.fiche_b, self.certificaat_b)
        staat, pakket = (self.staat, self.pakket) if eigen else (self.staat_b, self.pakket_b)
        return [
            f"/project/{project.pk}/",
            f"/project/{project.pk}/vooruitblik/",
            f"/project/{project.pk}/lijst/fiches/",
            f"/project/{project.pk}/lijst/mentoren/",
            f"/project/{project.pk}/lijst/uren/?vorm=xlsx",
            f"/project/{project.pk}/lijst/plaatsingen/?vorm=csv",
            f"/project/{project.pk}/xlsx/",
            f"/geschiedenis/project/{project.pk}/",
            f"/project/bewijspakketten/{pakket.pk}/",
            f"/project/bewijspakketten/{pakket.pk}/ophalen/",
            f"/controles/plek/{plek.pk}/",
            f"/controles/plek/{plek.pk}/geschiedenis/",
            f"/controles/fiche/{fiche.pk}/",
            f"/controles/certificaat/{certificaat.pk}/",
            f"/controles/urenstaat/{staat.pk}/",
        ]


def vandaag(dagen=0):
    return timezone.localdate() + timedelta(days=dagen)
