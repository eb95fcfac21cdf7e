from django.db import models
from django.db.models.functions import Now

from organisaties.isolatie import TenantModel


class Gebeurtenis(TenantModel):
    """Wat er gebeurde, door wie, met welk ding. Alleen nummers en codes: namen komen er bij het tonen bij."""

    wat = models.CharField(max_length=60)
    ding = models.CharField(max_length=60)
    sleutel = models.BigIntegerField()
    gebruiker_id = models.BigIntegerField(null=True)  # leeg: de installatie
    gegevens = models.JSONField(default=dict)
    op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = "INSERT"

    class Meta:
        ordering = ["-op", "-pk"]
        indexes = [models.Index("bestuur", "ding", "sleutel", name="gebeurtenis_ding")]

    def __str__(self) -> str:
        return f"{self.wat} {self.ding} {self.sleutel}"


class Leesregel(TenantModel):
    """Wie naar de naam of het dossier van een deelnemer keek. Alleen `logboek.lees` schrijft hier."""

    gebruiker_id = models.BigIntegerField()
    ding = models.CharField(max_length=60)
    sleutel = models.BigIntegerField()
    doel = models.CharField(max_length=60)
    op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = ""

    class Meta:
        ordering = ["-op", "-pk"]

    def __str__(self) -> str:
        return f"{self.ding} {self.sleutel} gelezen"
