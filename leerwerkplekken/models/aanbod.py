from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from leerwerkplekken.enums import Antwoord
from leerwerkplekken.models.plek import EIGEN, Leerwerkplek
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import GlowPartner


class Aanbod(TenantModel):
    """Een plek die actief aan een GLOW-partner aangeboden werd: zelf bewijs voor ESF (bron 000, 001)."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="aanbiedingen")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    aangeboden_op = models.DateField()
    antwoord = models.CharField(max_length=12, choices=Antwoord, default=Antwoord.GEEN, blank=True)
    antwoord_op = models.DateField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    logboek_waarden = "leerwerkplek glowpartner aangeboden_op antwoord antwoord_op vastgelegd_op"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "aanbod"
        ordering = ["aangeboden_op", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "leerwerkplek", "glowpartner"], name="aanbod_uniek"),
            models.CheckConstraint(
                condition=Q(antwoord="", antwoord_op=None) | (~Q(antwoord="") & Q(antwoord_op__gte=F("aangeboden_op"))),
                name="aanbod_antwoord_na_aanbod",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leerwerkplek_id} aan {self.glowpartner_id} op {self.aangeboden_op}"


zinnen(
    aanbod_uniek=("Deze plek is al aan deze GLOW-partner aangeboden.", "glowpartner"),
    aanbod_antwoord_na_aanbod=("Het antwoord kan niet voor het aanbod liggen.", "antwoord_op"),
)
