from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from organisaties.isolatie import PARTNER_SCHRIJFT, VAN_DE_PARTNER, TenantModel, zinnen
from organisaties.models import GlowPartner, Lidmaatschap
from projecten.enums import Met

# Overleg waar deze GLOW-partner bij is: als gesprekspartner, of omdat hij mee uitgenodigd werd.
MEE_AAN_TAFEL = (
    "glowpartner_id = (SELECT gd_glowpartner()) OR id = ANY (ARRAY(SELECT overleg_id FROM projecten_genodigde"
    " WHERE glowpartner_id = (SELECT gd_glowpartner()) AND weg_op IS NULL))"
)
VAN_ZIJN_OVERLEG = (  # voor tabellen die naar een overleg verwijzen; wat hij daarvan ziet, zegt MEE_AAN_TAFEL
    "(SELECT gd_glowpartner()) <> 0 AND overleg_id = ANY (ARRAY(SELECT id FROM projecten_overleg))"
)


class Overleg(TenantModel):
    """Overleg met datum: het bewijs dat de relatie wordt opgebouwd. Afgelast telt nergens mee.

    `uid` en `volgnummer` zijn UID en SEQUENCE van de uitnodiging (RFC 5545): dezelfde afspraak,
    telkens een hoger nummer.
    """

    datum = models.DateField()
    uur = models.TimeField("beginuur", null=True, blank=True)
    einduur = models.TimeField("einduur", null=True, blank=True)
    plaats = models.CharField(max_length=200, blank=True, default="")
    met = models.CharField(max_length=20, choices=Met)
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, blank=True, related_name="+")
    onderwerp = models.CharField(max_length=200)
    agenda = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    verslag = models.TextField(blank=True)
    besluiten = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    organisator = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    uid = models.UUIDField(db_default=RandomUUID(), editable=False)
    volgnummer = models.PositiveSmallIntegerField(default=0)
    uitgenodigd_op = models.DateTimeField(null=True, blank=True)  # de eerste keer; leeg: nog geen uitnodiging verstuurd
    afgelast_op = models.DateTimeField(null=True, blank=True)
    afgelast_reden = models.CharField("reden van afgelasten", max_length=150, blank=True, default="")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = MEE_AAN_TAFEL
    rechten = "INSERT, UPDATE"  # wie zich vergist, last het af: wat uitgenodigd was, hoort dat te weten
    logboek_waarden = "datum uur einduur met glowpartner organisator uitgenodigd_op afgelast_op vastgelegd_op"
    logboek_verzwijgt = "plaats onderwerp agenda verslag besluiten afgelast_reden"
    logboek_negeert = "uid volgnummer"

    class Meta:
        verbose_name_plural = "overleg"
        ordering = ["datum", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "datum", "met", "glowpartner", "onderwerp"],
                name="overleg_uniek",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(met=Met.GLOW, glowpartner__isnull=False) | (~Q(met=Met.GLOW) & Q(glowpartner=None)),
                name="overleg_met_partner",
            ),
            models.CheckConstraint(
                condition=Q(einduur=None) | Q(uur__isnull=False, einduur__gt=F("uur")), name="overleg_uren"
            ),
            models.CheckConstraint(condition=Q(afgelast_op=None) | ~Q(afgelast_reden=""), name="overleg_afgelast"),
        ]

    def __str__(self) -> str:
        return f"{self.datum} {self.onderwerp}"

    @property
    def met_wie(self) -> str:
        """De naam van de partner, of VDAB, wijk-werken, andere."""
        return self.glowpartner.naam if self.glowpartner else self.get_met_display()


