from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone

from kern.periodes import Periode
from organisaties.enums import Rol, SoortBestuur, SoortOrganisatie, Tekenwijze, Vervangbaar
from organisaties.isolatie import TenantModel, zinnen


class GebruikerManager(BaseUserManager["Gebruiker"]):
    def get_by_natural_key(self, email: str | None) -> "Gebruiker":
        return self.get(email=(email or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **velden) -> "Gebruiker":
        gebruiker = self.model(email=email.strip().lower(), **velden)
        gebruiker.set_password(password)
        gebruiker.save(using=self._db)
        return gebruiker


class Gebruiker(AbstractBaseUser):
    """Een persoon die kan aanmelden. Wat die mag, zegt Lidmaatschap (bestuur) of Partnerlid (GLOW-partner)."""

    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    voornaam = models.CharField(max_length=80)
    naam = models.CharField(max_length=80)
    is_active = models.BooleanField("actief", default=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    objects = GebruikerManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["voornaam", "naam"]

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="gebruiker_email_klein")]

    def __str__(self) -> str:
        return self.volledige_naam

    @property
    def volledige_naam(self) -> str:
        return f"{self.voornaam} {self.naam}"


class GlowPartner(models.Model):
    """Organisatie die VDAB selecteerde; gedeeld door alle besturen, herkend aan haar e-mailadres."""

    naam = models.CharField(max_length=120)
    email = models.EmailField("e-mailadres", max_length=254)
    regio = models.CharField(max_length=120, blank=True)
    trajecten = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="glowpartner_email_uniek")]

    def __str__(self) -> str:
        return self.naam


