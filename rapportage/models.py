from django.db import models
from django.db.models.functions import Now

from documenten.models import Document
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap
from plaatsingen.models import MaandstaatVersie
from projecten.models import Subsidieproject


class Bewijspakket(TenantModel):
    """Een aangevraagd bewijspakket. Hoe ver het staat volgt uit de taak en het document (besluit 6)."""

    project = models.ForeignKey(Subsidieproject, models.PROTECT, related_name="+")
    peildatum = models.DateField()
    taak_id = models.BigIntegerField(null=True)
    reden = models.CharField(max_length=300, blank=True)  # waarom de laatste poging mislukte, als zin
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    aangevraagd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    aangevraagd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE (taak_id, document_id, reden)"
    logboek_waarden = "project peildatum taak_id document aangevraagd_door aangevraagd_op"
    logboek_verzwijgt = "reden"

    class Meta:
        verbose_name_plural = "bewijspakketten"
        ordering = ["-aangevraagd_op", "-pk"]

    def __str__(self) -> str:
        return f"Bewijspakket {self.project_id} op {self.peildatum}"


class Urenstaatkopie(TenantModel):
    """De verzegelde urenstaat zonder naam van een bevestigde maand, één keer gemaakt voor elk pakket."""

    versie = models.ForeignKey(MaandstaatVersie, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    logboek_waarden = "versie document vastgelegd_op"

    class Meta:
        verbose_name = "urenstaat zonder naam"
        verbose_name_plural = "urenstaten zonder naam"
        constraints = [models.UniqueConstraint(fields=["bestuur", "versie"], name="urenstaatkopie_uniek")]

    def __str__(self) -> str:
        return f"urenstaat van versie {self.versie_id}"


zinnen(urenstaatkopie_uniek="Van deze maand is er al een urenstaat zonder naam.")
