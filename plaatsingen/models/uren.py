from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from kern import opmaak
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap
from plaatsingen.enums import InzendingUitkomst, MeldingStatus, SoortPrestatie
from plaatsingen.models.deelnemer import Deelnemer
from plaatsingen.models.plaatsing import GEPLAATST, Plaatsing


class Tijdvak(Func):
    """De minuten van een prestatie als int4range. Zonder uren (of bij afwezigheid) vult ze de hele dag."""

    function = "int4range"
    template = (
        "int4range(COALESCE(EXTRACT(hour FROM van)::int * 60 + EXTRACT(minute FROM van)::int, 0),"
        " COALESCE(EXTRACT(hour FROM tot)::int * 60 + EXTRACT(minute FROM tot)::int, 1440))"
    )
    arity = 0


class Prestatie(TenantModel):
    """Uren (of afwezigheid) van één deelnemer op één dag. In minuten; uren zijn lokale tijd van Europe/Brussels."""

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="prestaties")
    datum = models.DateField()
    soort = models.CharField(max_length=25, choices=SoortPrestatie, default=SoortPrestatie.GEWERKT)
    van = models.TimeField(null=True, blank=True)
    tot = models.TimeField(null=True, blank=True)
    pauze_minuten = models.PositiveSmallIntegerField(default=0)
    minuten = models.PositiveSmallIntegerField()
    opmerking = models.CharField(max_length=200, blank=True)
    ingevoerd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    logboek_waarden = "plaatsing datum van tot pauze_minuten minuten ingevoerd_door vastgelegd_op"
    logboek_verzwijgt = "soort opmerking"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "prestaties"
        ordering = ["datum", "van", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "plaatsing", "datum", "van"],
                name="prestatie_uniek",
                nulls_distinct=False,
            ),
            ExclusionConstraint(
                name="prestatie_overlapt_niet",
                expressions=[
                    ("bestuur", "="),
                    ("plaatsing", "="),
                    ("datum", "="),
                    (Tijdvak(), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(soort=SoortPrestatie.GEWERKT, minuten__gt=0)
                | (~Q(soort=SoortPrestatie.GEWERKT) & Q(minuten=0, van=None, tot=None, pauze_minuten=0)),
                name="prestatie_minuten_bij_soort",
            ),
            models.CheckConstraint(
                condition=Q(van=None, tot=None, pauze_minuten=0) | Q(tot__gt=F("van")),
                name="prestatie_tot_na_van",
            ),
            models.CheckConstraint(
                condition=Q(van__isnull=True, tot__isnull=True) | Q(van__isnull=False, tot__isnull=False),
                name="prestatie_van_en_tot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.datum} {self.minuten} minuten"

    @property
    def ingevoerd_namens(self) -> str:
        """Wie dit invoerde, als dat de mentor van de plek niet is; anders leeg."""
        mentor = self.plaatsing.leerwerkplek.mentor
        if self.ingevoerd_door is None or (mentor and mentor.lidmaatschap_id == self.ingevoerd_door_id):
            return ""
        return self.ingevoerd_door.gebruiker.volledige_naam


class DeelnemerMaand(TenantModel):
    """Teller per deelnemer en kalendermaand, over alle plaatsingen. Enkel de trigger op Prestatie schrijft."""

    deelnemer = models.ForeignKey(Deelnemer, models.PROTECT, related_name="+")
    maand = models.DateField()
    minuten = models.IntegerField()
    minuten_max = models.IntegerField()

    in_logboek = False  # volgt helemaal uit Prestatie, en die staat erin
    rechten = ""

    class Meta:
        verbose_name_plural = "deelnemermaanden"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "deelnemer", "maand"], name="deelnemermaand_uniek"),
            models.CheckConstraint(
                condition=Q(minuten__lte=F("minuten_max")),
                name="deelnemermaand_maximum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deelnemer_id} {self.maand}: {self.minuten}"


class Inzending(TenantModel):
    """Een invoer die een telefoon met een eigen nummer verstuurde: komt ze nog eens, dan gebeurt er niets meer.

    Blijft staan als de uren later gewijzigd of verwijderd worden, anders kwamen ze bij een tweede verzending terug. Wat
    niet aanvaard kon worden, blijft met zijn reden zichtbaar tot de mentor het weglegt: niets verdwijnt.
    """

    sleutel = models.UUIDField()
    lidmaatschap = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="+")
    datum = models.DateField()
    inhoud = models.JSONField()  # wat er ingevuld was
    uitkomst = models.CharField(max_length=12, choices=InzendingUitkomst)
    uitleg = models.CharField(max_length=300, blank=True)
    weggelegd_op = models.DateTimeField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE (weggelegd_op)"
    logboek_waarden = "sleutel lidmaatschap plaatsing datum uitkomst weggelegd_op vastgelegd_op"
    logboek_verzwijgt = "inhoud uitleg"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "inzendingen"
        ordering = ["vastgelegd_op", "pk"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "sleutel"], name="inzending_uniek")]

    def __str__(self) -> str:
        return f"{self.sleutel} {self.uitkomst}"

    @property
    def in_woorden(self) -> str:
        """Wat er ingevuld was, voor wie het las: "7,5 u", "8:30 – 12:30, 15 min pauze", "afwezig, verwittigd"."""
        keuze, uren = self.inhoud.get("keuze", ""), self.inhoud.get("uren", "")
        van, tot, pauze = (self.inhoud.get(naam, "") for naam in ("van", "tot", "pauze"))
        if keuze in SoortPrestatie.values:
            return str(SoortPrestatie(keuze).label)
        if "-" in keuze:
            van, tot, pauze = keuze.split("-", 2)
        if van or tot:
            erbij = f", {pauze} min pauze" if pauze not in ("", "0") else ""
            return f"{van} – {tot}{erbij}"
        if keuze.isdecimal():
            return opmaak.uren(int(keuze))
        return f"{uren} u" if uren else "niets"