class Genodigde(TenantModel):
    """Wie mee aan tafel zit: een lid van het bestuur, een GLOW-partner, of iemand van buiten met naam en adres.

    Wie al uitgenodigd was en weggelaten wordt, blijft staan met `weg_op`: die krijgt nog bericht.
    """

    overleg = models.ForeignKey(Overleg, models.CASCADE, related_name="genodigden")
    lidmaatschap = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, blank=True, related_name="+")
    naam = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField("e-mailadres", max_length=254, blank=True, default="")
    uitgenodigd_op = models.DateTimeField(null=True, blank=True)
    weg_op = models.DateTimeField("weggelaten op", null=True, blank=True)

    ook_zichtbaar = VAN_DE_PARTNER
    rechten = "INSERT, UPDATE (uitgenodigd_op, weg_op), DELETE"
    logboek_waarden = "overleg lidmaatschap glowpartner uitgenodigd_op weg_op"
    logboek_verzwijgt = "naam email"
    logboek_onder = "overleg"

    class Meta:
        verbose_name_plural = "genodigden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bestuur", "overleg", "lidmaatschap", "glowpartner", "naam", "email"],
                name="genodigde_uniek",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(lidmaatschap__isnull=False, glowpartner=None, naam="", email="")
                | Q(lidmaatschap=None, glowpartner__isnull=False, naam="", email="")
                | (Q(lidmaatschap=None, glowpartner=None) & ~Q(naam="")),
                name="genodigde_een",
            ),
        ]

    def __str__(self) -> str:
        return f"genodigde {self.pk}"

    @property
    def wie(self) -> str:
        if self.lidmaatschap:
            return self.lidmaatschap.gebruiker.volledige_naam
        return self.glowpartner.naam if self.glowpartner else self.naam


class Actiepunt(TenantModel):
    """Wat na een overleg moet gebeuren: wat, wie, tegen wanneer; `gedaan_op` sluit het.

    Een GLOW-partner ziet enkel zijn eigen punten, en zet daarvan enkel `gedaan_op` (sql/30_actiepunt.sql).
    """

    overleg = models.ForeignKey(Overleg, models.CASCADE, related_name="actiepunten")
    wat = models.CharField(max_length=300)
    lidmaatschap = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    glowpartner = models.ForeignKey(GlowPartner, models.PROTECT, null=True, blank=True, related_name="+")
    wie = models.CharField(max_length=120, blank=True, default="")  # iemand van buiten
    tegen = models.DateField(null=True, blank=True)
    gedaan_op = models.DateField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    ook_zichtbaar = VAN_DE_PARTNER
    partner_wijzigt = PARTNER_SCHRIJFT
    rechten = "INSERT, UPDATE (wat, lidmaatschap_id, glowpartner_id, wie, tegen, gedaan_op), DELETE"
    logboek_waarden = "overleg lidmaatschap glowpartner tegen gedaan_op vastgelegd_op"
    logboek_verzwijgt = "wat wie"
    logboek_onder = "overleg"

    class Meta:
        verbose_name_plural = "actiepunten"
        ordering = ["tegen", "pk"]
        indexes = [models.Index(fields=["bestuur", "gedaan_op", "tegen"], name="actiepunt_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lidmaatschap__isnull=False, glowpartner=None)
                | Q(lidmaatschap=None, glowpartner__isnull=False)
                | (Q(lidmaatschap=None, glowpartner=None) & ~Q(wie="")),
                name="actiepunt_wie",
            ),
            models.CheckConstraint(condition=~Q(wat=""), name="actiepunt_wat"),
        ]

    def __str__(self) -> str:
        return f"actiepunt {self.pk}"

    @property
    def voor(self) -> str:
        """Wie het opneemt. Van een ander dan zichzelf ziet een GLOW-partner de naam niet: die rij ziet hij niet."""
        if self.lidmaatschap:
            return self.lidmaatschap.gebruiker.volledige_naam
        return self.glowpartner.naam if self.glowpartner else self.wie


zinnen(
    overleg_uniek=("Dit overleg is al genoteerd.", "onderwerp"),
    overleg_met_partner=("Kies met welke GLOW-partner.", "met"),
    overleg_uren=("Het einduur ligt na het beginuur. Pas een van beide aan.", "einduur"),
    overleg_afgelast=("Vul in waarom het overleg niet doorgaat.", "reden"),
    genodigde_uniek="Deze persoon staat al bij de genodigden.",
    genodigde_een="Kies een lid, een GLOW-partner, of vul een naam in.",
    actiepunt_wie=("Kies wie dit opneemt.", "wie"),
    actiepunt_wat=("Vul in wat er moet gebeuren.", "wat"),
    actiepunt_door_partner="Dit beheert het bestuur. Je kunt een actiepunt wel afvinken.",
)
