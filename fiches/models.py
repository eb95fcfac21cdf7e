import json
import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import cached_property

from documenten.models import Document
from fiches.enums import Hoedanigheid, SoortBlad, Status, Uitkomst, als_wat
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap


def nieuw_token() -> str:
    return secrets.token_urlsafe(16)


class Fiche(TenantModel):
    """De bevroren inhoud van plek, plan en aanbod. `inhoud` is canonieke JSON; haar sha256 is wat ondertekend wordt."""

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="+")  # die van de plek bij het indienen
    versie = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.TER_ONDERTEKENING)
    inhoud = models.TextField()
    inhoud_sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=40, default=nieuw_token)
    ingediend_op = models.DateField()
    ingediend_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    # Ook wie een versie intrekt, en wanneer en waarom, staat in deze drie.
    teruggestuurd_op = models.DateField(null=True, blank=True)
    teruggestuurd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    teruggestuurd_reden = models.CharField(max_length=500, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    # Wat bevroren is kan de toepassing niet wijzigen: ze heeft er in de database het recht niet toe.
    rechten = "INSERT, UPDATE (status, teruggestuurd_op, teruggestuurd_door_id, teruggestuurd_reden)"
    logboek_waarden = (
        "leerwerkplek mentor versie status inhoud_sha256 ingediend_op ingediend_door teruggestuurd_op"
        " teruggestuurd_door vastgelegd_op"
    )
    logboek_verzwijgt = "inhoud token teruggestuurd_reden"

    class Meta:
        verbose_name_plural = "fiches"
        ordering = ["leerwerkplek", "versie"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "leerwerkplek", "versie"], name="fiche_versie_uniek"),
            models.UniqueConstraint(fields=["bestuur", "token"], name="fiche_token_uniek"),
            models.UniqueConstraint(
                fields=["bestuur", "leerwerkplek"],
                condition=Q(status=Status.TER_ONDERTEKENING),
                name="fiche_een_ter_ondertekening",
            ),
            models.UniqueConstraint(
                fields=["bestuur", "leerwerkplek"],
                condition=Q(status=Status.ONDERTEKEND),
                name="fiche_een_ondertekend",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.TERUGGESTUURD)
                | (Q(teruggestuurd_op__isnull=False) & ~Q(teruggestuurd_reden="")),
                name="fiche_teruggestuurd_met_reden",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.INGETROKKEN)
                | (Q(teruggestuurd_op__isnull=False) & ~Q(teruggestuurd_reden="")),
                name="fiche_ingetrokken_met_reden",
            ),
        ]

    def __str__(self) -> str:
        return f"Fiche {self.leerwerkplek_id} v{self.versie}"

    @cached_property
    def gegevens(self) -> dict:
        """De bevroren inhoud, gelezen."""
        return json.loads(self.inhoud)

    @property
    def is_afgetekend(self) -> bool:
        return self.status in (Status.ONDERTEKEND, Status.VERVANGEN)

    @property
    def code(self) -> str:
        return self.gegevens["leerwerkplek"]["code"]

    @property
    def functie(self) -> str:
        return self.gegevens["leerwerkplek"]["functie"]


class Handtekening(TenantModel):
    """Wie, in welke hoedanigheid, wat (sha256) en met welk gezag. Eén per fiche; wijzigt nooit (besluit 4)."""

    fiche = models.ForeignKey(Fiche, models.PROTECT, related_name="handtekeningen")
    ondertekenaar = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    hoedanigheid = models.CharField(max_length=20, choices=Hoedanigheid)
    naam = models.CharField(max_length=160)
    functie = models.CharField(max_length=120, blank=True)
    organisatie = models.CharField(max_length=120)
    gezag = models.JSONField()  # waarom deze persoon mocht tekenen: regel, datum vanaf, bron
    verklaring = models.CharField(max_length=600)
    inhoud_sha256 = models.CharField(max_length=64)
    ondertekend_op = models.DateTimeField()
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    logboek_waarden = "fiche ondertekenaar hoedanigheid inhoud_sha256 ondertekend_op vastgelegd_op"
    logboek_verzwijgt = "naam functie organisatie gezag verklaring"
    logboek_onder = "fiche"

    class Meta:
        verbose_name_plural = "handtekeningen"
        constraints = [models.UniqueConstraint(fields=["bestuur", "fiche"], name="handtekening_een_per_fiche")]

    def __str__(self) -> str:
        return f"{self.naam} ({self.hoedanigheid})"

    @property
    def als(self) -> str:
        """In welke hoedanigheid, en in wiens plaats: uit wat toen bevroren werd."""
        return als_wat(self.hoedanigheid, self.gezag.get("plaatsvervanging"))


