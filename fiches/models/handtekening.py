"""Wie een fiche aftekende."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from documenten.models import Document
from fiches.enums import Hoedanigheid, als_wat
from fiches.models.fiche import Fiche
from organisaties.enums import Tekenwijze
from organisaties.isolatie import TenantModel
from organisaties.models import Lidmaatschap

OP_PAPIER = (Tekenwijze.PAPIER, Tekenwijze.VOORAF)
ZONDER_SCAN = (Tekenwijze.TOEPASSING, Tekenwijze.CERTIFICAAT)


class Handtekening(TenantModel):
    """Wie, in welke hoedanigheid, wat (sha256) en met welk gezag. Eén per fiche; wijzigt nooit (besluit 4)."""

    fiche = models.ForeignKey(Fiche, models.PROTECT, related_name="handtekeningen")
    wijze = models.CharField(max_length=12, choices=Tekenwijze, db_default=Tekenwijze.TOEPASSING)
    # leeg: iemand tekende op papier vóór de ingebruikname, en hoort nu misschien niet meer bij het bestuur
    ondertekenaar = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    hoedanigheid = models.CharField(max_length=20, choices=Hoedanigheid)
    naam = models.CharField(max_length=160)
    functie = models.CharField(max_length=120, blank=True)
    organisatie = models.CharField(max_length=120)
    gezag = models.JSONField()  # waarom deze persoon mocht tekenen: regel, datum vanaf, bron
    verklaring = models.CharField(max_length=600)
    inhoud_sha256 = models.CharField(max_length=64)
    ondertekend_op = models.DateTimeField()
    # een scan telt pas als een tweede persoon ze bevestigde
    scan = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    opgeladen_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    bevestigd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    bevestigd_op = models.DateField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    logboek_waarden = (
        "fiche wijze ondertekenaar hoedanigheid inhoud_sha256 ondertekend_op scan opgeladen_door bevestigd_door"
        " bevestigd_op vastgelegd_op"
    )
    logboek_verzwijgt = "naam functie organisatie gezag verklaring"
    logboek_onder = "fiche"

    class Meta:
        verbose_name_plural = "handtekeningen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "fiche"], name="handtekening_een_per_fiche"),
            models.CheckConstraint(
                condition=Q(wijze__in=ZONDER_SCAN, scan=None)
                | Q(
                    wijze__in=OP_PAPIER, scan__isnull=False, opgeladen_door__isnull=False, bevestigd_door__isnull=False
                ),
                name="handtekening_scan_bevestigd",
            ),
            models.CheckConstraint(
                condition=~Q(bevestigd_door=F("opgeladen_door")), name="handtekening_tweede_persoon"
            ),
            models.CheckConstraint(
                condition=Q(bevestigd_door=None, bevestigd_op=None)
                | Q(bevestigd_door__isnull=False, bevestigd_op__isnull=False, opgeladen_door__isnull=False),
                name="handtekening_bevestigd_met_dag",
            ),
            models.CheckConstraint(
                condition=Q(ondertekenaar__isnull=False) | Q(wijze=Tekenwijze.VOORAF),
                name="handtekening_heeft_ondertekenaar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.hoedanigheid})"

    @property
    def als(self) -> str:
        """In welke hoedanigheid, en in wiens plaats: uit wat toen bevroren werd."""
        return als_wat(self.hoedanigheid, self.gezag.get("plaatsvervanging"))

    @property
    def bewijst(self) -> str:
        """Wat deze handtekening aantoont, naar de manier waarop ze gezet is."""
        return Tekenwijze(self.wijze).bewijst

    @property
    def enkel_dag(self) -> bool:
        """Van papier kennen we de dag, niet het uur."""
        return self.wijze in OP_PAPIER
