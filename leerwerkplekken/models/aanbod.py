from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from leerwerkplekken.enums import Antwoord, Weigerreden
from leerwerkplekken.models.plek import EIGEN, Leerwerkplek
from organisaties.isolatie import PARTNER_SCHRIJFT, TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap

EIGEN_AANBOD = (
    "aanbod_id = ANY (ARRAY(SELECT id FROM leerwerkplekken_aanbod WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


class Keer(TenantModel):
    """Wat er bij één keer aanbieden hoort: wanneer, tot wanneer, met welke woorden, en wat de partner ermee deed."""

    vervalt_op = models.DateField("aangeboden tot en met", null=True, blank=True)  # laatste dag; leeg: vervalt niet
    boodschap = models.TextField(blank=True, default="")
    aangeboden_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    gelezen_op = models.DateTimeField(null=True, blank=True)  # de eerste keer
    antwoord = models.CharField(max_length=12, choices=Antwoord, default=Antwoord.GEEN, blank=True)
    antwoord_op = models.DateField(null=True, blank=True)
    antwoord_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # iemand van de partner; leeg als HR het noteerde
    antwoord_naam = models.CharField("geantwoord door", max_length=120, blank=True, default="")  # zoals HR het hoorde
    genoteerd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    genoteerd_naam = models.CharField("genoteerd door", max_length=161, blank=True, default="")  # ook voor de partner
    weiger_reden = models.CharField("reden", max_length=12, choices=Weigerreden, blank=True, default="")
    weiger_nota = models.CharField("nota", max_length=150, blank=True, default="")
    ingetrokken_op = models.DateField(null=True, blank=True)  # door het bestuur

    class Meta:
        abstract = True

    @property
    def gelezen_dag(self) -> date | None:
        return timezone.localdate(self.gelezen_op) if self.gelezen_op else None


class Aanbod(Keer):
    """Een plek die actief aan een GLOW-partner aangeboden werd: zelf bewijs voor ESF (bron 000, 001).

    `aangeboden_op` is de eerste keer en verandert niet door te vernieuwen; de rij zegt hoe het met de laatste keer
    staat (`keer`, `vernieuwd_op`), en elke vorige staat in `Aanbodronde`.
    """

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="aanbiedingen")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    aangeboden_op = models.DateField()
    vernieuwd_op = models.DateField("laatst vernieuwd op", null=True, blank=True)  # leeg: één keer aangeboden
    keer = models.PositiveSmallIntegerField(default=1)
    vervallen_op = models.DateField("vervallen genoteerd op", null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    # wat een partner van zijn rij mag maken, bewaakt sql/10_aanbod.sql
    ook_zichtbaar = EIGEN
    partner_wijzigt = PARTNER_SCHRIJFT
    rechten = "INSERT, UPDATE"
    logboek_waarden = (
        "leerwerkplek glowpartner aangeboden_op vernieuwd_op keer vervalt_op vervallen_op aangeboden_door gelezen_op"
        " antwoord antwoord_op antwoord_door genoteerd_door ingetrokken_op vastgelegd_op"
    )
    logboek_verzwijgt = "boodschap antwoord_naam genoteerd_naam weiger_reden weiger_nota"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "aanbod"
        ordering = ["aangeboden_op", "pk"]
        indexes = [models.Index(fields=["bestuur", "vervalt_op"], name="aanbod_vervalt")]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "leerwerkplek", "glowpartner"], name="aanbod_uniek"),
            models.UniqueConstraint(fields=["bestuur", "id", "glowpartner"], name="aanbod_van_partner"),
            models.CheckConstraint(
                condition=Q(antwoord="", antwoord_op=None) | (~Q(antwoord="") & Q(antwoord_op__gte=F("aangeboden_op"))),
                name="aanbod_antwoord_na_aanbod",
            ),
            models.CheckConstraint(
                condition=Q(vernieuwd_op=None) | Q(vernieuwd_op__gte=F("aangeboden_op")), name="aanbod_vernieuwd_later"
            ),
            models.CheckConstraint(
                condition=Q(weiger_reden="") | Q(antwoord=Antwoord.GEWEIGERD),
                name="aanbod_reden_bij_weigering",
            ),
            models.CheckConstraint(
                condition=Q(genoteerd_door=None, genoteerd_naam="", antwoord_naam="")
                | Q(
                    genoteerd_door__isnull=False,
                    antwoord_door=None,
                    antwoord__in=[Antwoord.AANVAARD, Antwoord.GEWEIGERD],
                )
                & ~Q(genoteerd_naam="")
                & ~Q(antwoord_naam=""),
                name="aanbod_genoteerd",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leerwerkplek_id} aan {self.glowpartner_id} op {self.aangeboden_op}"

    @property
    def laatst_op(self) -> date:
        return self.vernieuwd_op or self.aangeboden_op


