from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kandidaten.enums import Reden, Status
from leerwerkplekken.models import EIGEN, NU_AANGEBODEN, Leerwerkplek
from organisaties.isolatie import PARTNER_SCHRIJFT, TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap
from plaatsingen.models import Deelnemer

OPEN = (Status.VOORGESTELD, Status.INTAKE)  # HR moet nog beslissen
GESLOTEN = (Status.GEWEIGERD, Status.INGETROKKEN)


class Kandidatuur(TenantModel):
    """Een GLOW-partner stelt een deelnemer voor een aangeboden plek voor; HR beslist.

    Open tot `afgesloten_op`: de dag van weigeren, intrekken of (voor wie aanvaard is) plaatsen. `gereserveerd_tot`: zo
    lang blijft de plek voor deze persoon vrij; voorbij die dag telt dat niet meer, ook als niemand opruimde.
    """

    deelnemer = models.ForeignKey(Deelnemer, models.PROTECT, related_name="+")
    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.VOORGESTELD)
    start = models.DateField("kan starten vanaf")
    voorgesteld_op = models.DateField()
    intake_datum = models.DateField("dag van de intake", null=True, blank=True)
    intake_uur = models.TimeField("uur van de intake", null=True, blank=True)
    intake_plaats = models.CharField("plaats van de intake", max_length=200, blank=True, default="")
    intake_nr = models.PositiveSmallIntegerField(default=0)  # de hoeveelste afspraak: elke krijgt één mail
    aanvaard_op = models.DateField(null=True, blank=True)
    gereserveerd_tot = models.DateField(null=True, blank=True)
    vervallen_op = models.DateField("laatste dag van een vervallen reservatie", null=True, blank=True)
    weiger_reden = models.CharField("reden van weigering", max_length=20, choices=Reden, blank=True, default="")
    weiger_nota = models.CharField("nota bij de weigering", max_length=150, blank=True, default="")
    afgesloten_op = models.DateField(null=True, blank=True)
    behandeld_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)
    plaatsing: int | None  # gezet door `stand.met_plaatsing`

    # wat een partner van zijn rij mag maken, bewaakt sql/10_kandidatuur.sql
    ook_zichtbaar = partner_wijzigt = EIGEN
    partner_voegt_toe = f"{PARTNER_SCHRIJFT} AND {NU_AANGEBODEN.format(veld='leerwerkplek_id')}"
    rechten = (
        "INSERT, UPDATE (status, start, intake_datum, intake_uur, intake_plaats, intake_nr, aanvaard_op,"
        " gereserveerd_tot, vervallen_op, weiger_reden, weiger_nota, afgesloten_op, behandeld_door_id)"
    )
    logboek_waarden = (
        "deelnemer leerwerkplek glowpartner status start voorgesteld_op intake_datum intake_uur aanvaard_op"
        " gereserveerd_tot vervallen_op afgesloten_op behandeld_door vastgelegd_op"
    )
    logboek_verzwijgt = "intake_plaats weiger_reden weiger_nota"
    logboek_negeert = "intake_nr"

    class Meta:
        verbose_name_plural = "kandidaturen"
        ordering = ["voorgesteld_op", "pk"]
        indexes = [models.Index(fields=["bestuur", "status", "voorgesteld_op"], name="kandidatuur_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "deelnemer", "leerwerkplek"],
                condition=Q(afgesloten_op=None),
                name="kandidatuur_een_open",
            ),
            models.UniqueConstraint(
                fields=["bestuur", "leerwerkplek"],
                condition=Q(gereserveerd_tot__isnull=False),
                name="kandidatuur_een_reservatie",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.INTAKE)
                | (Q(intake_datum__isnull=False, intake_uur__isnull=False) & ~Q(intake_plaats="")),
                name="kandidatuur_intake",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.GEWEIGERD) & ~Q(weiger_reden="")
                | ~Q(status=Status.GEWEIGERD) & Q(weiger_reden=""),
                name="kandidatuur_reden",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, afgesloten_op=None, aanvaard_op=None)
                | Q(status=Status.AANVAARD, aanvaard_op__isnull=False)
                | Q(status__in=GESLOTEN, afgesloten_op__isnull=False),
                name="kandidatuur_datums",
            ),
            models.CheckConstraint(
                condition=Q(gereserveerd_tot=None) | Q(status__in=[Status.INTAKE, Status.AANVAARD], afgesloten_op=None),
                name="kandidatuur_reservatie",
            ),
        ]

    def __str__(self) -> str:
        return f"kandidatuur {self.pk}"

    @property
    def open(self) -> bool:
        return self.afgesloten_op is None


zinnen(
    kandidatuur_een_open=("Deze persoon is al kandidaat voor deze plek.", "deelnemer"),
    kandidatuur_een_reservatie="Deze plek is intussen voor een andere kandidaat gereserveerd.",
    kandidatuur_intake=("Vul de dag, het uur en de plaats van de intake in.", "datum"),
    kandidatuur_reden=("Kies een reden.", "reden"),
    kandidatuur_datums="Deze stap past niet bij de stand van deze kandidatuur.",
    kandidatuur_reservatie="Een plek reserveren kan vanaf een intake, en zolang de kandidatuur loopt.",
    kandidatuur_overgang="Deze stap kan niet meer: de kandidatuur is intussen veranderd.",
    kandidatuur_door_partner="Dit beslist het bestuur. Je kunt de kandidatuur wel intrekken.",
    plaatsing_plek_gereserveerd=(
        "Deze plek is gereserveerd voor een andere kandidaat. Trek die reservatie eerst in.",
        "leerwerkplek",
    ),
    kandidatuur_leerwerkplek_glowpartner_aanbod_fk="Deze plek is niet aan jouw organisatie aangeboden.",
    kandidatuur_glowpartner_van_deelnemer_fk=(
        "Deze deelnemer is kandidaat via een andere GLOW-partner. Laat die staan.",
        "glowpartner",
    ),
)
