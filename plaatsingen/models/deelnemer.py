from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from leerwerkplekken.models import BIEDT_AAN, EIGEN
from organisaties.isolatie import PARTNER_SCHRIJFT, TenantModel, zinnen
from organisaties.models import GlowPartner
from plaatsingen.enums import Indicator


class Deelnemer(TenantModel):
    """De deelnemer, met zo weinig mogelijk gegevens: naam, code en de bevestigde criteria."""

    code = models.CharField(max_length=40)
    voornaam = models.CharField(max_length=80)
    naam = models.CharField(max_length=80)
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    uitkeringsgerechtigd = models.BooleanField()
    werkzoekend_sinds = models.DateField()
    intensieve_begeleiding = models.BooleanField()
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    partner_wijzigt = PARTNER_SCHRIJFT  # en tot wanneer, bewaakt sql/60_partner_schrijft.sql
    partner_voegt_toe = f"{PARTNER_SCHRIJFT} AND {BIEDT_AAN}"
    logboek_waarden = "glowpartner vastgelegd_op"
    logboek_verzwijgt = "code voornaam naam uitkeringsgerechtigd werkzoekend_sinds intensieve_begeleiding"

    class Meta:
        verbose_name_plural = "deelnemers"
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint("bestuur", Lower("code"), name="deelnemer_code_uniek")]

    def __str__(self) -> str:
        return self.code

    @property
    def volledige_naam(self) -> str:
        return f"{self.voornaam} {self.naam}"


class Indicatie(TenantModel):
    """Welke indicatoren de GLOW-partner bevestigde. Apart, want ze verraden iets over gezondheid of verleden: enkel die
    partner kan ze lezen. Het bestuur weet wie bevestigde, wanneer en hoeveel (`plaatsingen.indicaties`)."""

    deelnemer = models.ForeignKey(Deelnemer, models.CASCADE, related_name="indicaties")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    indicatoren = ArrayField(models.CharField(max_length=30, choices=Indicator))
    bevestigd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    bestuur_ziet = False
    rechten = ""  # schrijven gaat door indicatie_bewaar()
    logboek_waarden = "deelnemer glowpartner bevestigd_op"
    logboek_verzwijgt = "indicatoren"
    logboek_onder = "deelnemer"

    class Meta:
        verbose_name_plural = "indicaties"
        constraints = [models.UniqueConstraint(fields=["bestuur", "deelnemer"], name="indicatie_uniek")]

    def __str__(self) -> str:
        return f"Indicatie {self.deelnemer_id}"


zinnen(
    deelnemer_code_uniek=("Deze code is al van een andere deelnemer.", "code"),
    deelnemer_partner_vast="Deze deelnemer is al geplaatst. Vraag HR van het bestuur om gegevens te wijzigen.",
)
