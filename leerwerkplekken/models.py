from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.functional import cached_property

from leerwerkplekken.enums import Antwoord, Status
from mentoren.models import Mentor
from organisaties.isolatie import VAN_DE_PARTNER, TenantModel, zinnen
from organisaties.models import GlowPartner, Organisatie
from projecten.models import Subsidieproject

EIGEN = VAN_DE_PARTNER
AANGEBODEN = (
    "{veld} = ANY (ARRAY(SELECT leerwerkplek_id FROM leerwerkplekken_aanbod"
    " WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)
BIEDT_AAN = (  # besturen die deze partner minstens één plek aanboden
    "bestuur_id = ANY (ARRAY(SELECT bestuur_id FROM leerwerkplekken_aanbod"
    " WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


class Leerwerkplek(TenantModel):
    """Eén unieke plek = één fiche. Wat nog ontbreekt mag leeg blijven zolang het een concept is."""

    code = models.CharField(max_length=40)
    functie = models.CharField(max_length=150)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    project = models.ForeignKey(Subsidieproject, models.PROTECT, related_name="+")
    dienst = models.CharField(max_length=120, blank=True)
    adres = models.CharField(max_length=200, blank=True)  # leeg: dat van de organisatie
    taken = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    competenties = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    uren_per_maand = models.PositiveSmallIntegerField(null=True, blank=True)
    uurrooster = models.CharField(max_length=300, blank=True)
    vereisten = models.TextField(blank=True)
    mentor = models.ForeignKey(Mentor, models.PROTECT, null=True, blank=True, related_name="+")
    beschikbaar_van = models.DateField(null=True, blank=True)
    beschikbaar_tot = models.DateField(null=True, blank=True)
    additioneel = models.BooleanField(null=True, blank=True)  # leeg: nog niet beantwoord
    additioneel_toelichting = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.CONCEPT)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    ook_zichtbaar = AANGEBODEN.format(veld="id")
    logboek_waarden = (
        "code organisatie project uren_per_maand mentor beschikbaar_van beschikbaar_tot additioneel"
        " status vastgelegd_op"
    )
    logboek_verzwijgt = "functie dienst adres taken competenties uurrooster vereisten additioneel_toelichting"
    logboek_negeert = "gewijzigd_op"

    class Meta:
        verbose_name_plural = "leerwerkplekken"
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("code"), name="leerwerkplek_code_uniek"),
            models.CheckConstraint(
                condition=Q(beschikbaar_tot=None) | Q(beschikbaar_tot__gte=F("beschikbaar_van")),
                name="leerwerkplek_periode",
            ),
            models.CheckConstraint(condition=~Q(functie=""), name="leerwerkplek_functie"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.functie}"

    @cached_property
    def plan(self) -> "PlanVanAanpak":
        """Het plan van deze plek; `stappen.maak` legt het aan, dus elke plek heeft er één."""
        return self.plannen.get()

    @property
    def waar(self) -> str:
        return self.adres or self.organisatie.adres


class PlanVanAanpak(TenantModel):
    """Het plan per plek: informatie, onthaal, veiligheid, werkafspraken en wie waarvoor instaat (bron 001)."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.CASCADE, related_name="plannen")
    informatie = models.TextField(blank=True)
    onthaal = models.TextField(blank=True)
    veiligheid = models.TextField(blank=True)
    werkafspraken = models.TextField(blank=True)
    matrix = models.JSONField(default=list, blank=True)  # [{"onderwerp": …, "mentor": "R", …}], zie standaard.py
    standaard = models.BooleanField(default=True)  # nog niemand nagelezen: overgenomen van het bestuur

    ook_zichtbaar = AANGEBODEN.format(veld="leerwerkplek_id")
    logboek_waarden = "leerwerkplek standaard"
    logboek_verzwijgt = "informatie onthaal veiligheid werkafspraken matrix"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "plannen van aanpak"
        constraints = [models.UniqueConstraint(fields=["bestuur", "leerwerkplek"], name="planvanaanpak_uniek")]

    def __str__(self) -> str:
        return f"Plan van aanpak {self.leerwerkplek_id}"


class Aanbod(TenantModel):
    """Een plek die actief aan een GLOW-partner aangeboden werd: zelf bewijs voor ESF (bron 000, 001)."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="aanbiedingen")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    aangeboden_op = models.DateField()
    antwoord = models.CharField(max_length=12, choices=Antwoord, default=Antwoord.GEEN, blank=True)
    antwoord_op = models.DateField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    logboek_waarden = "leerwerkplek glowpartner aangeboden_op antwoord antwoord_op vastgelegd_op"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "aanbod"
        ordering = ["aangeboden_op", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "leerwerkplek", "glowpartner"], name="aanbod_uniek"),
            models.CheckConstraint(
                condition=Q(antwoord="", antwoord_op=None) | (~Q(antwoord="") & Q(antwoord_op__gte=F("aangeboden_op"))),
                name="aanbod_antwoord_na_aanbod",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leerwerkplek_id} aan {self.glowpartner_id} op {self.aangeboden_op}"


zinnen(
    leerwerkplek_code_uniek=("Deze code bestaat al. Kies een andere code.", "code"),
    leerwerkplek_periode=(
        "De plek sluit voor ze opent. Pas een van beide datums aan.",
        "beschikbaar_tot",
    ),
    leerwerkplek_functie=(
        "Vul de functie in, bijvoorbeeld “medewerker groendienst”.",
        "functie",
    ),
    planvanaanpak_uniek="Deze plek heeft al een plan van aanpak.",
    aanbod_uniek=("Deze plek is al aan deze GLOW-partner aangeboden.", "glowpartner"),
    aanbod_antwoord_na_aanbod=(
        "Het antwoord kan niet voor het aanbod liggen.",
        "antwoord_op",
    ),
)
