"""Een fiche die buiten de toepassing getekend wordt, en de bladen van een scan."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from documenten.models import Document
from fiches.enums import Aanleverstatus, Hoedanigheid, SoortBlad, als_wat
from fiches.models.fiche import Fiche
from leerwerkplekken.models import Leerwerkplek
from organisaties.enums import Tekenwijze
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap


class Aanlevering(TenantModel):
    """Een fiche die buiten de toepassing ondertekend wordt: een scan, of een PDF met een eigen handtekening.

    Wie oplaadt zegt wie tekende, als wat en wanneer; een tweede persoon bevestigt of weigert. Een PDF met een geldige
    eigen handtekening heeft geen tweede persoon nodig. `fiche` is leeg zolang een fiche van vóór de ingebruikname niet
    bevestigd is: ze ontstaat pas dan.
    """

    leerwerkplek = models.ForeignKey(Leerwerkplek, models.PROTECT, related_name="+")
    fiche = models.ForeignKey(Fiche, models.PROTECT, null=True, blank=True, related_name="aanleveringen")
    wijze = models.CharField(max_length=12, choices=Tekenwijze)
    status = models.CharField(max_length=14, choices=Aanleverstatus)
    ondertekenaar = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    naam = models.CharField(max_length=160)
    functie = models.CharField(max_length=120, blank=True)
    organisatie = models.CharField(max_length=120)
    hoedanigheid = models.CharField(max_length=20, choices=Hoedanigheid)
    gezag = models.JSONField(default=dict)
    getekend_op = models.DateField("ondertekend op", null=True, blank=True)
    klaar = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")  # om te ondertekenen
    bestand = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    bladen = models.PositiveSmallIntegerField(default=1)
    code_gelezen = models.BooleanField(default=False)  # de QR-code van deze versie stond op de scan
    vaststelling = models.CharField(max_length=500, blank=True)  # wat het nakijken van een eigen handtekening zei
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    beoordeeld_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    beoordeeld_op = models.DateTimeField(null=True, blank=True)
    reden = models.CharField(max_length=500, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = (
        "INSERT, UPDATE (fiche_id, status, getekend_op, klaar_id, bestand_id, bladen, vaststelling, beoordeeld_door_id,"
        " beoordeeld_op, reden)"
    )
    logboek_waarden = (
        "leerwerkplek fiche wijze status ondertekenaar hoedanigheid getekend_op klaar bestand bladen code_gelezen door"
        " beoordeeld_door beoordeeld_op vastgelegd_op"
    )
    logboek_verzwijgt = "naam functie organisatie gezag vaststelling reden"
    logboek_onder = "leerwerkplek"

    class Meta:
        verbose_name_plural = "aanleveringen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "leerwerkplek"],
                condition=Q(status__in=[Aanleverstatus.NA_TE_KIJKEN, Aanleverstatus.TE_BEVESTIGEN]),
                name="aanlevering_een_te_bevestigen",
            ),
            models.UniqueConstraint(
                fields=["bestuur", "fiche", "door"],
                condition=Q(status__in=[Aanleverstatus.KLAARZETTEN, Aanleverstatus.TE_TEKENEN]),
                name="aanlevering_een_klaar_per_persoon",
            ),
            models.CheckConstraint(condition=~Q(beoordeeld_door=F("door")), name="aanlevering_tweede_persoon"),
            models.CheckConstraint(
                condition=~Q(status=Aanleverstatus.GEWEIGERD) | (Q(beoordeeld_door__isnull=False) & ~Q(reden="")),
                name="aanlevering_geweigerd_met_reden",
            ),
            models.CheckConstraint(
                condition=~Q(status=Aanleverstatus.BEVESTIGD)
                | Q(wijze=Tekenwijze.CERTIFICAAT, fiche__isnull=False)
                | Q(beoordeeld_door__isnull=False, fiche__isnull=False),
                name="aanlevering_bevestigd_door_iemand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wijze} {self.leerwerkplek_id} {self.status}"

    @property
    def als(self) -> str:
        return als_wat(self.hoedanigheid, self.gezag.get("plaatsvervanging"))

    @property
    def wacht_op_iemand(self) -> bool:
        """Is er iets opgeladen waarover nog niet beslist is?"""
        return self.status in (Aanleverstatus.NA_TE_KIJKEN, Aanleverstatus.TE_BEVESTIGEN)


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
    aanlevering_een_te_bevestigen="Er ligt al een ondertekend exemplaar van deze fiche om na te kijken.",
    aanlevering_een_klaar_per_persoon="Je zette deze fiche al klaar. Herlaad de pagina.",
    aanlevering_tweede_persoon="Je laadde dit zelf op. Laat een collega het nakijken.",
    handtekening_tweede_persoon="Je laadde dit zelf op. Laat een collega het nakijken.",
    aanlevering_geweigerd_met_reden=("Zeg waarom je de scan weigert.", "reden"),
)
