"""Uitnodigingen, van een bestuur en van een GLOW-partner, en wat er met de mensen van een partner gebeurde."""

import secrets
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from organisaties.enums import Rol
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap, Organisatie

OPEN = Q(aanvaard_op=None, ingetrokken_op=None)


def nieuwe_nonce() -> str:
    return secrets.token_hex(8)


class Uitgenodigd(models.Model):
    """Wat elke uitnodiging heeft. De link is de handtekening over sleutel en `nonce`: ze staat nergens bewaard.

    Een nieuwe `nonce` maakt elke vorige link ongeldig; `zending` telt hoe vaak er een mail gevraagd werd.
    """

    email = models.EmailField("e-mailadres", max_length=254)
    voornaam = models.CharField(max_length=80, blank=True)
    naam = models.CharField(max_length=80, blank=True)
    functie = models.CharField(max_length=120, blank=True)
    nonce = models.CharField(max_length=32, default=nieuwe_nonce)
    zending = models.PositiveSmallIntegerField(default=1)
    verstuurd_op = models.DateTimeField(null=True, blank=True)
    vervalt_op = models.DateTimeField(null=True, blank=True)
    aanvaard_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE"

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.aanvaard_op is None and self.ingetrokken_op is None

    @property
    def volledige_naam(self) -> str:
        return f"{self.voornaam} {self.naam}".strip()

    def vervallen(self, nu: datetime) -> bool:
        return self.is_open and self.vervalt_op is not None and self.vervalt_op <= nu


class Uitnodiging(Uitgenodigd, TenantModel):
    """Iemand uitgenodigd door een bestuur. `lid_tot`: tot en met wanneer die toegang krijgt (controleur: verplicht)."""

    rollen = ArrayField(models.CharField(max_length=20, choices=Rol))
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    lid_tot = models.DateField(null=True, blank=True)
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")  # leeg: installatie

    rechten = "INSERT, UPDATE"
    logboek_waarden = (
        "rollen organisatie lid_tot door zending verstuurd_op vervalt_op aanvaard_op ingetrokken_op vastgelegd_op"
    )
    logboek_verzwijgt = "email voornaam naam functie nonce"

    class Meta:
        verbose_name_plural = "uitnodigingen"
        ordering = ["-vastgelegd_op", "-pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("email"), condition=OPEN, name="uitnodiging_een_open"),
            models.CheckConstraint(condition=~Q(rollen=[]), name="uitnodiging_heeft_rol"),
            models.CheckConstraint(
                condition=~Q(rollen__contains=[Rol.CONTROLEUR]) | Q(rollen=[Rol.CONTROLEUR], lid_tot__isnull=False),
                name="uitnodiging_controleur",
            ),
        ]

    def __str__(self) -> str:
        return f"uitnodiging {self.pk}"


class Partneruitnodiging(Uitgenodigd):
    """Iemand uitgenodigd door een collega bij een GLOW-partner. Enkel die partner ziet de rij (sql/10_partner.sql)."""

    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    door = models.ForeignKey("organisaties.Gebruiker", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "partneruitnodigingen"
        ordering = ["-vastgelegd_op", "-pk"]
        constraints = [
            models.UniqueConstraint("glowpartner", Lower("email"), condition=OPEN, name="partneruitnodiging_een_open")
        ]

    def __str__(self) -> str:
        return f"partneruitnodiging {self.pk}"


class Partnergebeurtenis(models.Model):
    """Wie erbij kwam, wegging of terugkwam bij een GLOW-partner, en door wie. Enkel een trigger schrijft dit."""

    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    wat = models.CharField(max_length=20)
    gebruiker_id = models.BigIntegerField()
    door_id = models.BigIntegerField(null=True)  # leeg: de installatie
    verzoek = models.CharField(max_length=60, blank=True)
    op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = ""

    class Meta:
        verbose_name_plural = "partnergebeurtenissen"
        ordering = ["-op", "-pk"]
        indexes = [models.Index("glowpartner", "op", name="partnergebeurtenis_partner")]

    def __str__(self) -> str:
        return f"{self.wat} {self.gebruiker_id}"


_OPEN = "Er staat al een uitnodiging open voor dit adres. Stuur ze opnieuw of trek ze in."
zinnen(
    uitnodiging_een_open=(_OPEN, "email"),
    partneruitnodiging_een_open=(_OPEN, "email"),
    uitnodiging_heeft_rol=("Kies minstens één rol.", "rollen"),
    uitnodiging_controleur=("Een ESF-controleur heeft enkel die rol, en altijd een einddatum.", "rollen"),
)
