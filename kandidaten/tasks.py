"""De berichten over een kandidatuur. Elke gebeurtenis plande haar taak in haar eigen stap: één keer.

De taak schrijft het bericht in haar laatste transactie; in de inbox en per mail komt het langs `berichten`.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from berichten.stappen import aan_partner, aan_rol
from kandidaten import brieven
from kandidaten.brieven import Brief
from kandidaten.enums import Status
from kandidaten.models import Kandidatuur
from organisaties.enums import Rol
from taken.register import verwerker
from taken.uitvoering import Werk


def _rijen(**voorwaarden) -> QuerySet[Kandidatuur]:
    return Kandidatuur.objects.filter(**voorwaarden).select_related(
        "bestuur", "deelnemer", "leerwerkplek", "glowpartner"
    )


def _sleutel(werk: Werk) -> str:
    """Elke gebeurtenis heeft haar eigen taak: die is de aanleiding."""
    return f"{werk.taak.naam} {werk.taak.pk}"


def _aan_partner(werk: Werk, brief: Callable[[Kandidatuur], Brief], **voorwaarden) -> None:
    """Schrijft het bericht als de kandidatuur nog in die stand is; anders is er intussen ander nieuws."""
    with werk.afronden():
        if rij := _rijen(**voorwaarden).first():
            aan_partner(rij.bestuur_id, rij.glowpartner, brief(rij).inhoud(_sleutel(werk)))


@verwerker("kandidaten.intake")
def intake(werk: Werk, sleutel: int, nr: int) -> None:
    _aan_partner(werk, brieven.intake, pk=sleutel, status=Status.INTAKE, intake_nr=nr)


@verwerker("kandidaten.aanvaard")
def aanvaard(werk: Werk, sleutel: int) -> None:
    _aan_partner(werk, brieven.aanvaard, pk=sleutel, status=Status.AANVAARD)


@verwerker("kandidaten.geweigerd")
def geweigerd(werk: Werk, sleutel: int) -> None:
    _aan_partner(werk, brieven.geweigerd, pk=sleutel, status=Status.GEWEIGERD)


@verwerker("kandidaten.vervallen")
def vervallen(werk: Werk, sleutel: int) -> None:
    _aan_partner(werk, brieven.vervallen, pk=sleutel, gereserveerd_tot=None, afgesloten_op=None)


@verwerker("kandidaten.losgelaten")
def losgelaten(werk: Werk, sleutel: int) -> None:
    _aan_partner(werk, brieven.losgelaten, pk=sleutel, gereserveerd_tot=None, afgesloten_op=None)


@verwerker("kandidaten.ingenomen")
def ingenomen(werk: Werk, *sleutels: int) -> None:
    """Eén bericht voor al wie van dezelfde partner naast de plek greep."""
    with werk.afronden():
        rijen = list(_rijen(pk__in=sleutels, status=Status.GEWEIGERD).order_by("deelnemer__code", "pk"))
        if rijen:
            partner = rijen[0].glowpartner
            aan_partner(rijen[0].bestuur_id, partner, brieven.ingenomen(rijen).inhoud(_sleutel(werk)))


@verwerker("kandidaten.aan_hr")
def aan_hr(werk: Werk, sleutel: int, nieuws: int) -> None:
    """Een bericht voor elke persoon van HR; elk heeft zijn eigen mail: mislukt er een, dan krijgt niemand er twee."""
    with werk.afronden():
        if rij := _rijen(pk=sleutel).first():
            aan_rol(rij.bestuur_id, Rol.HR, brieven.aan_hr(rij, nieuws).inhoud(_sleutel(werk)))
