from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluaties.enums import Moment, Schaal, Status, Stem, Wijze
from organisaties.isolatie import TenantModel, zinnen
from organisaties.models import Lidmaatschap
from plaatsingen.models import GEPLAATST, Plaatsing

TEKST = 600


class Evaluatie(TenantModel):
    """Wat mentor en deelnemer op één moment zeggen over de competenties. Afgerond is vast, ook voor de database.

    Een verbetering is een nieuwe versie met een reden; de jongste afgeronde versie van een moment telt.
    """

    plaatsing = models.ForeignKey(Plaatsing, models.PROTECT, related_name="evaluaties")
    moment = models.CharField(max_length=12, choices=Moment)
    versie = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.CONCEPT)
    reden = models.CharField(max_length=200, blank=True)  # waarom een nieuwe versie
    goed = models.CharField(max_length=TEKST, blank=True)
    werkpunten = models.CharField(max_length=TEKST, blank=True)
    afspraken = models.CharField(max_length=TEKST, blank=True)
    # de stem van de deelnemer
    eigen_woorden = models.CharField(max_length=TEKST, blank=True)
    stem = models.CharField(max_length=8, choices=Stem, blank=True)
    bezwaar = models.CharField(max_length=TEKST, blank=True)
    stem_wijze = models.CharField(max_length=8, choices=Wijze, blank=True)
    stem_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    begonnen_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    besproken_op = models.DateField(null=True, blank=True)
    besproken_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    afgerond_op = models.DateField(null=True, blank=True)
    afgerond_door = models.ForeignKey(Lidmaatschap, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField(db_default=Now(), editable=False)

    # De partner leest wat afgerond is; een concept is nog van de mentor en de deelnemer samen.
    ook_zichtbaar = f"status = 'afgerond' AND {GEPLAATST}"
    rechten = (
        "INSERT, UPDATE (status, goed, werkpunten, afspraken, eigen_woorden, stem, bezwaar, stem_wijze, stem_door_id,"
        " besproken_op, besproken_door_id, afgerond_op, afgerond_door_id)"
    )
    logboek_waarden = (
        "plaatsing moment versie status begonnen_door besproken_op besproken_door afgerond_op afgerond_door"
        " stem_wijze stem_door vastgelegd_op"
    )
    logboek_verzwijgt = "reden goed werkpunten afspraken eigen_woorden stem bezwaar"
    logboek_onder = "plaatsing"

    class Meta:
        verbose_name_plural = "evaluaties"
        ordering = ["vastgelegd_op", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "plaatsing", "moment", "versie"], name="evaluatie_versie_uniek"),
            models.UniqueConstraint(
                fields=["bestuur", "plaatsing", "moment"],
                condition=~Q(status=Status.AFGEROND),
                name="evaluatie_een_open",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CONCEPT, besproken_op=None, afgerond_op=None)
                | Q(status=Status.BESPROKEN, besproken_op__isnull=False, afgerond_op=None)
                | Q(status=Status.AFGEROND, besproken_op__isnull=False, afgerond_op__isnull=False),
                name="evaluatie_status",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.AFGEROND)
                | (~Q(stem_wijze="") & (Q(stem=Stem.AKKOORD) | (Q(stem=Stem.BEZWAAR) & ~Q(bezwaar="")))),
                name="evaluatie_stem",
            ),
            models.CheckConstraint(condition=Q(versie=1) | ~Q(reden=""), name="evaluatie_reden"),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.plaatsing_id} v{self.versie}"


class Competentiescore(TenantModel):
    """Eén competentie in een evaluatie: hoe vaak het lukt volgens de mentor en volgens de deelnemer zelf.

    De naam is die van de plek toen de evaluatie begon; wijzigt de plek later, dan blijft ze hier staan.
    """

    evaluatie = models.ForeignKey(Evaluatie, models.CASCADE, related_name="scores")
    volgorde = models.PositiveSmallIntegerField()
    naam = models.CharField(max_length=100)
    score = models.PositiveSmallIntegerField(choices=Schaal, null=True, blank=True)
    eigen_score = models.PositiveSmallIntegerField(choices=Schaal, null=True, blank=True)
    notitie = models.CharField(max_length=200, blank=True)

    ook_zichtbaar = (
        "evaluatie_id = ANY (ARRAY(SELECT e.id FROM evaluaties_evaluatie e JOIN plaatsingen_plaatsing p"
        " ON p.bestuur_id = e.bestuur_id AND p.id = e.plaatsing_id"
        " WHERE e.status = 'afgerond' AND p.glowpartner_id = (SELECT gd_glowpartner())))"
    )
    rechten = "INSERT, UPDATE (score, eigen_score, notitie)"
    logboek_waarden = "evaluatie volgorde"
    logboek_verzwijgt = "naam score eigen_score notitie"
    logboek_onder = "evaluatie"

    class Meta:
        verbose_name_plural = "competentiescores"
        ordering = ["volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "evaluatie", "naam"], name="competentiescore_uniek"),
            models.CheckConstraint(
                condition=(Q(score=None) | Q(score__in=Schaal.values))
                & (Q(eigen_score=None) | Q(eigen_score__in=Schaal.values)),
                name="competentiescore_schaal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluatie_id} {self.volgorde}"


zinnen(
    evaluatie_versie_uniek="Deze evaluatie is net begonnen. Laad de pagina opnieuw.",
    evaluatie_een_open="Van deze evaluatie is al een versie bezig.",
    evaluatie_status="Rond de evaluatie af in volgorde: invullen, bespreken, afronden.",
    evaluatie_stem=("Zeg waarmee de deelnemer niet akkoord is.", "bezwaar"),
    evaluatie_reden=("Zeg waarom je deze evaluatie verbetert.", "reden"),
    evaluatie_afgerond="Deze evaluatie is afgerond. Ze wijzigt niet meer; verbeteren kan met een nieuwe versie.",
    competentiescore_uniek="Deze competentie staat er al.",
    competentiescore_schaal="Kies een van de vier antwoorden.",
)
