from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.functional import cached_property

from leerwerkplekken.enums import Status
from mentoren.models import Mentor
from organisaties.isolatie import VAN_DE_PARTNER, TenantModel, zinnen
from organisaties.models import Lidmaatschap, Organisatie
from projecten.models import Subsidieproject

if TYPE_CHECKING:
    from leerwerkplekken.models.plan import PlanVanAanpak

EIGEN = VAN_DE_PARTNER
AANGEBODEN = (
    "{veld} = ANY (ARRAY(SELECT leerwerkplek_id FROM leerwerkplekken_aanbod"
    " WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)
NU_AANGEBODEN = (  # wat deze partner vandaag nog kan krijgen (`regels.lopend` zegt hetzelfde)
    "{veld} = ANY (ARRAY(SELECT leerwerkplek_id FROM leerwerkplekken_aanbod"
    " WHERE glowpartner_id = (SELECT gd_glowpartner()) AND ingetrokken_op IS NULL"
    " AND (vervalt_op IS NULL OR vervalt_op >= (now() AT TIME ZONE 'Europe/Brussels')::date)))"
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
    leerdoelen = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    competenties = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    uren_per_maand = models.PositiveSmallIntegerField(null=True, blank=True)
    uurrooster = models.CharField(max_length=300, blank=True)
    vereisten = models.TextField(blank=True)
    mentor = models.ForeignKey(Mentor, models.PROTECT, null=True, blank=True, related_name="+")
    # Wie naast de mentor dagelijks begeleidt: iemand met een account, of een naam en functie. Geen van beide mag ook.
    begeleider = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    begeleider_naam = models.CharField(max_length=120, blank=True)
    begeleider_functie = models.CharField(max_length=120, blank=True)
    beschikbaar_van = models.DateField(null=True, blank=True)
    beschikbaar_tot = models.DateField(null=True, blank=True)
    additioneel = models.BooleanField(null=True, blank=True)  # leeg: nog niet beantwoord
    additioneel_toelichting = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.CONCEPT)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    ook_zichtbaar = AANGEBODEN.format(veld="id")
    logboek_waarden = (
        "code organisatie project uren_per_maand mentor begeleider beschikbaar_van beschikbaar_tot"
        " additioneel status vastgelegd_op"
    )
    logboek_verzwijgt = (
        "functie dienst adres taken leerdoelen competenties uurrooster vereisten begeleider_naam begeleider_functie"
        " additioneel_toelichting"
    )
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
            models.CheckConstraint(
                condition=Q(begeleider=None) | Q(begeleider_naam="", begeleider_functie=""),
                name="leerwerkplek_een_begeleider",
            ),
            models.CheckConstraint(
                condition=~Q(begeleider_naam="") | Q(begeleider_functie=""), name="leerwerkplek_begeleider_naam"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.functie}"

    @cached_property
    def plan(self) -> "PlanVanAanpak":
        """Het plan van deze plek; `stappen.maak` legt het aan, dus elke plek heeft er één."""
        return self.plannen.get()

    @property
    def met_begeleider(self) -> bool:
        """Is er naast de mentor een werkplekbegeleider?"""
        return bool(self.begeleider_id or self.begeleider_naam)

    @property
    def begeleiding(self) -> tuple[str, str]:
        """Naam en functie van de werkplekbegeleider; leeg als er geen is. Voor wie lidmaatschappen mag zien."""
        if self.begeleider is not None:
            return self.begeleider.gebruiker.volledige_naam, self.begeleider.functie
        return self.begeleider_naam, self.begeleider_functie

    @property
    def waar(self) -> str:
        return self.adres or self.organisatie.adres


zinnen(
    leerwerkplek_code_uniek=("Deze code bestaat al. Kies een andere code.", "code"),
    leerwerkplek_periode=("De plek sluit voor ze opent. Pas een van beide datums aan.", "beschikbaar_tot"),
    leerwerkplek_functie=("Vul de functie in, bijvoorbeeld “medewerker groendienst”.", "functie"),
    leerwerkplek_een_begeleider=(
        "Kies iemand uit de lijst, of typ een naam en functie. Niet allebei.",
        "begeleider_naam",
    ),
    leerwerkplek_begeleider_naam=("Vul ook de naam van de begeleider in.", "begeleider_naam"),
)
