import json
import secrets

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property

from documenten.models import Document
from fiches.enums import Aanleverstatus, Hoedanigheid, SoortBlad, Status, Uitkomst, als_wat
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor
from organisaties.enums import Tekenwijze
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap

OP_PAPIER = (Tekenwijze.PAPIER, Tekenwijze.VOORAF)
ZONDER_SCAN = (Tekenwijze.TOEPASSING, Tekenwijze.CERTIFICAAT)


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
    wijze = models.CharField(max_length=12, choices=Tekenwijze, db_default=Tekenwijze.TOEPASSING)
    # leeg: iemand tekende op papier vóór de ingebruikname, en hoort nu misschien niet meer bij het bestuur
    ondertekenaar = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    hoedanigheid = models.CharField(max_length=20, choices=Hoedanigheid)
    naam = models.CharField(max_length=160)
    functie = models.CharField(max_length=120, blank=True)
    organisatie = models.CharField(max_length=120)
    gezag = models.JSONField()  # waarom deze persoon mocht tekenen: regel, datum vanaf, bron
    verklaring = models.CharField(max_length=600)
    inhoud_sha256 = models.CharField(max_length=64)
    ondertekend_op = models.DateTimeField()
    # een scan telt pas als een tweede persoon ze bevestigde
    scan = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    opgeladen_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    bevestigd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    bevestigd_op = models.DateField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    logboek_waarden = (
        "fiche wijze ondertekenaar hoedanigheid inhoud_sha256 ondertekend_op scan opgeladen_door bevestigd_door"
        " bevestigd_op vastgelegd_op"
    )
    logboek_verzwijgt = "naam functie organisatie gezag verklaring"
    logboek_onder = "fiche"

    class Meta:
        verbose_name_plural = "handtekeningen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "fiche"], name="handtekening_een_per_fiche"),
            models.CheckConstraint(
                condition=Q(wijze__in=ZONDER_SCAN, scan=None)
                | Q(
                    wijze__in=OP_PAPIER, scan__isnull=False, opgeladen_door__isnull=False, bevestigd_door__isnull=False
                ),
                name="handtekening_scan_bevestigd",
            ),
            models.CheckConstraint(
                condition=~Q(bevestigd_door=F("opgeladen_door")), name="handtekening_tweede_persoon"
            ),
            models.CheckConstraint(
                condition=Q(bevestigd_door=None, bevestigd_op=None)
                | Q(bevestigd_door__isnull=False, bevestigd_op__isnull=False, opgeladen_door__isnull=False),
                name="handtekening_bevestigd_met_dag",
            ),
            models.CheckConstraint(
                condition=Q(ondertekenaar__isnull=False) | Q(wijze=Tekenwijze.VOORAF),
                name="handtekening_heeft_ondertekenaar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.hoedanigheid})"

    @property
    def als(self) -> str:
        """In welke hoedanigheid, en in wiens plaats: uit wat toen bevroren werd."""
        return als_wat(self.hoedanigheid, self.gezag.get("plaatsvervanging"))

    @property
    def bewijst(self) -> str:
        """Wat deze handtekening aantoont, naar de manier waarop ze gezet is."""
        return Tekenwijze(self.wijze).bewijst

    @property
    def enkel_dag(self) -> bool:
        """Van papier kennen we de dag, niet het uur."""
        return self.wijze in OP_PAPIER


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
