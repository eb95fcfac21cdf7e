from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from documenten.models import Document
from kern.periodes import Periode
from mentoren.enums import Scanstatus
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap, Organisatie
from projecten.models import Subsidieproject


class Mentor(TenantModel):
    """Een personeelslid dat deelnemers begeleidt. `code` (M001 …) wordt één keer gegeven en staat in het pakket."""

    lidmaatschap = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    dienst = models.CharField(max_length=120, blank=True)
    project = models.ForeignKey(Subsidieproject, models.PROTECT, null=True, blank=True, related_name="+")
    vertrokken_op = models.DateField(null=True, blank=True)

    logboek_waarden = "lidmaatschap code organisatie project vertrokken_op"
    logboek_verzwijgt = "dienst"

    class Meta:
        verbose_name_plural = "mentoren"
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "lidmaatschap"], name="mentor_uniek"),
            models.UniqueConstraint(fields=["bestuur", "code"], name="mentor_code_uniek"),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        return self.lidmaatschap.gebruiker.volledige_naam


class Leiding(TenantModel):
    """Wie de directe leidinggevende van een mentor is, van wanneer tot wanneer. Op elke dag hoogstens één."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="leiding")
    leidinggevende = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    logboek_waarden = "mentor leidinggevende van tot"
    logboek_onder = "mentor"

    class Meta:
        verbose_name_plural = "leiding"
        ordering = ["van", "pk"]
        constraints = [
            ExclusionConstraint(
                name="leiding_een_tegelijk",
                expressions=[
                    ("bestuur", "="),
                    ("mentor", "="),
                    (Periode("van", "tot"), "&&"),
                ],
            ),
            models.CheckConstraint(condition=Q(tot=None) | Q(tot__gte=F("van")), name="leiding_periode"),
        ]

    def __str__(self) -> str:
        return f"{self.leidinggevende_id} leidt {self.mentor_id} vanaf {self.van}"


class Opleiding(TenantModel):
    code = models.CharField(max_length=40)
    titel = models.CharField(max_length=150)
    aanbieder = models.CharField(max_length=150, blank=True)
    datum = models.DateField()
    uren = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    logboek_waarden = "code datum uren"
    logboek_verzwijgt = "titel aanbieder"

    class Meta:
        verbose_name_plural = "opleidingen"
        ordering = ["datum", "pk"]
        constraints = [models.UniqueConstraint("bestuur", Lower("code"), name="opleiding_code_uniek")]

    def __str__(self) -> str:
        return self.titel


class Deelname(TenantModel):
    """Deelname van een mentor aan een opleiding. Telt als bewijs met een datum én het bestand (bron 000, 001)."""

    opleiding = models.ForeignKey(Opleiding, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="deelnames")
    aanwezig = models.BooleanField(default=True)
    certificaat_datum = models.DateField(null=True, blank=True)
    certificaat = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    certificaat_vastgelegd_op = models.DateTimeField(null=True, blank=True)
    certificaat_vooraf = models.BooleanField("papier, vóór ingebruikname", db_default=False)  # bevestigde scan
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    logboek_waarden = (
        "opleiding mentor aanwezig certificaat_datum certificaat certificaat_vastgelegd_op certificaat_vooraf"
        " vastgelegd_op"
    )
    logboek_onder = "mentor"

    class Meta:
        verbose_name_plural = "deelnames"
        ordering = ["certificaat_datum", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "opleiding", "mentor"], name="deelname_uniek"),
            models.CheckConstraint(
                condition=Q(certificaat=None) | Q(certificaat_datum__isnull=False, aanwezig=True),
                name="deelname_certificaat_met_datum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} in {self.opleiding_id}"


class Certificaatscan(TenantModel):
    """De scan van een certificaat van vóór de ingebruikname. Telt pas als een tweede persoon ze bevestigt."""

    deelname = models.ForeignKey(Deelname, models.PROTECT, related_name="scans")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    bladen = models.PositiveSmallIntegerField(default=1)
    datum = models.DateField("datum op het certificaat")
    ondertekenaar = models.CharField(max_length=160)  # van buiten het bestuur: wie de opleiding gaf
    hoedanigheid = models.CharField(max_length=120)
    status = models.CharField(max_length=14, choices=Scanstatus, default=Scanstatus.TE_BEVESTIGEN)
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    beoordeeld_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    beoordeeld_op = models.DateTimeField(null=True, blank=True)
    reden = models.CharField(max_length=500, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE (status, beoordeeld_door_id, beoordeeld_op, reden)"
    logboek_waarden = "deelname document bladen datum status door beoordeeld_door beoordeeld_op vastgelegd_op"
    logboek_verzwijgt = "ondertekenaar hoedanigheid reden"

    class Meta:
        verbose_name_plural = "certificaatscans"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "deelname"],
                condition=Q(status=Scanstatus.TE_BEVESTIGEN),
                name="certificaatscan_een_te_bevestigen",
            ),
            models.CheckConstraint(condition=~Q(beoordeeld_door=F("door")), name="certificaatscan_tweede_persoon"),
            models.CheckConstraint(
                condition=Q(status=Scanstatus.TE_BEVESTIGEN) | Q(beoordeeld_door__isnull=False),
                name="certificaatscan_beoordeeld",
            ),
            models.CheckConstraint(
                condition=~Q(status=Scanstatus.GEWEIGERD) | ~Q(reden=""), name="certificaatscan_geweigerd_met_reden"
            ),
        ]

    def __str__(self) -> str:
        return f"scan van {self.deelname_id}"


zinnen(
    certificaatscan_een_te_bevestigen=("Er ligt al een scan van dit certificaat om te bevestigen.", "bestand"),
    certificaatscan_tweede_persoon="Je laadde dit zelf op. Laat een collega het nakijken.",
    certificaatscan_geweigerd_met_reden=("Zeg waarom je de scan weigert.", "reden"),
    mentor_uniek=("Deze persoon is al mentor.", "email"),
    mentor_code_uniek="Deze mentorcode bestaat al.",
    leiding_een_tegelijk=(
        "Deze mentor heeft op die dag al een leidinggevende.",
        "leidinggevende",
    ),
    leiding_periode=("De einddatum ligt voor de begindatum.", "leidinggevende"),
    opleiding_code_uniek=("Deze code bestaat al. Kies een andere code.", "code"),
    deelname_uniek=("Deze mentor staat al bij deze opleiding.", "opleiding"),
    deelname_certificaat_met_datum=(
        "Vul de datum van het certificaat in; de mentor moet aanwezig geweest zijn.",
        "certificaat_datum",
    ),
)
