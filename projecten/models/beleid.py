"""Lokaal sociaal beleid rond werk (bron 004): andere maatregelen, doelen, en de regie van de sociale economie."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Organisatie
from projecten.enums import Regierol, SoortMaatregel, SoortOpdracht


class Maatregel(TenantModel):
    """Plekken in een andere maatregel in een jaar (bron 004): de toets of onze plekken additioneel zijn."""

    soort = models.CharField(max_length=20, choices=SoortMaatregel)
    jaar = models.PositiveSmallIntegerField()
    uitvoerder = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    plekken = models.PositiveIntegerField()
    doel = models.PositiveIntegerField(null=True, blank=True)
    activiteiten = ArrayField(models.CharField(max_length=120), default=list, blank=True)  # de lijst van wijk-werken

    logboek_waarden = "soort jaar uitvoerder plekken doel"
    logboek_verzwijgt = "activiteiten"

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


class Regieactie(TenantModel):
    """Een jaarlijkse actie in de regierol sociale economie, met de partners (bron 004: drie per jaar)."""

    jaar = models.PositiveSmallIntegerField()
    soort = models.CharField(max_length=20, choices=Regierol)
    omschrijving = models.CharField(max_length=200)
    partners = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    gedaan_op = models.DateField(null=True, blank=True)

    logboek_waarden = "jaar soort gedaan_op"
    logboek_verzwijgt = "omschrijving partners"

    class Meta:
        verbose_name_plural = "regieacties"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "jaar", "soort", "omschrijving"], name="regieactie_uniek")
        ]

    def __str__(self) -> str:
        return self.omschrijving


class Regiegemeente(TenantModel):
    """Een gemeente van de groep die samen de regie voert, met haar inwoners (bron 004: samen minstens 60.000)."""

    naam = models.CharField(max_length=80)
    inwoners = models.PositiveIntegerField()

    logboek_waarden = "inwoners"
    logboek_verzwijgt = "naam"

    class Meta:
        verbose_name_plural = "regiegemeenten"
        constraints = [models.UniqueConstraint(fields=["bestuur", "naam"], name="regiegemeente_uniek")]

    def __str__(self) -> str:
        return self.naam


class SocialeOpdracht(TenantModel):
    """Een overheidsopdracht die voorbehouden is aan de sociale economie, of met een sociale voorwaarde (bron 004)."""

    jaar = models.PositiveSmallIntegerField()
    soort = models.CharField(max_length=20, choices=SoortOpdracht)
    onderwerp = models.CharField(max_length=200)
    uitvoerder = models.CharField(max_length=120, blank=True)
    bedrag = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    logboek_waarden = "jaar soort bedrag"
    logboek_verzwijgt = "onderwerp uitvoerder"

    class Meta:
        verbose_name_plural = "sociale opdrachten"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "jaar", "onderwerp"], name="socialeopdracht_uniek"),
            models.CheckConstraint(condition=Q(bedrag=None) | Q(bedrag__gte=0), name="socialeopdracht_bedrag"),
        ]

    def __str__(self) -> str:
        return self.onderwerp


zinnen(
    maatregel_uniek=("Deze maatregel staat al in dit jaar bij deze uitvoerder. Wijzig die rij.", "soort"),
    beleidsdoel_uniek=("Deze indicator staat al in dit jaar. Wijzig die rij.", "meting"),
    regieactie_uniek=("Deze actie staat al in dit jaar. Wijzig die rij.", "omschrijving"),
    regiegemeente_uniek=("Deze gemeente staat er al. Wijzig die rij.", "naam"),
    socialeopdracht_uniek=("Deze opdracht staat al in dit jaar. Wijzig die rij.", "onderwerp"),
    socialeopdracht_bedrag=("Het bedrag kan niet negatief zijn.", "bedrag"),
)
