"""Hoe vaak iets al geprobeerd is. In PostgreSQL en niet in Redis: zie beslissing 0013."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Teller(models.Model):
    """De pogingen onder één sleutel, binnen het venster. Globaal: de sleutel is een HMAC, geen adres of naam."""

    sleutel = models.CharField(max_length=64, primary_key=True)
    pogingen = ArrayField(models.DateTimeField())
    vervalt = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tellers"

    def __str__(self) -> str:
        return f"{self.sleutel[:8]}: {len(self.pogingen)}"