class Partnerlid(models.Model):
    """Wie voor een GLOW-partner werkt, over alle besturen heen. Enkel die partner en de persoon zelf zien de rij
    (sql/30_partner.sql); wie ingetrokken is blijft staan, want de geschiedenis verwijst ernaar."""

    gebruiker = models.ForeignKey("organisaties.Gebruiker", models.PROTECT, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    functie = models.CharField(max_length=120, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    rechten = "INSERT, UPDATE"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gebruiker", "glowpartner"], name="partnerlid_uniek")]

    def __str__(self) -> str:
        return f"{self.gebruiker_id} bij {self.glowpartner_id}"


class Bestuur(models.Model):
    """De huurder: gemeente, stad, OCMW, vereniging. Zichtbaar voor wie ervoor handelt of er lid van is."""

    slug = models.SlugField(max_length=40, unique=True)
    naam = models.CharField(max_length=120)
    soort = models.CharField(max_length=20, choices=SoortBestuur)
    nis_code = models.CharField(max_length=5, blank=True)
    kbo_nummer = models.CharField(max_length=10, blank=True)
    contact = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)
    tweede_factor = models.BooleanField("tweede factor verplicht", default=True)
    tweede_factor_reden = models.CharField(max_length=300, blank=True, db_default="")  # waarom ze uit staat
    uitnodiging_dagen = models.PositiveSmallIntegerField(db_default=7)  # zo lang werkt een link
    # welke manieren van ondertekenen dit bestuur toelaat (`wijzen`)
    teken_toepassing = models.BooleanField("ondertekenen in de toepassing", db_default=True)
    teken_certificaat = models.BooleanField("ondertekenen met een eigen certificaat", db_default=False)
    teken_papier = models.BooleanField("ondertekenen op papier", db_default=False)
    teken_vooraf = models.BooleanField("scans van vóór de ingebruikname", db_default=False)
    ingebruikname = models.DateField("in gebruik sinds", null=True, blank=True)  # leeg: de dag waarop het erbij kwam
    demo_verschuiving_weken = models.IntegerField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "UPDATE"  # aanmaken kan alleen door gd_bestuur_maak()
    logboek_waarden = (
        "slug naam soort nis_code kbo_nummer is_demo tweede_factor uitnodiging_dagen demo_verschuiving_weken"
        " teken_toepassing teken_certificaat teken_papier teken_vooraf ingebruikname vastgelegd_op"
    )
    logboek_verzwijgt = "contact tweede_factor_reden"
    logboek_negeert = logboek_onder = ""

    class Meta:
        verbose_name_plural = "besturen"
        constraints = [
            models.CheckConstraint(
                condition=Q(uitnodiging_dagen__gte=1, uitnodiging_dagen__lte=30), name="bestuur_uitnodiging_dagen"
            ),
            models.CheckConstraint(
                condition=Q(teken_toepassing=True) | Q(teken_certificaat=True) | Q(teken_papier=True),
                name="bestuur_kan_ondertekenen",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def wijzen(self) -> frozenset[str]:
        """De manieren van ondertekenen die dit bestuur toelaat."""
        return frozenset(wijze for wijze in Tekenwijze if getattr(self, f"teken_{wijze}"))

    @property
    def in_gebruik_sinds(self) -> date:
        """Wat op papier van voor deze dag is, is van vóór de ingebruikname."""
        return self.ingebruikname or timezone.localdate(self.vastgelegd_op)


class Organisatie(TenantModel):
    code = models.CharField(max_length=40)
    naam = models.CharField(max_length=120)
    soort = models.CharField(max_length=20, choices=SoortOrganisatie)
    kbo_nummer = models.CharField("KBO-nummer", max_length=10, blank=True)
    adres = models.CharField(max_length=200, blank=True)

    # een GLOW-partner ziet waar een plek is die hem aangeboden werd; van de andere organisaties niets
    ook_zichtbaar = (
        "id = ANY (ARRAY(SELECT w.organisatie_id FROM leerwerkplekken_leerwerkplek w"
        " JOIN leerwerkplekken_aanbod a ON a.bestuur_id = w.bestuur_id AND a.leerwerkplek_id = w.id"
        " WHERE a.glowpartner_id = (SELECT gd_glowpartner())))"
    )
    logboek_waarden = "code naam soort kbo_nummer adres"

    class Meta:
        ordering = ["naam", "pk"]
        constraints = [models.UniqueConstraint("bestuur", Lower("code"), name="organisatie_code_uniek")]

    def __str__(self) -> str:
        return self.naam


class Samenwerking(TenantModel):
    """De band tussen een bestuur en een GLOW-partner; `code` is hoe het bestuur die partner noemt."""

    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    van = models.DateField(null=True, blank=True)
    tot = models.DateField(null=True, blank=True)

    ook_zichtbaar = "glowpartner_id = (SELECT gd_glowpartner())"
    logboek_waarden = "glowpartner code van tot"

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint("bestuur", Lower("code"), name="samenwerking_code_uniek"),
            models.UniqueConstraint(fields=["bestuur", "glowpartner"], name="samenwerking_uniek"),
            models.CheckConstraint(condition=Q(tot__gte=models.F("van")), name="samenwerking_periode"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.glowpartner_id}"


class Lidmaatschap(TenantModel):
    """Een persoon bij een bestuur: rollen, organisatie en functie, eventueel tot en met een datum (controleur).

    Wie geen toegang meer heeft blijft staan, met `ingetrokken_op`: fiches en logboek verwijzen ernaar. Een bestuur dat
    een beheerder heeft, houdt er een (sql/40_laatste.sql).
    """

    gebruiker = models.ForeignKey("organisaties.Gebruiker", models.PROTECT, related_name="+")
    rollen = ArrayField(models.CharField(max_length=20, choices=Rol))
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    functie = models.CharField(max_length=120, blank=True)
    tot = models.DateField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    ook_zichtbaar = "gebruiker_id = (SELECT gd_gebruiker())"
    logboek_waarden = "gebruiker rollen organisatie tot ingetrokken_op"
    logboek_verzwijgt = "functie"
    rechten = "INSERT, UPDATE"

    class Meta:
        verbose_name_plural = "lidmaatschappen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "gebruiker"], name="lidmaatschap_uniek"),
            models.CheckConstraint(condition=~Q(rollen=[]), name="lidmaatschap_heeft_rol"),
            models.CheckConstraint(
                condition=~Q(rollen__contains=[Rol.CONTROLEUR]) | Q(rollen=[Rol.CONTROLEUR], tot__isnull=False),
                name="lidmaatschap_controleur",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker} ({', '.join(self.rollen)})"


class Plaatsvervanging(TenantModel):
    """Wie in een periode in de plaats van een directeur of leidinggevende tekent, met de schriftelijke opdracht.

    Beide dagen tellen mee. Wat intussen getekend werd, draagt een eigen kopie: latere wijzigingen raken dat niet.
    """

    voor = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    plaatsvervanger = models.ForeignKey(Lidmaatschap, models.PROTECT, related_name="+")
    hoedanigheid = models.CharField(max_length=20, choices=Vervangbaar)
    van = models.DateField()
    tot = models.DateField()
    referentie = models.CharField(max_length=80, blank=True)
    beeindigd_op = models.DateTimeField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    # wie, wat en tot wanneer ligt vast; enkel vroeger beëindigen kan
    rechten = "INSERT, UPDATE (beeindigd_op)"
    logboek_waarden = "voor plaatsvervanger hoedanigheid van tot beeindigd_op vastgelegd_op"
    logboek_verzwijgt = "referentie"

    class Meta:
        verbose_name_plural = "plaatsvervangingen"
        ordering = ["-van", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="plaatsvervanging_periode"),
            models.CheckConstraint(condition=~Q(voor=F("plaatsvervanger")), name="plaatsvervanging_niet_zichzelf"),
            models.CheckConstraint(
                condition=~Q(hoedanigheid=Vervangbaar.DIRECTEUR) | ~Q(referentie=""),
                name="plaatsvervanging_referentie",
            ),
            ExclusionConstraint(
                name="plaatsvervanging_overlapt",
                expressions=[
                    ("bestuur", "="),
                    ("voor", "="),
                    ("plaatsvervanger", "="),
                    ("hoedanigheid", "="),
                    (Periode("van", "tot"), "&&"),
                ],
                condition=Q(beeindigd_op=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plaatsvervanger_id} voor {self.voor_id} ({self.van} – {self.tot})"


zinnen(
    organisaties_gebruiker_email_key=("Er is al iemand met dit e-mailadres.", "email"),
    organisatie_code_uniek=("Deze code bestaat al. Kies een andere code.", "code"),
    samenwerking_code_uniek=(
        "Deze code is al van een andere GLOW-partner. Kies een andere code.",
        "code",
    ),
    samenwerking_uniek=("Met deze GLOW-partner werk je al samen.", "glowpartner"),
    samenwerking_periode=(
        "De einddatum ligt voor de begindatum. Pas een van beide aan.",
        "tot",
    ),
    lidmaatschap_uniek=("Deze persoon hoort al bij dit bestuur.", "email"),
    lidmaatschap_heeft_rol=("Kies minstens één rol.", "rollen"),
    lidmaatschap_controleur=("Een ESF-controleur heeft enkel die rol, en altijd een einddatum.", "rollen"),
    lidmaatschap_laatste_beheerder=(
        "Dit is de enige beheerder zonder einddatum. Maak eerst iemand anders beheerder.",
        "rollen",
    ),
    partnerlid_uniek=("Deze persoon werkt al voor jouw organisatie.", "email"),
    partnerlid_laatste="Dit is de laatste persoon van jouw organisatie. Nodig eerst een collega uit.",
    plaatsvervanging_periode=("De einddatum ligt voor de begindatum. Pas een van beide aan.", "tot"),
    plaatsvervanging_niet_zichzelf=("Niemand vervangt zichzelf. Kies iemand anders.", "plaatsvervanger"),
    plaatsvervanging_referentie=(
        "Vul de schriftelijke opdracht in, bijvoorbeeld “besluit 12 van 3 maart 2026”.",
        "referentie",
    ),
    plaatsvervanging_overlapt=(
        "Deze persoon is in die periode al plaatsvervanger. Kies andere datums.",
        "van",
    ),
    bestuur_kan_ondertekenen="Laat minstens één manier toe om een nieuwe fiche te ondertekenen.",
    bestuur_uitnodiging_dagen=("Vul een aantal dagen in van 1 tot en met 30.", "uitnodiging_dagen"),
)