class Aanbodronde(Keer):
    """Een vorige keer dat een plek aangeboden werd, zoals ze was toen ze vernieuwd werd. Verandert niet meer."""

    aanbod = models.ForeignKey(Aanbod, models.PROTECT, related_name="rondes")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    keer = models.PositiveSmallIntegerField()
    op = models.DateField("aangeboden op")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    rechten = "INSERT"
    logboek_waarden = (
        "aanbod glowpartner keer op vervalt_op aangeboden_door gelezen_op antwoord antwoord_op antwoord_door"
        " genoteerd_door ingetrokken_op vastgelegd_op"
    )
    logboek_verzwijgt = "boodschap antwoord_naam genoteerd_naam weiger_reden weiger_nota"

    class Meta:
        verbose_name_plural = "vorige keren aangeboden"
        ordering = ["aanbod", "keer"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "aanbod", "keer"], name="aanbodronde_uniek")]

    def __str__(self) -> str:
        return f"aanbod {self.aanbod_id}, keer {self.keer}"


class Aanbodvraag(TenantModel):
    """Een vraag van een GLOW-partner over een aangeboden plek, en het antwoord van HR. Beide blijven zoals ze zijn."""

    aanbod = models.ForeignKey(Aanbod, models.PROTECT, related_name="vragen")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    vraag = models.TextField()
    gevraagd_op = models.DateTimeField(db_default=Now(), editable=False)
    gevraagd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    antwoord = models.TextField(blank=True, default="")
    beantwoord_op = models.DateTimeField(null=True, blank=True)
    beantwoord_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    beantwoord_naam = models.CharField("beantwoord door", max_length=161, blank=True, default="")  # ook voor de partner
    gezien_op = models.DateTimeField("antwoord gezien op", null=True, blank=True)  # door de partner: `aanbod_gelezen`

    ook_zichtbaar = EIGEN
    partner_voegt_toe = f"{PARTNER_SCHRIJFT} AND {EIGEN_AANBOD}"
    rechten = "INSERT, UPDATE (antwoord, beantwoord_op, beantwoord_door_id, beantwoord_naam)"
    logboek_waarden = "aanbod glowpartner gevraagd_op gevraagd_door beantwoord_op beantwoord_door gezien_op"
    logboek_verzwijgt = "vraag antwoord beantwoord_naam"
    logboek_onder = "aanbod"

    class Meta:
        verbose_name_plural = "vragen over het aanbod"
        ordering = ["gevraagd_op", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(vraag=""), name="aanbodvraag_gesteld"),
            models.CheckConstraint(
                condition=Q(antwoord="", beantwoord_op=None, beantwoord_naam="")
                | (~Q(antwoord="") & Q(beantwoord_op__isnull=False) & ~Q(beantwoord_naam="")),
                name="aanbodvraag_beantwoord",
            ),
        ]

    def __str__(self) -> str:
        return f"vraag {self.pk} bij aanbod {self.aanbod_id}"


zinnen(
    aanbod_uniek=("Deze plek is al aan deze GLOW-partner aangeboden.", "glowpartner"),
    aanbod_antwoord_na_aanbod=("Het antwoord kan niet voor het aanbod liggen.", "antwoord_op"),
    aanbod_vernieuwd_later=("Je bood deze plek later al eens aan. Kies die dag of later.", "aangeboden_op"),
    aanbod_reden_bij_weigering=("Kies waarom je geen kandidaat hebt.", "reden"),
    aanbod_genoteerd=("Zeg wie van de partner antwoordde, en wat.", "naam"),
    aanbod_door_partner="Dit beslist het bestuur. Je kunt wel antwoorden of een vraag stellen.",
    aanbod_niet_meer="Dit aanbod loopt niet meer. Stel een vraag aan het bestuur als je de plek toch wilt.",
    aanbodronde_uniek="Dit aanbod is intussen al vernieuwd. Er is niets veranderd.",
    aanbodvraag_gesteld=("Schrijf je vraag.", "vraag"),
    aanbodvraag_al_beantwoord="Deze vraag is intussen al beantwoord. Er is niets veranderd.",
    aanbodvraag_door_partner="Enkel het bestuur antwoordt op een vraag.",
)
