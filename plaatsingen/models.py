from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower, Now

from kern.periodes import Periode
from leerwerkplekken.models import EIGEN, Leerwerkplek
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap
from plaatsingen.enums import Indicator, MaandStatus, SoortPrestatie

# Uren en maandstaten volgen hun plaatsing: de partner leest ze mee en wijzigt niets.
GEPLAATST = (
    "plaatsing_id = ANY (ARRAY(SELECT id FROM plaatsingen_plaatsing WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


class Deelnemer(TenantModel):
    """De deelnemer, met zo weinig mogelijk gegevens: naam, code en de bevestigde criteria."""

    code = models.CharField(max_length=40)
    voornaam = models.CharField(max_length=80)
    naam = models.CharField(max_length=80)
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    uitkeringsgerechtigd = models.BooleanField()
    werkzoekend_sinds = models.DateField()
    intensieve_begeleiding = models.BooleanField()
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    logboek_waarden = "glowpartner vastgelegd_op"
    logboek_verzwijgt = "code voornaam naam uitkeringsgerechtigd werkzoekend_sinds intensieve_begeleiding"

    class Meta:
        verbose_name_plural = "deelnemers"
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint("bestuur", Lower("code"), name="deelnemer_code_uniek")]

    def __str__(self) -> str:
        return self.code

    @property
    def volledige_naam(self) -> str:
        return f"{self.voornaam} {self.naam}"


class Indicatie(TenantModel):
    """Welke indicatoren de GLOW-partner bevestigde. Apart, want ze verraden iets over gezondheid of verleden: enkel die
    partner kan ze lezen. Het bestuur weet wie bevestigde, wanneer en hoeveel (`plaatsingen.indicaties`)."""

    deelnemer = models.ForeignKey(Deelnemer, models.CASCADE, related_name="indicaties")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    indicatoren = ArrayField(models.CharField(max_length=30, choices=Indicator))
    bevestigd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    bestuur_ziet = False
    rechten = ""  # schrijven gaat door indicatie_bewaar()
    logboek_waarden = "deelnemer glowpartner bevestigd_op"
    logboek_verzwijgt = "indicatoren"
    logboek_onder = "deelnemer"

    class Meta:
        verbose_name_plural = "indicaties"
        constraints = [models.UniqueConstraint(fields=["bestuur", "deelnemer"], name="indicatie_uniek")]

    def __str__(self) -> str:
        return f"Indicatie {self.deelnemer_id}"


