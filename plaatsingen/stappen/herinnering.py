"""Mentoren herinneren aan een maand die nog niet doorgestuurd is: op de derde en de zesde werkdag, elk één keer."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from kern.kalender import werkdag_van_maand
from kern.periodes import eerste_van_maand
from organisaties.models import Bestuur
from plaatsingen import (
    wachtend,
)
from plaatsingen.models import Herinnering
from taken.stappen import plan

WERKDAGEN = (3, 6)  # de hoeveelste werkdag van de maand erna (Belgische feestdagen tellen niet)


def drempel(vandaag: date) -> int | None:
    """De laatste drempel die al bereikt is; None voor de derde werkdag. Na een gemiste dag dus nog één keer."""
    bereikt = [dag for dag in WERKDAGEN if werkdag_van_maand(eerste_van_maand(vandaag), dag) <= vandaag]
    return bereikt[-1] if bereikt else None


def herinner(bestuur: Bestuur, vandaag: date) -> int:
    """Plant voor elke mentor met werk van vorige maand één mail; geeft hoeveel. Binnen `namens(bestuur=…)`.

    De rij in Herinnering en de taak ontstaan samen of niet: twee keer draaien, of twee tegelijk, geeft één mail.
    """
    werkdag = drempel(vandaag)
    if werkdag is None:
        return 0
    maand = eerste_van_maand(eerste_van_maand(vandaag) - timedelta(days=1))
    gepland = 0
    for lid in sorted(wachtend.per_lid(bestuur.pk, maand, vandaag)):
        gepland += _een(bestuur.pk, lid, maand, werkdag)
    return gepland


def _een(bestuur_id: int, lid: int, maand: date, werkdag: int) -> bool:
    try:
        with transaction.atomic():
            rij = Herinnering.objects.create(bestuur_id=bestuur_id, lidmaatschap_id=lid, maand=maand, werkdag=werkdag)
    except IntegrityError as fout:
        if getattr(getattr(fout.__cause__, "diag", None), "constraint_name", "") != "herinnering_uniek":
            raise
        return False  # deze mail is al gepland
    plan("plaatsingen.herinnering", rij.pk, bestuur_id=bestuur_id)
    return True
