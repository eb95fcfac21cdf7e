from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from documenten.models import Document
from evaluaties.enums import Richting
from organisaties.isolatie import PARTNER_SCHRIJFT, TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap
from plaatsingen.models import GEPLAATST, Plaatsing

# De partner noteert enkel bij wie via hem geplaatst is, zolang de samenwerking loopt, en wijzigt enkel het eigene.
DOOR_PARTNER = f"{PARTNER_SCHRIJFT} AND {GEPLAATST} AND genoteerd_door_id IS NULL"
MAANDEN = (3, 6)  # wanneer iemand na het einde nog eens hoort hoe het gaat


class Attest(TenantModel):
    """Wat de deelnemer na de plaatsing meekrijgt. `inhoud` is canonieke JSON, bevroren; één zegel per versie."""

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="attesten")
    versie = models.PositiveSmallIntegerField()
    met_uren = models.BooleanField()
    met_competenties = models.BooleanField()
    inhoud = models.TextField()
    inhoud_sha256 = models.CharField(max_length=64)
    gemaakt_op = models.DateField()
    gemaakt_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    rechten = "INSERT, UPDATE (document_id)"
    logboek_waarden = (
        "plaatsing versie met_uren met_competenties inhoud_sha256 gemaakt_op gemaakt_door document vastgelegd_op"
    )
    logboek_verzwijgt = "inhoud"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "attesten"
        ordering = ["versie", "pk"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "plaatsing", "versie"], name="attest_versie_uniek")]

    def __str__(self) -> str:
        return f"Attest {self.plaatsing_id} v{self.versie}"


class Uitstroom(TenantModel):
    """Waar de deelnemer na de plaatsing naartoe ging, in één woord uit een lijst."""

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="uitstroom")
    richting = models.CharField(max_length=20, choices=Richting)
    datum = models.DateField()  # sinds wanneer
    genoteerd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    glowpartner = models.ForeignKey(
        GlowPartner, models.PROTECT, null=True, blank=True, related_name="+"
    )  # noteerde dit
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    partner_voegt_toe, partner_wijzigt = DOOR_PARTNER, PARTNER_SCHRIJFT
    rechten = "INSERT, UPDATE (richting, datum, genoteerd_door_id, glowpartner_id)"
    logboek_waarden = "plaatsing datum genoteerd_door glowpartner vastgelegd_op"
    logboek_verzwijgt = "richting"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "uitstroom"
        constraints = [models.UniqueConstraint(fields=["bestuur", "plaatsing"], name="uitstroom_uniek")]

    def __str__(self) -> str:
        return f"Uitstroom {self.plaatsing_id}"


class Opvolging(TenantModel):
    """Hoe het drie en zes maanden na het einde gaat; `bereikt` False: niemand kreeg de deelnemer te pakken."""

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="opvolgingen")
    maanden = models.PositiveSmallIntegerField()
    bereikt = models.BooleanField()
    richting = models.CharField(max_length=20, choices=Richting, blank=True)
    gedaan_op = models.DateField()
    genoteerd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    partner_voegt_toe, partner_wijzigt = DOOR_PARTNER, PARTNER_SCHRIJFT
    rechten = "INSERT, UPDATE (bereikt, richting, gedaan_op, genoteerd_door_id, glowpartner_id)"
    logboek_waarden = "plaatsing maanden bereikt gedaan_op genoteerd_door glowpartner vastgelegd_op"
    logboek_verzwijgt = "richting"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "opvolgingen"
        ordering = ["maanden", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "plaatsing", "maanden"], name="opvolging_uniek"),
            models.CheckConstraint(condition=Q(maanden__in=MAANDEN), name="opvolging_maanden"),
            models.CheckConstraint(
                condition=Q(bereikt=False, richting="") | (Q(bereikt=True) & ~Q(richting="")), name="opvolging_bereikt"
            ),
        ]

    def __str__(self) -> str:
        return f"Opvolging {self.plaatsing_id} na {self.maanden} maanden"


zinnen(
    attest_versie_uniek="Dit attest is net gemaakt. Laad de pagina opnieuw.",
    attest_verzegeld="Dit attest is verzegeld. Maak een nieuwe versie.",
    uitstroom_uniek="Het bestuur noteerde de uitstroom al. Vraag HR om ze te wijzigen.",
    opvolging_uniek="Het bestuur noteerde deze opvolging al. Vraag HR om ze te wijzigen.",
    opvolging_maanden="Opvolgen gebeurt na 3 en na 6 maanden.",
    opvolging_bereikt=("Kies hoe het gaat, of zeg dat je niemand bereikte.", "richting"),
)
