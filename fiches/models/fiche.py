"""De fiche: bevroren inhoud met een versie en een status."""

import json
import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import cached_property

from fiches.enums import Status
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor
from organisaties.isolatie import TenantModel
from organisaties.models import Lidmaatschap


def nieuw_token() -> str:
    return secrets.token_urlsafe(16)


class Fiche(TenantModel):
    """De bevroren inhoud van plek, plan en aanbod. `inhoud` is canonieke JSON; haar sha256 is wat ondertekend wordt."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+")  # die van de plek bij het indienen
    versie = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.TER_ONDERTEKENING)
    inhoud = models.TextField()
    inhoud_sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=40, default=nieuw_token)
    ingediend_op = models.DateField()
    ingediend_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    # Ook wie een versie intrekt, en wanneer en waarom, staat in deze drie.
    teruggestuurd_op = models.DateField(null=True, blank=True)
    teruggestuurd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    teruggestuurd_reden = models.CharField(max_length=500, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    # Wat bevroren is kan de toepassing niet wijzigen: ze heeft er in de database het recht niet toe.
    rechten = "INSERT, UPDATE (status, teruggestuurd_op, teruggestuurd_door_id, teruggestuurd_reden)"
    logboek_waarden = (
        "leerwerkplek mentor versie status inhoud_sha256 ingediend_op ingediend_door teruggestuurd_op"
        " teruggestuurd_door vastgelegd_op"
    )
    logboek_verzwijgt = "inhoud token teruggestuurd_reden"

    class Meta:
        verbose_name_plural = "fiches"
        ordering = ["leerwerkplek", "versie"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "leerwerkplek", "versie"], name="fiche_versie_uniek"),
            models.UniqueConstraint(fields=["bestuur", "token"], name="fiche_token_uniek"),
            models.UniqueConstraint(
                fields=["bestuur", "leerwerkplek"],
                condition=Q(status=Status.TER_ONDERTEKENING),
                name="fiche_een_ter_ondertekening",
            ),
            models.UniqueConstraint(
                fields=["bestuur", "leerwerkplek"],
                condition=Q(status=Status.ONDERTEKEND),
                name="fiche_een_ondertekend",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.TERUGGESTUURD)
                | (Q(teruggestuurd_op__isnull=False) & ~Q(teruggestuurd_reden="")),
                name="fiche_teruggestuurd_met_reden",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.INGETROKKEN)
                | (Q(teruggestuurd_op__isnull=False) & ~Q(teruggestuurd_reden="")),
                name="fiche_ingetrokken_met_reden",
            ),
        ]

    def __str__(self) -> str:
        return f"Fiche {self.leerwerkplek_id} v{self.versie}"

    @cached_property
    def gegevens(self) -> dict:
        """De bevroren inhoud, gelezen."""
        return json.loads(self.inhoud)

    @property
    def is_afgetekend(self) -> bool:
        return self.status in (Status.ONDERTEKEND, Status.VERVANGEN)

    @property
    def code(self) -> str:
        return self.gegevens["leerwerkplek"]["code"]

    @property
    def functie(self) -> str:
        return self.gegevens["leerwerkplek"]["functie"]
