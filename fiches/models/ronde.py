"""Samen ondertekenen: een ronde met een regel per fiche."""

from django.db import models
from django.db.models import Q

from fiches.enums import Uitkomst
from fiches.models.fiche import Fiche
from organisaties.isolatie import TenantModel
from organisaties.models import Lidmaatschap


class Tekenronde(TenantModel):
    """Eén daad waarin iemand meer fiches samen aftekent. `op` is het ogenblik van elke handtekening erin.

    `sleutel` komt van het getoonde formulier: twee keer versturen is één ronde (beslissing 0028).
    """

    sleutel = models.UUIDField()
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    rechten = "INSERT"
    logboek_waarden = "door op"
    logboek_negeert = "sleutel"

    class Meta:
        verbose_name_plural = "tekenrondes"
        ordering = ["-op", "-pk"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "sleutel"], name="tekenronde_sleutel_uniek")]

    def __str__(self) -> str:
        return f"Tekenronde {self.pk}"


class Tekenregel(TenantModel):
    """Wat er in een ronde met één fiche gebeurde: ondertekend, of waarom niet. Waar het zegel staat, zegt de taak."""

    ronde = models.ForeignKey(Tekenronde, models.PROTECT, related_name="regels")
    fiche = models.ForeignKey(Fiche, models.PROTECT, related_name="+")
    inhoud_sha256 = models.CharField(max_length=64)  # die op het scherm stond
    uitkomst = models.CharField(max_length=12, choices=Uitkomst)
    reden = models.CharField(max_length=300, blank=True)  # een zin van ons
    taak_id = models.BigIntegerField(null=True)  # de taak die verzegelt

    rechten = "INSERT"
    logboek_waarden = "ronde fiche inhoud_sha256 uitkomst taak_id"
    logboek_verzwijgt = "reden"
    logboek_onder = "ronde"

    class Meta:
        verbose_name_plural = "tekenregels"
        ordering = ["ronde", "fiche"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "ronde", "fiche"], name="tekenregel_een_per_fiche"),
            models.CheckConstraint(
                condition=Q(uitkomst=Uitkomst.ONDERTEKEND, reden="", taak_id__isnull=False)
                | (~Q(uitkomst=Uitkomst.ONDERTEKEND) & ~Q(reden="") & Q(taak_id=None)),
                name="tekenregel_zegt_waarom_niet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.uitkomst}"
