from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from documenten.models import Document
from kern.periodes import Periode
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap
from plaatsingen.enums import RedenOnderbreking, SoortAfwijking, Voorwaarde
from plaatsingen.models.plaatsing import GEPLAATST, Plaatsing


class Werkdag(TenantModel):
    """Eén weekdag van het weekpatroon (1 = maandag): van, tot en pauze, of enkel een aantal minuten."""

    plaatsing = models.ForeignKey(Plaatsing, models.CASCADE, related_name="werkdagen")
    weekdag = models.PositiveSmallIntegerField()
    van = models.TimeField(null=True, blank=True)
    tot = models.TimeField(null=True, blank=True)
    pauze_minuten = models.PositiveSmallIntegerField(default=0)
    minuten = models.PositiveSmallIntegerField()

    ook_zichtbaar = GEPLAATST
    logboek_waarden = "plaatsing weekdag van tot pauze_minuten minuten"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "werkdagen"
        ordering = ["weekdag", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "plaatsing", "weekdag"], name="werkdag_uniek"),
            models.CheckConstraint(condition=Q(weekdag__gte=1, weekdag__lte=7), name="werkdag_weekdag"),
            models.CheckConstraint(condition=Q(minuten__gt=0, minuten__lte=1440), name="werkdag_minuten"),
            models.CheckConstraint(
                condition=Q(van__isnull=True, tot__isnull=True, pauze_minuten=0) | Q(tot__gt=F("van")),
                name="werkdag_tot_na_van",
            ),
        ]

    def __str__(self) -> str:
        return f"dag {self.weekdag}: {self.minuten} minuten"


class Startvoorwaarde(TenantModel):
    """Wat er moet zijn voor iemand begint: door wie en wanneer in orde bevonden, met het document waar dat er is."""

    plaatsing = models.ForeignKey(Plaatsing, models.CASCADE, related_name="startvoorwaarden")
    soort = models.CharField(max_length=30, choices=Voorwaarde)
    in_orde_op = models.DateField()
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    logboek_waarden = "plaatsing soort in_orde_op door document vastgelegd_op"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "startvoorwaarden"
        constraints = [models.UniqueConstraint(fields=["bestuur", "plaatsing", "soort"], name="startvoorwaarde_uniek")]

    def __str__(self) -> str:
        return f"{self.soort} {self.in_orde_op}"


class Afwijking(TenantModel):
    """Wat HR toeliet tegen de regel in, wie het goedkeurde en waarom. Telt nergens mee; rapport en pakket tonen het.

    Starten zonder alle documenten, of wat in een maand echt boven de 64 uur gewerkt is (`minuten`, enkel erboven).
    """

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="afwijkingen")
    soort = models.CharField(max_length=30, choices=SoortAfwijking)
    maand = models.DateField(null=True, blank=True)  # eerste dag; enkel bij uren
    minuten = models.PositiveIntegerField(null=True, blank=True)
    reden = models.CharField(max_length=300)
    goedgekeurd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    genoteerd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"  # wat toegelaten werd, blijft staan
    logboek_waarden = "plaatsing soort maand minuten goedgekeurd_door genoteerd_door vastgelegd_op"
    logboek_verzwijgt = "reden"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "afwijkingen"
        ordering = ["vastgelegd_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "plaatsing", "soort", "maand"], name="afwijking_uniek", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(soort=SoortAfwijking.START, maand=None, minuten=None)
                | Q(soort=SoortAfwijking.BOVEN_MAXIMUM, maand__isnull=False, minuten__gt=0),
                name="afwijking_soort",
            ),
            models.CheckConstraint(condition=~Q(reden=""), name="afwijking_reden"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.plaatsing_id}"


class Onderbreking(TenantModel):
    """Een periode waarin niet gewerkt wordt; de plaatsing loopt door. Nooit met een reden van gezondheid."""

    plaatsing = models.ForeignKey(Plaatsing, models.CASCADE, related_name="onderbrekingen")
    van = models.DateField()
    tot = models.DateField()
    reden = models.CharField(max_length=20, choices=RedenOnderbreking)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    logboek_waarden = "plaatsing van tot vastgelegd_op"
    logboek_verzwijgt = "reden"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "onderbrekingen"
        ordering = ["van", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="onderbreking_periode"),
            ExclusionConstraint(
                name="onderbreking_overlapt_niet",
                expressions=[("bestuur", "="), ("plaatsing", "="), (Periode("van", "tot"), "&&")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.van} – {self.tot}"


zinnen(
    werkdag_uniek=("Deze weekdag staat er al.", "weekdag"),
    werkdag_weekdag=("Kies een dag van maandag tot zondag.", "weekdag"),
    werkdag_minuten=("Vul uren in, bijvoorbeeld 4 of 7:36.", "uren"),
    werkdag_tot_na_van=("Het einduur ligt voor het beginuur. Pas een van beide aan.", "tot"),
    startvoorwaarde_uniek=("Dit is al in orde gezet.", "soort"),
    startvoorwaarde_vast=("Er staan al uren. Dit terugnemen kan niet meer.", "soort"),
    afwijking_uniek=("Deze afwijking is al genoteerd.", "reden"),
    afwijking_soort=("Vul de uren in die boven het maximum gewerkt zijn.", "uren"),
    afwijking_reden=("Zeg waarom.", "reden"),
    onderbreking_periode=("De einddatum ligt voor de begindatum. Pas een van beide aan.", "tot"),
    onderbreking_overlapt_niet=("In die periode staat al een onderbreking. Kies andere dagen.", "van"),
    onderbreking_zonder_uren=("In die periode staan al uren. Verwijder ze eerst of kies andere dagen.", "van"),
    onderbreking_binnen=("De onderbreking valt buiten de plaatsing. Kies andere dagen.", "van"),
)
