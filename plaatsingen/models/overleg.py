from django.db import models

from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import TenantModel, zinnen
from plaatsingen.models.plaatsing import Plaatsing
from projecten.models import Overleg
from projecten.models.overleg import VAN_ZIJN_OVERLEG

VAN_EIGEN_PLAATSING = (
    "plaatsing_id = ANY (ARRAY(SELECT id FROM plaatsingen_plaatsing WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


class OverlegPlek(TenantModel):
    """Over welke leerwerkplek een overleg ging. Een GLOW-partner leest de band; de plek zelf enkel als ze hem
    aangeboden is."""

    overleg = models.ForeignKey(Overleg, models.CASCADE, related_name="plekken")
    leerwerkplek = models.ForeignKey(Leerwerkplek, models.CASCADE, related_name="+")

    ook_zichtbaar = VAN_ZIJN_OVERLEG
    rechten = "INSERT, DELETE"
    logboek_waarden = "overleg leerwerkplek"
    logboek_onder = "overleg"

    class Meta:
        verbose_name = "leerwerkplek bij een overleg"
        verbose_name_plural = "leerwerkplekken bij een overleg"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "overleg", "leerwerkplek"], name="overlegplek_uniek")]

    def __str__(self) -> str:
        return f"overleg {self.overleg_id} over plek {self.leerwerkplek_id}"


class OverlegPlaatsing(TenantModel):
    """Over welke plaatsing een overleg ging; een GLOW-partner leest enkel de eigen plaatsingen."""

    overleg = models.ForeignKey(Overleg, models.CASCADE, related_name="plaatsingen")
    plaatsing = models.ForeignKey(Plaatsing, models.CASCADE, related_name="+")

    ook_zichtbaar = f"{VAN_ZIJN_OVERLEG} AND {VAN_EIGEN_PLAATSING}"
    rechten = "INSERT, DELETE"
    logboek_waarden = "overleg plaatsing"
    logboek_onder = "overleg"

    class Meta:
        verbose_name = "plaatsing bij een overleg"
        verbose_name_plural = "plaatsingen bij een overleg"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "overleg", "plaatsing"], name="overlegplaatsing_uniek")
        ]

    def __str__(self) -> str:
        return f"overleg {self.overleg_id} over plaatsing {self.plaatsing_id}"


zinnen(
    overlegplek_uniek="Deze leerwerkplek staat al bij dit overleg.",
    overlegplaatsing_uniek="Deze plaatsing staat al bij dit overleg.",
)
