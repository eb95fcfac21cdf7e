"""De oproep als gegevens, de subsidieprojecten en wat ernaast gemeten wordt: maatregelen en beleidsdoelen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Organisatie
from projecten.enums import Blok, SoortMaatregel, alle_blokken


class Oproep(models.Model):
    """Een programma als gegevens: de regels staan in OproepRegel, de bedragen in OproepBedrag. Globaal."""

    code = models.CharField(max_length=20, unique=True)
    naam = models.CharField(max_length=150)
    fonds = models.CharField(max_length=200)
    doelstelling = models.TextField()

    rechten = ""

    class Meta:
        verbose_name_plural = "oproepen"

    def __str__(self) -> str:
        return f"Oproep {self.code}"


class OproepRegel(models.Model):
    """Eén grens van een oproep, met de dag vanaf wanneer ze geldt en haar bron."""

    oproep = models.ForeignKey(Oproep, models.CASCADE, related_name="regels")
    sleutel = models.CharField(max_length=40)
    vanaf = models.DateField()
    waarde = models.IntegerField()
    bron = models.CharField(max_length=80)
    uitleg = models.CharField(max_length=200)

    rechten = ""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["oproep", "sleutel", "vanaf"], name="oproepregel_uniek")]

    def __str__(self) -> str:
        return f"{self.sleutel} = {self.waarde} vanaf {self.vanaf}"


class OproepBedrag(models.Model):
    """Wat ESF betaalt voor een aantal leerwerkplekken en mentoren (euro)."""

    oproep = models.ForeignKey(Oproep, models.CASCADE, related_name="bedragen")
    leerwerkplekken = models.PositiveSmallIntegerField()
    mentoren = models.PositiveSmallIntegerField()
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    rechten = ""

    class Meta:
        verbose_name_plural = "oproepbedragen"
        constraints = [models.UniqueConstraint(fields=["oproep", "leerwerkplekken"], name="oproepbedrag_uniek")]

    def __str__(self) -> str:
        return f"{self.leerwerkplekken} plekken: € {self.bedrag}"


class OproepInstelling(TenantModel):
    """Een keuze van een bestuur waar de bronnen geen regel geven (domein §4: niet gevonden)."""

    oproep = models.ForeignKey(Oproep, models.PROTECT, related_name="+")
    sleutel = models.CharField(max_length=40)
    vanaf = models.DateField()
    waarde = models.IntegerField()

    logboek_waarden = "oproep sleutel vanaf waarde"

    class Meta:
        verbose_name_plural = "oproepinstellingen"
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "oproep", "sleutel", "vanaf"],
                name="oproepinstelling_uniek",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sleutel} = {self.waarde} vanaf {self.vanaf}"


class Subsidieproject(TenantModel):
    """De subsidie van een bestuur (of een district) onder een oproep: doelen, bedrag en periode."""

    oproep = models.ForeignKey(Oproep, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    titel = models.CharField(max_length=150)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    van = models.DateField()
    tot = models.DateField()
    doel_leerwerkplekken = models.PositiveSmallIntegerField()
    doel_mentoren = models.PositiveSmallIntegerField()
    toegekend_bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    inleiding = models.TextField(blank=True)
    doelgroep = models.TextField(blank=True, default="")
    acties = models.TextField(blank=True, default="")  # één actie per regel
    achtergrond = models.TextField(blank=True, default="")
    contact = models.TextField(blank=True)
    publiek = models.BooleanField(default=False)  # of de publieke pagina zonder aanmelden te lezen is
    publieke_blokken = ArrayField(models.CharField(max_length=20, choices=Blok), default=alle_blokken, blank=True)

    logboek_waarden = (
        "oproep code organisatie van tot doel_leerwerkplekken doel_mentoren toegekend_bedrag publiek publieke_blokken"
    )
    logboek_verzwijgt = "titel inleiding doelgroep acties achtergrond contact"

    class Meta:
        verbose_name_plural = "subsidieprojecten"
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("code"), name="subsidieproject_code_uniek"),
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="subsidieproject_periode"),
            models.CheckConstraint(condition=Q(toegekend_bedrag__gte=0), name="subsidieproject_bedrag"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.titel}"


class Maatregel(TenantModel):
    """Plekken in een andere maatregel in een jaar (bron 004): de toets of onze plekken additioneel zijn."""

    soort = models.CharField(max_length=20, choices=SoortMaatregel)
    jaar = models.PositiveSmallIntegerField()
    uitvoerder = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    plekken = models.PositiveIntegerField()
    doel = models.PositiveIntegerField(null=True, blank=True)

    logboek_waarden = "soort jaar uitvoerder plekken doel"

    class Meta:
        verbose_name_plural = "maatregelen"
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "soort", "jaar", "uitvoerder"],
                name="maatregel_uniek",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.jaar}: {self.plekken}"


class Beleidsdoel(TenantModel):
    """Doel → actie → indicator uit het lokaal sociaal beleid, met streefcijfer per jaar (bron 004)."""

    doel = models.CharField(max_length=200)
    actie = models.CharField(max_length=200)
    indicator = models.CharField(max_length=200)
    jaar = models.PositiveSmallIntegerField()
    streefcijfer = models.IntegerField(null=True, blank=True)
    realisatie = models.IntegerField(null=True, blank=True)
    bron = models.CharField(max_length=120, blank=True)  # leeg: het systeem vult de realisatie in

    logboek_waarden = "jaar streefcijfer realisatie"
    logboek_verzwijgt = "doel actie indicator bron"

    class Meta:
        verbose_name_plural = "beleidsdoelen"
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "doel", "actie", "indicator", "jaar"],
                name="beleidsdoel_uniek",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.jaar}"


zinnen(
    subsidieproject_code_uniek=(
        "Deze projectcode bestaat al. Kies een andere code.",
        "code",
    ),
    subsidieproject_periode=(
        "De einddatum ligt voor de begindatum. Pas een van beide aan.",
        "tot",
    ),
    subsidieproject_bedrag=("Het bedrag kan niet negatief zijn.", "toegekend_bedrag"),
    maatregel_uniek="Deze maatregel staat al in dit jaar bij deze uitvoerder.",
    beleidsdoel_uniek="Deze indicator staat al in dit jaar.",
)