class FicheBlad(TenantModel):
    """Het document van een fiche: één leeskopie, één verzegeld exemplaar. De unieke sleutel is de tweede lijn."""

    fiche = models.ForeignKey(Fiche, models.PROTECT, related_name="bladen")
    soort = models.CharField(max_length=12, choices=SoortBlad)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    rechten = "INSERT"
    logboek_waarden = "fiche soort document"
    logboek_onder = "fiche"

    class Meta:
        verbose_name_plural = "fichebladen"
        constraints = [models.UniqueConstraint(fields=["bestuur", "fiche", "soort"], name="ficheblad_uniek")]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.soort}"


zinnen(
    fiche_een_ter_ondertekening="Er ligt al een fiche van deze plek ter ondertekening.",
    fiche_versie_uniek="Deze fiche werd net ingediend. Herlaad de pagina.",
    fiche_een_ondertekend="Deze fiche is al ondertekend.",
    fiche_ingetrokken_met_reden=("Zeg waarom je de fiche intrekt.", "reden"),
    fiche_teruggestuurd_met_reden=("Zeg waarom je de fiche terugstuurt.", "reden"),
    handtekening_een_per_fiche="Deze fiche is al ondertekend.",
)


class Tekenronde(TenantModel):
    """Eén daad waarin iemand meer fiches samen aftekent. `op` is het ogenblik van elke handtekening erin.

    `sleutel` komt van het getoonde formulier: twee keer versturen is één ronde (beslissing 0028).
    """

    sleutel = models.UUIDField()
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    rechten = "INSERT"
    logboek_waarden = "door op"
    logboek_negeert = "sleutel"

    class Meta:
        verbose_name_plural = "tekenrondes"
        ordering = ["-op", "-pk"]
        constraints = [models.UniqueConstraint(fields=["bestuur", "sleutel"], name="tekenronde_sleutel_uniek")]

    def __str__(self) -> str:
        return f"Tekenronde {self.pk}"


class Tekenregel(TenantModel):
    """Wat er in een ronde met één fiche gebeurde: ondertekend, of waarom niet. Waar het zegel staat, zegt de taak."""

    ronde = models.ForeignKey(Tekenronde, models.PROTECT, related_name="regels")
    fiche = models.ForeignKey(Fiche, models.PROTECT, related_name="+")
    inhoud_sha256 = models.CharField(max_length=64)  # die op het scherm stond
    uitkomst = models.CharField(max_length=12, choices=Uitkomst)
    reden = models.CharField(max_length=300, blank=True)  # een zin van ons
    taak_id = models.BigIntegerField(null=True)  # de taak die verzegelt

    rechten = "INSERT"
    logboek_waarden = "ronde fiche inhoud_sha256 uitkomst taak_id"
    logboek_verzwijgt = "reden"
    logboek_onder = "ronde"

    class Meta:
        verbose_name_plural = "tekenregels"
        ordering = ["ronde", "fiche"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "ronde", "fiche"], name="tekenregel_een_per_fiche"),
            models.CheckConstraint(
                condition=Q(uitkomst=Uitkomst.ONDERTEKEND, reden="", taak_id__isnull=False)
                | (~Q(uitkomst=Uitkomst.ONDERTEKEND) & ~Q(reden="") & Q(taak_id=None)),
                name="tekenregel_zegt_waarom_niet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiche_id} {self.uitkomst}"
