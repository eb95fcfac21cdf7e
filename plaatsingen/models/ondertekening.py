from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from documenten.models import Document
from leerwerkplekken.models import EIGEN
from organisaties.isolatie import PARTNER_SCHRIJFT, TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap
from plaatsingen.models.plaatsing import Plaatsing


class Ondertekening(TenantModel):
    """De werkafspraken van een plaatsing, door HR voorgelegd aan de GLOW-partner, en wie er akkoord mee ging.

    `document` is het bevroren PDF, `sha256` dat van zijn bytes: precies dat is getekend. Wat getekend is, wijzigt niet
    meer; `ingetrokken_op` zegt dat het niet meer geldt (vóór of na het tekenen).
    """

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="ondertekeningen")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    afspraken = models.JSONField("afspraken bij het voorleggen", default=dict, blank=True)  # zie afspraken.py
    voorgelegd_op = models.DateTimeField(db_default=Now(), editable=False)
    voorgelegd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    getekend_op = models.DateTimeField(null=True, blank=True)  # de klok van de databank (sql/80_ondertekening.sql)
    getekend_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    getekend_naam = models.CharField(max_length=161, blank=True, default="")
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    ook_zichtbaar = EIGEN
    partner_wijzigt = PARTNER_SCHRIJFT
    rechten = "INSERT, UPDATE (getekend_op, getekend_door_id, getekend_naam, ingetrokken_op)"
    logboek_waarden = (
        "plaatsing glowpartner document sha256 voorgelegd_op voorgelegd_door getekend_op getekend_door ingetrokken_op"
    )
    logboek_verzwijgt = "getekend_naam afspraken"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "ondertekeningen"
        ordering = ["-voorgelegd_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "plaatsing"], condition=Q(ingetrokken_op=None), name="ondertekening_een_open"
            ),
            models.CheckConstraint(
                condition=Q(getekend_op=None, getekend_door=None, getekend_naam="")
                | (Q(getekend_op__isnull=False, getekend_door__isnull=False) & ~Q(getekend_naam="")),
                name="ondertekening_heel",
            ),
        ]

    def __str__(self) -> str:
        return f"werkafspraken {self.plaatsing_id}"

    @property
    def geldt(self) -> bool:
        return self.getekend_op is not None and self.ingetrokken_op is None


zinnen(
    ondertekening_een_open="De werkafspraken liggen al bij de GLOW-partner. Er is niets veranderd.",
    ondertekening_heel="Een handtekening heeft een naam en een tijdstip.",
    ondertekening_vast="Wat ondertekend is, kan niemand nog wijzigen.",
    ondertekening_niet_meer="Dit document is intussen ingetrokken. Lees wat het bestuur opnieuw voorlegt.",
    ondertekening_door_partner="Enkel de GLOW-partner ondertekent hier, en enkel in eigen naam.",
)
