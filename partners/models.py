import re

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Gebruiker, GlowPartner

SAMENWERKEND = (
    "bestuur_id = ANY (ARRAY(SELECT bestuur_id FROM organisaties_samenwerking"
    " WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


class Kaart(models.Model):
    """Een naam om te bellen of te mailen. Wie erop staat hoeft geen account te hebben."""

    naam = models.CharField(max_length=120)
    functie = models.CharField(max_length=120, blank=True, default="")
    telefoon = models.CharField(max_length=30, blank=True, default="")
    email = models.EmailField("e-mailadres", max_length=254, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.naam

    @property
    def bel(self) -> str:
        """Het nummer voor een tel:-link."""
        return re.sub(r"[^0-9+]", "", self.telefoon)


class Contactkaart(Kaart, TenantModel):
    """Wie een GLOW-partner bij dit bestuur opbelt. Elke partner waarmee het samenwerkt leest ze."""

    ook_zichtbaar = SAMENWERKEND
    logboek_verzwijgt = "naam functie telefoon email"

    class Meta:
        verbose_name_plural = "contactkaarten"
        ordering = [Lower("naam"), "pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("naam"), name="contactkaart_uniek"),
            models.CheckConstraint(condition=~Q(telefoon="", email=""), name="contactkaart_bereikbaar"),
        ]


class Partnerkaart(Kaart):
    """Wie een bestuur bij deze GLOW-partner opbelt. Elk bestuur dat ermee samenwerkt leest ze (sql/10_partner.sql)."""

    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "partnerkaarten"
        ordering = [Lower("naam"), "pk"]
        constraints = [
            models.UniqueConstraint("glowpartner", Lower("naam"), name="partnerkaart_uniek"),
            models.CheckConstraint(condition=~Q(telefoon="", email=""), name="partnerkaart_bereikbaar"),
        ]


class Zoekopdracht(models.Model):
    """Een bewaarde zoekvraag van één persoon bij een GLOW-partner; enkel die persoon ziet ze (sql/10_partner.sql).

    `vraag`: de keuzes van het filter, per veld. `gezien`: de plekken die er al bij pasten, zodat een mail enkel zegt
    wat nieuw is.
    """

    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    naam = models.CharField(max_length=80)
    vraag = models.JSONField(default=dict)
    gezien = ArrayField(models.BigIntegerField(), default=list)
    mailt = models.BooleanField("laat weten wat nieuw is", default=True)
    gemaakt_op = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "zoekopdrachten"
        ordering = [Lower("naam"), "pk"]
        constraints = [
            models.UniqueConstraint("glowpartner", "gebruiker", Lower("naam"), name="zoekopdracht_uniek"),
            models.CheckConstraint(condition=~Q(naam=""), name="zoekopdracht_naam"),
        ]

    def __str__(self) -> str:
        return self.naam


zinnen(
    contactkaart_uniek=("Deze naam staat er al. Pas die kaart aan.", "naam"),
    contactkaart_bereikbaar=("Vul een telefoonnummer of een e-mailadres in.", "telefoon"),
    partnerkaart_uniek=("Deze naam staat er al. Pas die kaart aan.", "naam"),
    partnerkaart_bereikbaar=("Vul een telefoonnummer of een e-mailadres in.", "telefoon"),
    zoekopdracht_uniek=("Je hebt al een zoekopdracht met deze naam. Kies een andere naam.", "naam"),
    zoekopdracht_naam=("Geef de zoekopdracht een naam.", "naam"),
)
