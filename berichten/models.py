from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from berichten.enums import Mail, Wanneer
from berichten.soorten import SOORTEN
from organisaties.isolatie import VAN_DE_PARTNER, TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap

EIGEN = f"{VAN_DE_PARTNER} AND ontvanger_id = (SELECT gd_gebruiker())"


def soortkeuzes() -> list[tuple[str, str]]:
    """Een functie: een soort erbij is dan geen migratie."""
    return [(soort.naam, soort.label) for soort in SOORTEN.values()]


class Bericht(TenantModel):
    """Eén bericht aan één persoon, in zijn inbox en (naar keuze) per mail. Nooit een naam van een deelnemer: een code.

    `glowpartner`: die persoon leest het als lid van die partner; leeg: als lid van het bestuur. `adres` enkel voor wie
    (nog) geen account heeft. `sleutel` is de aanleiding: dezelfde geeft dezelfde persoon nooit twee keer bericht.
    `pogingen`: hoe vaak de mail aan de server gegeven werd. `samenvatting`: in welke dagelijkse mail dit bericht staat.
    """

    ontvanger = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, related_name="+")
    adres = models.EmailField(max_length=254, blank=True, default="")
    soort = models.CharField(max_length=30, choices=soortkeuzes)
    sleutel = models.CharField(max_length=150)
    onderwerp = models.CharField(max_length=200)
    alineas = ArrayField(models.TextField())
    knop_tekst = models.CharField(max_length=60, blank=True, default="")
    knop_pad = models.CharField(max_length=300, blank=True, default="")  # pad in de toepassing, zonder host
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.WACHT)
    pogingen = models.PositiveSmallIntegerField(default=0)
    samenvatting = models.ForeignKey("self", models.SET_NULL, null=True, related_name="in_samenvatting")
    gemaakt_op = models.DateTimeField(db_default=Now(), editable=False)
    gemaild_op = models.DateTimeField(null=True, blank=True)
    gelezen_op = models.DateTimeField(null=True, blank=True)

    ook_zichtbaar = partner_wijzigt = EIGEN
    # wat een partner ervan wijzigt is enkel of het gelezen is: sql/20_bericht.sql
    rechten = "INSERT, UPDATE (mail, pogingen, samenvatting_id, gemaild_op, gelezen_op), DELETE"
    logboek_waarden = "ontvanger glowpartner soort sleutel mail gemaakt_op gemaild_op"
    logboek_verzwijgt = "adres onderwerp alineas knop_tekst knop_pad"
    logboek_negeert = "gelezen_op pogingen samenvatting"  # wanneer iemand zijn berichten leest is diens zaak

    class Meta:
        verbose_name_plural = "berichten"
        ordering = ["-gemaakt_op", "-pk"]
        indexes = [
            models.Index(fields=["ontvanger", "-gemaakt_op"], name="bericht_inbox"),
            models.Index(fields=["ontvanger", "bestuur"], condition=Q(gelezen_op=None), name="bericht_ongelezen"),
            models.Index(fields=["bestuur", "sleutel"], name="bericht_aanleiding"),
            models.Index(
                fields=["bestuur", "mail"],
                condition=~Q(mail__in=[Mail.GEEN, Mail.VERZONDEN]),
                name="bericht_te_mailen",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "ontvanger", "adres", "sleutel"], name="bericht_eenmalig", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(ontvanger__isnull=False, adres="") | (Q(ontvanger=None) & ~Q(adres="")),
                name="bericht_ontvanger",
            ),
        ]

    def __str__(self) -> str:
        return self.onderwerp


class Voorkeur(models.Model):
    """Wanneer een persoon een soort bericht per mail krijgt, in elk bestuur. Zonder rij geldt die van de soort."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    soort = models.CharField(max_length=30, choices=soortkeuzes)
    wanneer = models.CharField(max_length=10, choices=Wanneer)

    class Meta:
        verbose_name_plural = "voorkeuren"
        constraints = [models.UniqueConstraint(fields=["gebruiker", "soort"], name="voorkeur_uniek")]

    def __str__(self) -> str:
        return f"{self.soort}: {self.wanneer}"


class Herinnering(TenantModel):
    """Wanneer wie laatst aan een ding herinnerd werd, en hoe vaak. Eén rij per ontvanger: een lid of een hele partner.

    `sleutel` noemt het ding binnen zijn soort, bv. het nummer van een fiche. `door`: wie *Herinner nu* koos.
    """

    soort = models.CharField(max_length=30, choices=soortkeuzes)
    sleutel = models.CharField(max_length=29)
    ontvanger = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, related_name="+")
    laatst_op = models.DateField()
    aantal = models.PositiveSmallIntegerField(default=1)  # sinds het ding begon te wachten
    door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")

    rechten = "INSERT, UPDATE (laatst_op, aantal, door_id)"
    logboek_waarden = "soort sleutel ontvanger glowpartner laatst_op aantal door"

    class Meta:
        verbose_name_plural = "herinneringen"
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "soort", "sleutel", "ontvanger", "glowpartner"],
                name="herinnering_een_per_ontvanger",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(ontvanger__isnull=False, glowpartner=None) | Q(ontvanger=None, glowpartner__isnull=False),
                name="herinnering_ontvanger",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.sleutel} op {self.laatst_op}"


class Agendasleutel(models.Model):
    """De geheime sleutel van iemands agenda, enkel als sha256. Intrekken verwijdert de rij; een nieuwe vervangt ze."""

    gebruiker = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    gemaakt_op = models.DateTimeField(db_default=Now())
    laatst_opgehaald_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agendasleutels"

    def __str__(self) -> str:
        return f"agenda van {self.gebruiker_id}"


zinnen(
    bericht_eenmalig="Deze persoon kreeg dit bericht al.",
    herinnering_een_per_ontvanger="Deze persoon is net herinnerd.",
    bericht_enkel_gelezen="Aan een bericht verandert enkel of het gelezen is.",
)
