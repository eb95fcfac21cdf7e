from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from taken.enums import OPEN, Status


class Taak(models.Model):
    """Het boek: één rij per taak, geschreven in de transactie van de stap die erom vraagt. Globaal: enkel nummers."""

    naam = models.CharField(max_length=60)
    argumenten = models.JSONField(default=list)  # enkel nummers: deze tabel heeft geen rijbeveiliging
    bestuur_id = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.WACHT)
    vrij_vanaf = models.DateTimeField(db_default=Now())  # wacht: volgende poging; bezig: einde van de lease
    claim = models.UUIDField(null=True)  # wie deze waarde heeft mag afronden, niemand anders
    pogingen = models.PositiveSmallIntegerField(default=0)  # geteld bij het nemen: een gedode werker telt mee
    fout = models.CharField(max_length=200, blank=True)  # soort en plaats van de fout, nooit haar tekst
    gedaan = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    fase = models.PositiveSmallIntegerField(default=0, db_default=0)  # wat dit is, zegt de verwerker
    fase_op = models.DateTimeField(null=True)  # sinds wanneer: daaruit volgt het tempo
    gepland_op = models.DateTimeField(db_default=Now())
    gewekt_op = models.DateTimeField(db_default=Now())
    klaar_op = models.DateTimeField(null=True)

    rechten = "INSERT, UPDATE"

    class Meta:
        verbose_name_plural = "taken"
        indexes = [models.Index("vrij_vanaf", name="taak_open", condition=Q(status__in=OPEN))]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.BEZIG, claim__isnull=False) | (~Q(status=Status.BEZIG) & Q(claim=None)),
                name="taak_bezig_heeft_claim",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MISLUKT) | ~Q(fout=""),
                name="taak_mislukt_zegt_waarom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} {self.argumenten} ({self.status})"
