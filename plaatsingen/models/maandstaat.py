from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now

from documenten.models import Document
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap
from plaatsingen.enums import MaandStatus
from plaatsingen.models.plaatsing import GEPLAATST, Plaatsing


class Maandstaat(TenantModel):
    """De maand van een plaatsing: doorgestuurd door de mentor, bevestigd door HR of coördinator. Bevestigd is vast."""

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="maandstaten")
    maand = models.DateField()  # eerste dag
    status = models.CharField(max_length=12, choices=MaandStatus, default=MaandStatus.OPEN)
    doorgestuurd_op = models.DateField(null=True, blank=True)
    doorgestuurd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    bevestigd_op = models.DateField(null=True, blank=True)
    bevestigd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    minuten = models.PositiveIntegerField(null=True, blank=True)  # vast bij het bevestigen
    teruggestuurd_reden = models.CharField(max_length=300, blank=True)
    versie = models.PositiveSmallIntegerField(db_default=1)  # een verbetering maakt de volgende
    verbetering_reden = models.CharField(max_length=300, blank=True, db_default="")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    logboek_waarden = (
        "plaatsing maand status doorgestuurd_op doorgestuurd_door bevestigd_op bevestigd_door minuten versie"
        " vastgelegd_op"
    )
    logboek_verzwijgt = "teruggestuurd_reden verbetering_reden"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "maandstaten"
        ordering = ["maand", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "plaatsing", "maand"], name="maandstaat_uniek"),
            models.CheckConstraint(condition=Q(maand__day=Value(1)), name="maandstaat_eerste_dag"),
            models.CheckConstraint(
                condition=Q(status=MaandStatus.OPEN, bevestigd_op=None, minuten=None)
                | Q(
                    status=MaandStatus.DOORGESTUURD,
                    doorgestuurd_op__isnull=False,
                    bevestigd_op=None,
                    minuten=None,
                )
                | Q(
                    status=MaandStatus.BEVESTIGD,
                    doorgestuurd_op__isnull=False,
                    bevestigd_op__isnull=False,
                    minuten__isnull=False,
                ),
                name="maandstaat_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plaatsing_id} {self.maand:%Y-%m} {self.status}"

    @property
    def is_bevestigd(self) -> bool:
        return self.status == MaandStatus.BEVESTIGD

    @property
    def doorgestuurd_namens(self) -> str:
        """De mentor in wiens plaats een ander doorstuurde; leeg als de mentor het zelf deed."""
        mentor = self.plaatsing.leerwerkplek.mentor
        if self.doorgestuurd_door_id is None or mentor is None or mentor.lidmaatschap_id == self.doorgestuurd_door_id:
            return ""
        return mentor.naam


class MaandstaatVersie(TenantModel):
    """Een maand zoals ze bevestigd werd: de uren toen, en de verzegelde urenstaat zodra die er is."""

    staat = models.ForeignKey(Maandstaat, models.PROTECT, related_name="versies")
    versie = models.PositiveSmallIntegerField()
    minuten = models.PositiveIntegerField()
    inhoud = models.TextField()  # canonieke JSON: wat op de urenstaat komt, zonder naam
    inhoud_sha256 = models.CharField(max_length=64)
    bevestigd_op = models.DateField()
    bevestigd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    urenstaat = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE (urenstaat_id)"
    ook_zichtbaar = (
        "staat_id = ANY (ARRAY(SELECT m.id FROM plaatsingen_maandstaat m JOIN plaatsingen_plaatsing p"
        " ON p.bestuur_id = m.bestuur_id AND p.id = m.plaatsing_id"
        " WHERE p.glowpartner_id = (SELECT gd_glowpartner())))"
    )
    logboek_waarden = "staat versie minuten inhoud_sha256 bevestigd_op bevestigd_door urenstaat vastgelegd_op"
    logboek_verzwijgt = "inhoud"
    logboek_onder = "staat"

    class Meta:
        verbose_name_plural = "versies van maandstaten"
        ordering = ["versie", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "staat", "versie"], name="maandstaatversie_uniek"),
        ]

    def __str__(self) -> str:
        return f"{self.staat_id} v{self.versie}"


zinnen(
    maandstaatversie_uniek="Deze versie van de maand bestaat al.",
    maandstaatversie_vast="Een bevestigde versie van een maand wijzigt niet meer.",
    maandstaatversie_klopt="Deze maand is intussen niet meer bevestigd. Herlaad de pagina.",
    maandstaat_versie="Een nieuwe versie van een maand komt er enkel door een verbetering.",
    maandstaat_verbetering=("Zeg waarom je deze bevestigde maand heropent.", "reden"),
    maandstaat_bevestigd=(
        "Deze maand is bevestigd. Uren wijzigen kan niet meer.",
        "datum",
    ),
    maandstaat_uniek="Deze maandstaat bestaat al.",
    maandstaat_minuten="De uren van deze maand zijn intussen gewijzigd. Kijk ze opnieuw na.",
)
