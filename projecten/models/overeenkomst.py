from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from documenten.models import Document
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import GlowPartner
from projecten.enums import Met


class Overeenkomst(TenantModel):
    """Samenwerkingsovereenkomst met VDAB of een GLOW-partner, met haar periode. Een verlenging is een nieuwe rij."""

    met = models.CharField(max_length=20, choices=Met)
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, blank=True, related_name="+")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    onderwerp = models.CharField(max_length=200)
    getekend_op = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    vervangt = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="opvolgers")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE"
    logboek_waarden = "met glowpartner van tot getekend_op document vervangt vastgelegd_op"
    logboek_verzwijgt = "onderwerp"

    class Meta:
        verbose_name_plural = "overeenkomsten"
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "met", "glowpartner", "van"],
                name="overeenkomst_uniek",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(fields=["bestuur", "vervangt"], name="overeenkomst_een_opvolger"),
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("van")),
                name="overeenkomst_periode",
            ),
            models.CheckConstraint(condition=~Q(vervangt=F("id")), name="overeenkomst_niet_zichzelf"),
        ]

    def __str__(self) -> str:
        return self.onderwerp

    @property
    def met_wie(self) -> str:
        return self.glowpartner.naam if self.glowpartner else self.get_met_display()


zinnen(
    overeenkomst_uniek=(
        "Er is al een overeenkomst met dezelfde partner en begindatum.",
        "van",
    ),
    overeenkomst_een_opvolger="Deze overeenkomst is al verlengd.",
    overeenkomst_periode=(
        "De einddatum ligt voor de begindatum. Pas een van beide aan.",
        "tot",
    ),
)