class Afwezigmelding(TenantModel):
    """Dat een afwezigheid aan de trajectbegeleider gemeld wordt: één keer per dag, of (ongedaan gemaakt) rechtgezet."""

    plaatsing = models.ForeignKey(Plaatsing, models.CASCADE, related_name="afwezigmeldingen")
    datum = models.DateField()
    status = models.CharField(max_length=20, choices=MeldingStatus)
    taak = models.BigIntegerField(null=True)  # enkel de laatst geplande taak mag mailen
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    in_logboek = False  # volgt uit Prestatie, en dat er een rij is, verraadt een afwezigheid
    rechten = "INSERT, UPDATE (status, taak)"

    class Meta:
        verbose_name_plural = "afwezigmeldingen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "plaatsing", "datum"], name="afwezigmelding_uniek"),
        ]

    def __str__(self) -> str:
        return f"{self.plaatsing_id} {self.datum} {self.status}"


zinnen(
    afwezigmelding_uniek="Deze afwezigheid is al gemeld.",
    inzending_uniek="Deze invoer is al ontvangen.",
    prestatie_onderbroken=("Die dag is de plaatsing onderbroken. Kies een andere dag.", "datum"),
    prestatie_start=("Deze plaatsing mag nog niet starten. Vraag HR wat er ontbreekt.", "datum"),
    prestatie_uniek=("Op dat uur staat er al iets. Wijzig wat er staat.", "van"),
    prestatie_overlapt_niet=(
        "Dit overlapt met wat er die dag al staat. Wijzig wat er staat.",
        "van",
    ),
    prestatie_minuten_bij_soort=(
        "Bij afwezigheid horen geen uren; bij gewerkt wel.",
        "soort",
    ),
    prestatie_tot_na_van=(
        "Het einduur ligt voor het beginuur. Pas een van beide aan.",
        "tot",
    ),
    prestatie_van_en_tot=("Vul het begin en het einde in, of geen van beide.", "van"),
    prestatie_binnen_plaatsing=(
        "Deze dag valt buiten de plaatsing. Kies een andere dag.",
        "datum",
    ),
    deelnemermaand_maximum=(
        "Daarmee komt deze deelnemer die maand boven 64 uur. Vul minder uren in.",
        "uren",
    ),
)
