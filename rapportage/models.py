from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from documenten.models import Document
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap
from plaatsingen.models import MaandstaatVersie
from projecten.models import Subsidieproject


class Controle(TenantModel):
    """De opdracht van een ESF-controleur: één project, van en tot en met (besluit 15). Dit is zijn bereik.

    `lidmaatschap` is leeg tot de uitgenodigde aanvaardt; dan hangt `beheer` het eraan.
    """

    project = models.ForeignKey(Subsidieproject, models.PROTECT, related_name="+")
    email = models.EmailField("e-mailadres", max_length=254)
    voornaam = models.CharField(max_length=80)
    naam = models.CharField(max_length=80)
    lidmaatschap = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    van = models.DateField()
    tot = models.DateField()
    gemaakt_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE (lidmaatschap_id, tot, ingetrokken_op)"
    logboek_waarden = "project lidmaatschap van tot gemaakt_door ingetrokken_op vastgelegd_op"
    logboek_verzwijgt = "email voornaam naam"

    class Meta:
        verbose_name_plural = "controles"
        ordering = ["-van", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="controle_periode"),
            models.UniqueConstraint(
                fields=["bestuur", "project", "email", "van"],
                condition=Q(ingetrokken_op=None),
                name="controle_uniek",
            ),
        ]

    def __str__(self) -> str:
        return f"Controle {self.project_id} van {self.van} tot {self.tot}"

    @property
    def volledige_naam(self) -> str:
        return f"{self.voornaam} {self.naam}"


zinnen(
    controle_periode=("De laatste dag ligt voor de eerste. Pas een van beide aan.", "tot"),
    controle_uniek=("Voor deze persoon bestaat deze controle al. Wijzig die, of kies een andere eerste dag.", "email"),
)


class Gevraagd(TenantModel):
    """Een bestand dat een taak op vraag maakt. Hoe ver het staat volgt uit de taak en het document (besluit 6)."""

    peildatum = models.DateField()
    taak_id = models.BigIntegerField(null=True)
    reden = models.CharField(max_length=300, blank=True)  # waarom de laatste poging mislukte, als zin
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    aangevraagd_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    aangevraagd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT, UPDATE (taak_id, document_id, reden)"
    logboek_verzwijgt = "reden"

    class Meta:
        abstract = True
        ordering = ["-aangevraagd_op", "-pk"]


class Bewijspakket(Gevraagd):
    """Een aangevraagd bewijspakket van één project."""

    project = models.ForeignKey(Subsidieproject, models.PROTECT, related_name="+")

    logboek_waarden = "project peildatum taak_id document aangevraagd_door aangevraagd_op"

    class Meta(Gevraagd.Meta):
        verbose_name_plural = "bewijspakketten"

    def __str__(self) -> str:
        return f"Bewijspakket {self.project_id} op {self.peildatum}"

    @property
    def waarvan(self) -> str:
        return self.project.code


class Rapport(Gevraagd):
    """Een aangevraagd ESF-rapport als verzegelde PDF: van één project, of (project leeg) van alle samen."""

    project = models.ForeignKey(Subsidieproject, models.PROTECT, null=True, blank=True, related_name="+")
    toen_gekend = models.BooleanField(default=False)  # de kijk: enkel wat op de peildatum al geregistreerd was

    logboek_waarden = "project peildatum toen_gekend taak_id document aangevraagd_door aangevraagd_op"

    class Meta(Gevraagd.Meta):
        verbose_name_plural = "rapporten"

    def __str__(self) -> str:
        return f"Rapport {self.project_id or 'van alles'} op {self.peildatum}"

    @property
    def waarvan(self) -> str:
        """Zoals "572-OPW" of "Alle projecten samen"."""
        return self.project.code if self.project else "Alle projecten samen"


class Urenstaatkopie(TenantModel):
    """De verzegelde urenstaat zonder naam van een bevestigde maand, één keer gemaakt voor elk pakket."""

    versie = models.ForeignKey(MaandstaatVersie, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"
    logboek_waarden = "versie document vastgelegd_op"

    class Meta:
        verbose_name = "urenstaat zonder naam"
        verbose_name_plural = "urenstaten zonder naam"
        constraints = [models.UniqueConstraint(fields=["bestuur", "versie"], name="urenstaatkopie_uniek")]

    def __str__(self) -> str:
        return f"urenstaat van versie {self.versie_id}"


zinnen(urenstaatkopie_uniek="Van deze maand is er al een urenstaat zonder naam.")
