from django.db import models
from django.db.models.functions import Now

from documenten.enums import Bewaarklasse, Soort
from organisaties.isolatie import TenantModel, zinnen


class Document(TenantModel):
    """Een bestand dat één keer geschreven wordt. De bytes staan in GD_OPSLAG, buiten het bereik van de webserver."""

    soort = models.CharField(max_length=20, choices=Soort)
    bestand = models.CharField(max_length=120)  # naam in de opslag: een eigen naam per poging
    naam = models.CharField(max_length=150)  # naam waaronder het opgehaald wordt
    mime = models.CharField(max_length=100)
    grootte = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    bewaarklasse = models.CharField(max_length=10, choices=Bewaarklasse, default=Bewaarklasse.BEWIJS)
    zegel_niveau = models.CharField(max_length=10, blank=True)  # leeg: niet verzegeld
    zegel_certificaat = models.CharField(max_length=64, blank=True)  # sha256 van het certificaat
    archief_tot = models.DateTimeField(null=True, editable=False)  # B-LTA: einde van het archieftijdstempel
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    # een GLOW-partner ziet de urenstaten van wie via hem geplaatst is, en de werkafspraken die hem voorgelegd zijn;
    # verder geen enkel document
    ook_zichtbaar = (
        "id = ANY (ARRAY(SELECT v.urenstaat_id FROM plaatsingen_maandstaatversie v"
        " JOIN plaatsingen_maandstaat m ON m.bestuur_id = v.bestuur_id AND m.id = v.staat_id"
        " JOIN plaatsingen_plaatsing p ON p.bestuur_id = m.bestuur_id AND p.id = m.plaatsing_id"
        " WHERE p.glowpartner_id = (SELECT gd_glowpartner()) AND v.urenstaat_id IS NOT NULL))"
        " OR id = ANY (ARRAY(SELECT document_id FROM plaatsingen_ondertekening"
        " WHERE glowpartner_id = (SELECT gd_glowpartner()) AND (ingetrokken_op IS NULL OR getekend_op IS NOT NULL)))"
    )
    logboek_waarden = (
        "soort bestand mime grootte sha256 bewaarklasse zegel_niveau zegel_certificaat archief_tot vastgelegd_op"
    )
    logboek_verzwijgt = "naam"

    class Meta:
        verbose_name_plural = "documenten"
        constraints = [models.UniqueConstraint(fields=["bestuur", "bestand"], name="document_bestand_uniek")]

    def __str__(self) -> str:
        return self.naam


class Hernieuwing(TenantModel):
    """Een document met een archieftijdstempel erbij, omdat het vorige afloopt. Het oorspronkelijke bestand blijft.

    Het begint met precies de bytes van het vorige; `nr` telt van 1 per document.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="hernieuwingen")
    nr = models.PositiveSmallIntegerField()
    bestand = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    grootte = models.PositiveBigIntegerField()  # bytes
    archief_tot = models.DateTimeField()
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    # wie het document ziet, ziet ook wat ervan hernieuwd werd
    ook_zichtbaar = (
        "(SELECT gd_glowpartner()) IS NOT NULL AND document_id = ANY (ARRAY(SELECT d.id FROM documenten_document d"
        " WHERE d.archief_tot IS NOT NULL))"
    )
    logboek_waarden = "document nr bestand sha256 grootte archief_tot vastgelegd_op"

    class Meta:
        verbose_name_plural = "hernieuwingen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "document", "nr"], name="hernieuwing_uniek"),
            models.UniqueConstraint(fields=["bestuur", "bestand"], name="hernieuwing_bestand_uniek"),
        ]
        indexes = [models.Index(fields=["sha256"], name="hernieuwing_sha256_publiek")]

    def __str__(self) -> str:
        return f"{self.document_id} nr. {self.nr}"


class Huisstijl(TenantModel):
    """Hoe pagina's, mails en documenten eruitzien. Zonder bannertekst vertrekt er geen document (bron 002)."""

    banner_tekst = models.CharField(max_length=200, blank=True)
    fonds_tekst = models.CharField(max_length=300, blank=True)
    kleur = models.CharField(max_length=7, blank=True)
    logo = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    banner = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    logboek_waarden = "kleur logo banner"
    logboek_verzwijgt = "banner_tekst fonds_tekst"

    class Meta:
        verbose_name_plural = "huisstijlen"
        constraints = [models.UniqueConstraint(fields=["bestuur"], name="huisstijl_uniek")]

    def __str__(self) -> str:
        return f"Huisstijl {self.bestuur_id}"


zinnen(
    huisstijl_uniek="Dit bestuur heeft al een huisstijl.",
    hernieuwing_uniek="Dit document is intussen al hernieuwd.",
)
