from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower, Now

from kern.periodes import Periode
from leerwerkplekken.models import EIGEN, Leerwerkplek
from mentoren.models import Mentor
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import GlowPartner
from plaatsingen.models.deelnemer import Deelnemer

# Wat bij een plaatsing hoort volgt haar: de partner leest mee en wijzigt niets.
GEPLAATST = (
    "plaatsing_id = ANY (ARRAY(SELECT id FROM plaatsingen_plaatsing WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


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
    vervangend_mentor = models.ForeignKey(Mentor, models.PROTECT, null=True, blank=True, related_name="+")
    # de trajectbegeleider bij de GLOW-partner: staat op de kaart van de mentor en hoort meteen van een afwezigheid
    begeleider_naam = models.CharField(max_length=160, blank=True, db_default="")
    begeleider_telefoon = models.CharField(max_length=30, blank=True, db_default="")
    begeleider_email = models.EmailField(max_length=254, blank=True, db_default="")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = EIGEN
    rechten = (
        "INSERT, DELETE, UPDATE (code, leerwerkplek_id, glowpartner_id, van, tot, uiterste_tot, uren_per_maand,"
        " beeindigd_op, einde_reden, vervangend_mentor_id, begeleider_naam, begeleider_telefoon, begeleider_email)"
    )
    logboek_waarden = (
        "code deelnemer leerwerkplek glowpartner van tot uiterste_tot uren_per_maand beeindigd_op"
        " vervangend_mentor vastgelegd_op"
    )
    logboek_verzwijgt = "einde_reden begeleider_naam begeleider_telefoon begeleider_email"

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


zinnen(
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
)
