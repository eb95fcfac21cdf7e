from django.db import models

from leerwerkplekken.models.plek import AANGEBODEN, Leerwerkplek
from organisaties.isolatie import TenantModel, zinnen


class PlanVanAanpak(TenantModel):
    """Het plan per plek: informatie, onthaal, veiligheid, werkafspraken en wie waarvoor instaat (bron 001)."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.CASCADE, related_name="plannen")
    informatie = models.TextField(blank=True)
    onthaal = models.TextField(blank=True)
    veiligheid = models.TextField(blank=True)
    werkafspraken = models.TextField(blank=True)
    matrix = models.JSONField(default=list, blank=True)  # [{"onderwerp": …, "mentor": "R", …}], zie standaard.py
    standaard = models.BooleanField(default=True)  # nog niemand nagelezen: overgenomen van het bestuur

    ook_zichtbaar = AANGEBODEN.format(veld="leerwerkplek_id")
    logboek_waarden = "leerwerkplek standaard"
    logboek_verzwijgt = "informatie onthaal veiligheid werkafspraken matrix"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "plannen van aanpak"
        constraints = [models.UniqueConstraint(fields=["bestuur", "leerwerkplek"], name="planvanaanpak_uniek")]

    def __str__(self) -> str:
        return f"Plan van aanpak {self.leerwerkplek_id}"


zinnen(planvanaanpak_uniek="Deze plek heeft al een plan van aanpak.")
