from django.db import models
from django.db.models.functions import Lower, Now

from organisaties.enums import SoortOrganisatie
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap, Organisatie
from projecten.enums import ProspectStatus


class Prospect(TenantModel):
    """Een organisatie die plekken zou kunnen openen (bron 003). `datum`: sinds wanneer ze deze status heeft."""

    organisatie_naam = models.CharField("naam van de organisatie", max_length=120)
    soort = models.CharField(max_length=20, choices=SoortOrganisatie)
    status = models.CharField(max_length=12, choices=ProspectStatus)
    datum = models.DateField()
    opmerking = models.TextField(blank=True)
    contact = models.CharField("contactpersoon", max_length=200, blank=True, default="")
    volgende_stap = models.CharField(max_length=200, blank=True, default="")
    volgende_op = models.DateField("datum van de volgende stap", null=True, blank=True)
    opvolger = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")

    logboek_waarden = "soort status datum volgende_op opvolger organisatie"
    logboek_verzwijgt = "organisatie_naam opmerking contact volgende_stap"

    class Meta:
        verbose_name_plural = "prospecten"
        constraints = [models.UniqueConstraint("bestuur", Lower("organisatie_naam"), name="prospect_uniek")]

    def __str__(self) -> str:
        return self.organisatie_naam


class Contactmoment(TenantModel):
    """Wanneer we een prospect spraken, en wat we hoorden."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="contactmomenten")
    datum = models.DateField()
    nota = models.TextField()
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, DELETE"
    logboek_waarden = "prospect datum door vastgelegd_op"
    logboek_verzwijgt = "nota"
    logboek_onder = "prospect"

    class Meta:
        verbose_name_plural = "contactmomenten"
        ordering = ["-datum", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "prospect", "datum", "nota"], name="contactmoment_uniek"),
        ]

    def __str__(self) -> str:
        return f"contact op {self.datum}"


zinnen(
    prospect_uniek=("Deze organisatie staat al in de lijst.", "organisatie_naam"),
    contactmoment_uniek=("Dit contact staat er al.", "nota"),
)
