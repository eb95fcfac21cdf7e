"""De mails over een kandidatuur. Elke gebeurtenis plande haar taak in haar eigen stap: één keer."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone

from documenten import huisstijl
from kandidaten import brieven
from kandidaten.enums import Status
from kandidaten.models import Kandidatuur
from kern.mail import Brief, stuur
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from organisaties.toegang import geldig
from taken.register import verwerker
from taken.stappen import plan
from taken.uitvoering import Werk


def _rijen(**voorwaarden) -> QuerySet[Kandidatuur]:
    return Kandidatuur.objects.filter(**voorwaarden).select_related(
        "bestuur", "deelnemer", "leerwerkplek", "glowpartner"
    )


def _aan_partner(werk: Werk, brief: Callable[[Kandidatuur], Brief], **voorwaarden) -> None:
    """Verstuurt de brief als de kandidatuur nog in die stand is; anders is er intussen ander nieuws."""
    with werk.transactie():
        rij = _rijen(**voorwaarden).first()
        if rij is None:
            return
        bericht, stijl = brief(rij), huisstijl.voor(rij.bestuur)
    stuur(rij.glowpartner.email, bericht, stijl=stijl)


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
    """Eén mail voor al wie van dezelfde partner naast de plek greep."""
    with werk.transactie():
        rijen = list(_rijen(pk__in=sleutels, status=Status.GEWEIGERD).order_by("deelnemer__code", "pk"))
        if not rijen:
            return
        bericht, stijl = brieven.ingenomen(rijen), huisstijl.voor(rijen[0].bestuur)
    stuur(rijen[0].glowpartner.email, bericht, stijl=stijl)


@verwerker("kandidaten.aan_hr")
def aan_hr(werk: Werk, sleutel: int, nieuws: int) -> None:
    """Plant één mail per persoon van HR: mislukt er een, dan krijgt niemand anders er twee."""
    with werk.afronden():
        leden = Lidmaatschap.objects.filter(geldig(timezone.localdate()), gebruiker__is_active=True)
        van_hr = leden.filter(bestuur_id=werk.taak.bestuur_id, rollen__contains=[Rol.HR])
        for lid in van_hr.order_by("pk").values_list("pk", flat=True):
            plan("kandidaten.aan_lid", sleutel, nieuws, lid, bestuur_id=werk.taak.bestuur_id)


@verwerker("kandidaten.aan_lid")
def aan_lid(werk: Werk, sleutel: int, nieuws: int, lid: int) -> None:
    with werk.transactie():
        rij = _rijen(pk=sleutel).first()
        persoon = Lidmaatschap.objects.filter(pk=lid, ingetrokken_op=None).select_related("gebruiker").first()
        if rij is None or persoon is None:
            return
        bericht, stijl = brieven.aan_hr(rij, nieuws), huisstijl.voor(rij.bestuur)
    stuur(persoon.gebruiker.email, bericht, stijl=stijl)
