from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from leerwerkplekken.enums import Geschikt, Taalniveau
from leerwerkplekken.models.plek import AANGEBODEN, EIGEN, Leerwerkplek
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import GlowPartner

PLAN_VELDEN = (
    "informatie", "onthaal", "veiligheid", "risicos", "beschermingsmiddelen", "bus", "fiets", "taalniveau", "geschikt",
    "geschikt_toelichting", "werkafspraken", "matrix",
)  # fmt: skip
PLAN_VERZWIJGT = (
    "informatie onthaal veiligheid risicos beschermingsmiddelen bus fiets geschikt_toelichting werkafspraken matrix"
)
PLAN_WAARDEN = "taalniveau geschikt"


class Planinhoud(TenantModel):
    """Wat in een plan van aanpak staat (bron 001): van een plek, van een functie, of de standaard van het bestuur."""

    informatie = models.TextField(blank=True)
    onthaal = models.TextField(blank=True)
    veiligheid = models.TextField(blank=True)
    risicos = ArrayField(models.CharField("risico", max_length=200), default=list, blank=True)
    beschermingsmiddelen = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    bus = models.TextField(blank=True)  # halte, lijn en hoever stappen
    fiets = models.TextField(blank=True)
    taalniveau = models.CharField(max_length=4, choices=Taalniveau, blank=True)  # leeg: nog niet gekozen
    geschikt = ArrayField(models.CharField(max_length=12, choices=Geschikt), default=list, blank=True)
    geschikt_toelichting = models.TextField(blank=True)
    werkafspraken = models.TextField(blank=True)  # waarmee de afspraken met elke GLOW-partner beginnen
    matrix = models.JSONField(default=list, blank=True)  # [{"onderwerp": …, "mentor": "R", …}], zie standaard.py

    class Meta:
        abstract = True


class PlanVanAanpak(Planinhoud):
    """Het plan van een plek. `eigen` noemt de velden die hier gewijzigd werden; de rest volgt nog de standaard."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.CASCADE, related_name="plannen")
    standaard = models.BooleanField(default=True)  # nog niemand nagelezen: overgenomen van het bestuur
    eigen = ArrayField(models.CharField(max_length=24), default=list, blank=True)

    ook_zichtbaar = AANGEBODEN.format(veld="leerwerkplek_id")
    logboek_waarden = f"leerwerkplek standaard {PLAN_WAARDEN}"
    logboek_verzwijgt = PLAN_VERZWIJGT
    logboek_negeert = "eigen"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "plannen van aanpak"
        constraints = [models.UniqueConstraint(fields=["bestuur", "leerwerkplek"], name="planvanaanpak_uniek")]

    def __str__(self) -> str:
        return f"Plan van aanpak {self.leerwerkplek_id}"


class Werkafspraak(TenantModel):
    """Wat voor deze plek met één GLOW-partner afgesproken is. Begint bij het aanbod; die partner leest ze mee."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.CASCADE, related_name="werkafspraken")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    tekst = models.TextField(blank=True)
    standaard = models.BooleanField(default=True)  # overgenomen van de plek of het bestuur, nog niet eigen gemaakt

    ook_zichtbaar = f"{EIGEN} AND {AANGEBODEN.format(veld='leerwerkplek_id')}"
    logboek_waarden = "leerwerkplek glowpartner standaard"
    logboek_verzwijgt = "tekst"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "werkafspraken"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "leerwerkplek", "glowpartner"], name="werkafspraak_uniek")
        ]

    def __str__(self) -> str:
        return f"Werkafspraken {self.leerwerkplek_id} met {self.glowpartner_id}"


class Planstandaard(Planinhoud):
    """Waarmee elk nieuw plan van dit bestuur begint. Zonder rij geldt `standaard.PLAN`."""

    logboek_waarden = PLAN_WAARDEN
    logboek_verzwijgt = PLAN_VERZWIJGT

    class Meta:
        verbose_name = "standaardplan"
        verbose_name_plural = "standaardplannen"
        constraints = [models.UniqueConstraint(fields=["bestuur"], name="planstandaard_uniek")]

    def __str__(self) -> str:
        return f"Standaardplan {self.bestuur_id}"


class Partnerafspraak(TenantModel):
    """Waarmee de werkafspraken met deze GLOW-partner beginnen; zonder rij begint men met die van de plek."""

    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    tekst = models.TextField()

    logboek_waarden = "glowpartner"
    logboek_verzwijgt = "tekst"

    class Meta:
        verbose_name_plural = "partnerafspraken"
        constraints = [models.UniqueConstraint(fields=["bestuur", "glowpartner"], name="partnerafspraak_uniek")]

    def __str__(self) -> str:
        return f"Werkafspraken met {self.glowpartner_id}"


class Functiesjabloon(Planinhoud):
    """Een functie die terugkomt: taken, leerdoelen, competenties en plan. Een nieuwe plek begint ermee."""

    naam = models.CharField(max_length=120)
    functie = models.CharField(max_length=150)
    taken = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    leerdoelen = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    competenties = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    uren_per_maand = models.PositiveSmallIntegerField(null=True, blank=True)
    uurrooster = models.CharField(max_length=300, blank=True)
    vereisten = models.TextField(blank=True)

    logboek_waarden = f"uren_per_maand {PLAN_WAARDEN}"
    logboek_verzwijgt = f"naam functie taken leerdoelen competenties uurrooster vereisten {PLAN_VERZWIJGT}"

    class Meta:
        verbose_name_plural = "functiesjablonen"
        ordering = [Lower("naam"), "pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("naam"), name="functiesjabloon_naam_uniek"),
            models.CheckConstraint(condition=~Q(naam="") & ~Q(functie=""), name="functiesjabloon_naam"),
        ]

    def __str__(self) -> str:
        return self.naam


zinnen(
    planvanaanpak_uniek="Deze plek heeft al een plan van aanpak.",
    werkafspraak_uniek="Met deze GLOW-partner staan er al werkafspraken bij deze plek.",
    planstandaard_uniek="Een collega bewaarde net een standaardplan. Kijk het na en bewaar opnieuw.",
    partnerafspraak_uniek="Een collega bewaarde net afspraken met deze partner. Kijk ze na en bewaar opnieuw.",
    functiesjabloon_naam_uniek=("Er is al een sjabloon met deze naam. Kies een andere naam.", "naam"),
    functiesjabloon_naam=("Vul een naam in, bijvoorbeeld “winkelmedewerker”.", "naam"),
)
