"""De doelen van een project, verdeeld over de organisaties waar de plekken komen."""

from django.db import models
from django.db.models.functions import Now

from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Organisatie
from projecten.models.oproep import Subsidieproject


class Doelverdeling(TenantModel):
    """Het deel van een organisatie in de doelen van een project (bron 003); leeg: dat deel is niet verdeeld.

    Een rij verdwijnt nooit, ze wordt leeg: zo weet een rapport van vroeger wat er toen stond (beslissing 0042).
    """

    project = models.ForeignKey(Subsidieproject, models.PROTECT, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    doel_leerwerkplekken = models.PositiveSmallIntegerField(null=True, blank=True)
    doel_mentoren = models.PositiveSmallIntegerField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE"
    logboek_waarden = "project organisatie doel_leerwerkplekken doel_mentoren vastgelegd_op"
    logboek_onder = "project"

    class Meta:
        verbose_name_plural = "doelverdelingen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "project", "organisatie"], name="doelverdeling_uniek"),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.doel_leerwerkplekken} plekken, {self.doel_mentoren} mentoren"


zinnen(doelverdeling_uniek="Deze organisatie heeft al een deel van de doelen. Herlaad de pagina.")
