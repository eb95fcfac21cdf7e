"""In een demo krijgt elke controleur een controle: die van het eerste project. Anders toonde zijn account niets."""

from logboek.stappen import schrijf
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from projecten.models import Subsidieproject
from rapportage.models import Controle
from uitwisseling.context import Context


def open_een(ctx: Context) -> None:
    """Voor wie nog geen controle heeft, van vandaag tot het einde van de toegang."""
    project = Subsidieproject.objects.filter(bestuur=ctx.bestuur).order_by("code", "pk").first()
    met = Controle.objects.filter(bestuur=ctx.bestuur, lidmaatschap__isnull=False).values("lidmaatschap")
    leden = Lidmaatschap.objects.filter(bestuur=ctx.bestuur, rollen=[Rol.CONTROLEUR], ingetrokken_op=None)
    for lid in leden.exclude(pk__in=met).select_related("gebruiker").order_by("pk"):
        if project is None or lid.tot is None or lid.tot < ctx.vandaag:
            continue
        wie = lid.gebruiker
        controle = Controle.objects.create(
            bestuur=ctx.bestuur, project=project, lidmaatschap=lid, email=wie.email, voornaam=wie.voornaam,
            naam=wie.naam, van=ctx.vandaag, tot=lid.tot,
        )  # fmt: skip
        schrijf(ctx.door, "controle.gemaakt", controle, project=project.pk, van=str(controle.van), tot=str(lid.tot))