class Plaatsing(TenantModel):
    """Een deelnemer op een leerwerkplek in een periode. Lopend of niet volgt uit de datums en `beeindigd_op`."""

    code = models.CharField(max_length=40)
    deelnemer = models.ForeignKey(Deelnemer, models.PROTECT, related_name="+")
    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    van = models.DateField()
    tot = models.DateField()
    uiterste_tot = models.DateField()  # uit de oproep bij het plaatsen: van + zes maanden − 1 dag
    uren_per_maand = models.PositiveSmallIntegerField()
    beeindigd_op = models.DateField(null=True, blank=True)
    einde_reden = models.CharField(max_length=200, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    rechten = (
        "INSERT, DELETE, UPDATE (code, leerwerkplek_id, glowpartner_id, van, tot, uiterste_tot, uren_per_maand,"
        " beeindigd_op, einde_reden)"
    )
    logboek_waarden = (
        "code deelnemer leerwerkplek glowpartner van tot uiterste_tot uren_per_maand beeindigd_op vastgelegd_op"
    )
    logboek_verzwijgt = "einde_reden"

    class Meta:
        verbose_name_plural = "plaatsingen"
        ordering = ["van", "pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("code"), name="plaatsing_code_uniek"),
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="plaatsing_periode"),
            models.CheckConstraint(condition=Q(tot__lte=F("uiterste_tot")), name="plaatsing_zes_maanden"),
            models.CheckConstraint(
                condition=Q(beeindigd_op=None)
                | (Q(beeindigd_op__gte=F("van"), beeindigd_op__lte=F("tot")) & ~Q(einde_reden="")),
                name="plaatsing_einde",
            ),
            ExclusionConstraint(
                name="plaatsing_een_per_plek",
                expressions=[
                    ("bestuur", "="),
                    ("leerwerkplek", "="),
                    (Periode("van", Coalesce("beeindigd_op", "tot")), "&&"),
                ],
            ),
            ExclusionConstraint(
                name="plaatsing_een_per_deelnemer",
                expressions=[
                    ("bestuur", "="),
                    ("deelnemer", "="),
                    (Periode("van", Coalesce("beeindigd_op", "tot")), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def einde(self) -> date:
        return self.beeindigd_op or self.tot


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


class Maandstaat(TenantModel):
    """De maand van een plaatsing: doorgestuurd door de mentor, bevestigd door HR of coördinator. Bevestigd is vast."""

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="maandstaten")
    maand = models.DateField()  # eerste dag
    status = models.CharField(max_length=12, choices=MaandStatus, default=MaandStatus.OPEN)
    doorgestuurd_op = models.DateField(null=True, blank=True)
    doorgestuurd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    bevestigd_op = models.DateField(null=True, blank=True)
    bevestigd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    minuten = models.PositiveIntegerField(null=True, blank=True)  # vast bij het bevestigen
    teruggestuurd_reden = models.CharField(max_length=300, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = GEPLAATST
    logboek_waarden = (
        "plaatsing maand status doorgestuurd_op doorgestuurd_door bevestigd_op bevestigd_door minuten vastgelegd_op"
    )
    logboek_verzwijgt = "teruggestuurd_reden"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "maandstaten"
        ordering = ["maand", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "plaatsing", "maand"], name="maandstaat_uniek"),
            models.CheckConstraint(condition=Q(maand__day=Value(1)), name="maandstaat_eerste_dag"),
            models.CheckConstraint(
                condition=Q(status=MaandStatus.OPEN, bevestigd_op=None, minuten=None)
                | Q(
                    status=MaandStatus.DOORGESTUURD,
                    doorgestuurd_op__isnull=False,
                    bevestigd_op=None,
                    minuten=None,
                )
                | Q(
                    status=MaandStatus.BEVESTIGD,
                    doorgestuurd_op__isnull=False,
                    bevestigd_op__isnull=False,
                    minuten__isnull=False,
                ),
                name="maandstaat_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plaatsing_id} {self.maand:%Y-%m} {self.status}"

    @property
    def is_bevestigd(self) -> bool:
        return self.status == MaandStatus.BEVESTIGD


zinnen(
    deelnemer_code_uniek=("Deze code is al van een andere deelnemer.", "code"),
    plaatsing_code_uniek=("Deze code is al van een andere plaatsing.", "code"),
    plaatsing_periode=(
        "De einddatum ligt voor de begindatum. Pas een van beide aan.",
        "tot",
    ),
    plaatsing_zes_maanden=(
        "Een plaatsing duurt hoogstens zes maanden. Kies een vroegere einddatum.",
        "tot",
    ),
    plaatsing_einde=(
        "Het vervroegde einde ligt binnen de plaatsing en heeft een reden.",
        "einde_reden",
    ),
    plaatsing_een_per_plek=(
        "Op deze leerwerkplek is in die periode al iemand geplaatst.",
        "leerwerkplek",
    ),
    plaatsing_een_per_deelnemer=(
        "Deze deelnemer heeft in die periode al een plaatsing.",
        "deelnemer",
    ),
    plaatsing_deelnemer_vast=(
        "De deelnemer wijzigt niet meer: er zijn al uren ingevuld.",
        "deelnemer",
    ),
    plaatsing_uren_binnen=(
        "Buiten die periode staan al uren. Verwijder ze eerst of kies een andere datum.",
        "tot",
    ),
    plaatsing_leerwerkplek_id_glowpartner_aanbod_fk=(
        "Bied deze plek eerst aan de GLOW-partner van de deelnemer aan.",
        "leerwerkplek",
    ),
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
    maandstaat_bevestigd=(
        "Deze maand is bevestigd. Uren wijzigen kan niet meer.",
        "datum",
    ),
    maandstaat_uniek="Deze maandstaat bestaat al.",
    maandstaat_minuten="De uren van deze maand zijn intussen gewijzigd. Kijk ze opnieuw na.",
)
