"""Wat een ESF-controleur achterlaat. Hij schrijft enkel langs de functies in sql/10_controle.sql (beslissing 0033)."""

from django.db import models
from django.db.models.functions import Now

from controles.enums import Soort, Status
from fiches.models import Fiche
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import TenantModel
from organisaties.models import Lidmaatschap
from rapportage.models import Controle

TEKST = 2000


class Steekproef(TenantModel):
    """Plekken getrokken uit wat op de peildatum telt. Met het zaad trekt iedereen ze opnieuw (`regels.trek`)."""

    controle = models.ForeignKey(Controle, models.PROTECT, related_name="steekproeven")
    zaad = models.CharField(max_length=40)
    aantal = models.PositiveSmallIntegerField()
    peildatum = models.DateField()
    populatie = models.PositiveIntegerField()  # zoveel plekken telden toen
    getrokken_door = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = ""
    logboek_waarden = "controle zaad aantal peildatum populatie getrokken_door vastgelegd_op"
    logboek_onder = "controle"

    class Meta:
        verbose_name_plural = "steekproeven"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Steekproef {self.zaad} van {self.aantal}"


class Getrokken(TenantModel):
    """Eén plek van een steekproef, in de volgorde van trekking, met de fiche die toen telde."""

    steekproef = models.ForeignKey(Steekproef, models.PROTECT, related_name="plekken")
    volgnummer = models.PositiveSmallIntegerField()
    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="+")
    fiche = models.ForeignKey(Fiche, models.PROTECT, related_name="+")

    rechten = ""
    logboek_waarden = "steekproef volgnummer leerwerkplek fiche"
    logboek_onder = "steekproef"

    class Meta:
        verbose_name = "plek van een steekproef"
        verbose_name_plural = "plekken van een steekproef"
        ordering = ["steekproef", "volgnummer"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "steekproef", "leerwerkplek"], name="getrokken_uniek"),
            models.UniqueConstraint(fields=["bestuur", "steekproef", "volgnummer"], name="getrokken_volgnummer"),
        ]

    def __str__(self) -> str:
        return f"{self.volgnummer}: {self.leerwerkplek_id}"


class Vraag(TenantModel):
    """Een vraag of opmerking van de controleur, over één plek of over de hele controle."""

    controle = models.ForeignKey(Controle, models.PROTECT, related_name="vragen")
    nummer = models.PositiveSmallIntegerField()  # per controle, van 1
    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "UPDATE (status)"  # en enkel van open naar beantwoord: de trigger
    logboek_waarden = "controle nummer leerwerkplek status vastgelegd_op"

    class Meta:
        verbose_name = "vraag van een controleur"
        verbose_name_plural = "vragen van een controleur"
        ordering = ["controle", "nummer"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "controle", "nummer"], name="controlevraag_nummer")]

    def __str__(self) -> str:
        return f"Vraag {self.nummer}"


class Regel(TenantModel):
    """Wie wat zei of deed in een vraag, en wanneer. Wijzigt nooit."""

    vraag = models.ForeignKey(Vraag, models.PROTECT, related_name="regels")
    soort = models.CharField(max_length=12, choices=Soort)
    tekst = models.TextField(blank=True)
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"  # en enkel een antwoord: de trigger
    logboek_waarden = "vraag soort door vastgelegd_op"
    logboek_verzwijgt = "tekst"
    logboek_onder = "vraag"

    class Meta:
        verbose_name = "regel bij een vraag van een controleur"
        verbose_name_plural = "regels bij een vraag van een controleur"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.soort} bij {self.vraag_id}"
