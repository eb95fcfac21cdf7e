from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from logboek.enums import Soort, Wat
from organisaties.isolatie import TenantModel


class Logregel(TenantModel):
    """Wat elke regel van elk boek zegt. Geschreven door een functie van gd_systeem, door niemand te wijzigen."""

    gebruiker_id = models.BigIntegerField(null=True)  # leeg: de installatie
    glowpartner_id = models.BigIntegerField(null=True)  # leeg: niet als medewerker van een partner
    verzoek = models.CharField(max_length=40, default="")  # het verzoek of de taak; leeg: een opdracht of migratie
    txid = models.BigIntegerField(default=0)  # de transactie; zie sql/10_tijd.sql
    op = models.DateTimeField(db_default=Now(), editable=False)

    rechten = ""
    in_logboek = False  # een boek over het boek: de keten bewaakt het

    class Meta:
        abstract = True


class Gebeurtenis(Logregel):
    """Wat er gebeurde, door wie, met welk ding. Alleen nummers en codes: namen komen er bij het tonen bij."""

    wat = models.CharField(max_length=60)
    ding = models.CharField(max_length=60)
    sleutel = models.BigIntegerField()
    gegevens = models.JSONField(default=dict)

    class Meta:
        ordering = ["-op", "-pk"]
        indexes = [
            models.Index("bestuur", "ding", "sleutel", name="gebeurtenis_ding"),
            models.Index("bestuur", "txid", "id", name="gebeurtenis_txid"),
        ]

    def __str__(self) -> str:
        return f"{self.wat} {self.ding} {self.sleutel}"


class Leesregel(Logregel):
    """Wie naar de naam of het dossier van een deelnemer keek, en waarom."""

    ding = models.CharField(max_length=60)
    sleutel = models.BigIntegerField()
    doel = models.CharField(max_length=60)

    class Meta:
        ordering = ["-op", "-pk"]
        indexes = [
            models.Index("bestuur", "txid", "id", name="leesregel_txid"),
            # wie een bestand ophaalde: weinig regels tussen heel veel blikken
            models.Index("bestuur", "ding", "sleutel", name="leesregel_ophalen", condition=models.Q(doel="ophalen")),
        ]

    def __str__(self) -> str:
        return f"{self.ding} {self.sleutel} gelezen"


class Wijziging(Logregel):
    """Wat een rij was en werd, genoteerd door de databank zelf (trigger): ook bij bulk en ruwe SQL.

    `oud` en `nieuw` bevatten enkel kolommen die geen persoonsgegeven zijn; van de andere staat de naam in `verzwegen`.
    """

    tabel = models.CharField(max_length=63)
    sleutel = models.BigIntegerField()
    onder = models.BigIntegerField()  # het ding in wiens geschiedenis dit hoort: de rij zelf of haar ouder
    soort = models.CharField(max_length=1, choices=Wat)
    oud = models.JSONField(null=True)
    nieuw = models.JSONField(null=True)
    verzwegen = ArrayField(models.CharField(max_length=63), default=list)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index("bestuur", "tabel", "onder", name="wijziging_onder"),
            models.Index("bestuur", "txid", "id", name="wijziging_txid"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.tabel} {self.sleutel}"


class Schakel(TenantModel):
    """Eén regel van een van de boeken in de keten van het bestuur. `hash` volgt uit `vorige` en `rij_hash`."""

    nr = models.BigIntegerField()
    soort = models.CharField(max_length=1, choices=Soort)
    rij_id = models.BigIntegerField()
    rij_hash = models.CharField(max_length=64)
    vorige = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    grens = models.BigIntegerField()  # elke regel van een oudere transactie stond toen in de keten
    geschakeld_op = models.DateTimeField()

    rechten = ""
    in_logboek = False

    class Meta:
        ordering = ["nr"]
        indexes = [models.Index("rij_id", "soort", name="schakel_rij")]
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "nr"], name="schakel_nr_uniek"),
            models.UniqueConstraint(fields=["bestuur", "soort", "rij_id"], name="schakel_rij_uniek"),
        ]

    def __str__(self) -> str:
        return f"schakel {self.nr}"


class Anker(TenantModel):
    """Het hoofd van de keten, vastgelegd buiten de databank in een ondertekend bestand; of waarom dat niet lukte."""

    nr = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    bestand = models.CharField(max_length=80)  # leeg: mislukt
    sha256 = models.CharField(max_length=64)
    niveau = models.CharField(max_length=10)  # B-T met een tijdstempel (RFC 3161), anders B-B
    fout = models.CharField(max_length=200)
    op = models.DateTimeField()

    rechten = ""
    in_logboek = False

    class Meta:
        ordering = ["-op", "-pk"]
        indexes = [models.Index(fields=["bestuur", "-op"], name="anker_op")]

    def __str__(self) -> str:
        return f"anker {self.nr} {self.bestand}"
