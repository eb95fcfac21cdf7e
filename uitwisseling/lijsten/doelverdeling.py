"""De doelen van een project per organisatie: alle rijen van een project samen, want hun som telt."""

from collections import defaultdict

from django.db import transaction

from organisaties.isolatie import Geweigerd
from projecten.models import Doelverdeling, Subsidieproject
from projecten.stappen.doelen import LEEG, VELDEN, verdeel
from uitwisseling.context import Context, Overgeslagen
from uitwisseling.fouten import splits
from uitwisseling.rijen import Rij


def verwerk(ctx: Context, rijen: list[Rij]) -> None:
    per_project: dict[Subsidieproject, list[Rij]] = defaultdict(list)
    for rij in rijen:
        with ctx.rij(rij):
            if rij.afgekeurd:
                raise Overgeslagen
            ctx.los_op(rij)
            per_project[rij["project"]].append(rij)
    for project, eigen in per_project.items():
        _verdeel(ctx, project, eigen)


def _verdeel(ctx: Context, project: Subsidieproject, rijen: list[Rij]) -> None:
    """Wat niet in een rij staat, blijft zoals het was; een som boven het doel komt bij de rij die erover gaat."""
    bestaand = Doelverdeling.objects.filter(project=project).order_by("pk")
    nu = {d.organisatie_id: {veld: getattr(d, veld) for veld in VELDEN} for d in bestaand}
    delen = {
        rij["organisatie"].pk: nu.get(rij["organisatie"].pk, LEEG) | {v: rij[v] for v in VELDEN if rij.heeft(v)}
        for rij in rijen
    }
    try:
        with transaction.atomic():
            verdeel(ctx.door, project, delen)
    except Geweigerd as geweigerd:
        _meld(ctx, rijen, geweigerd)
        return
    for rij in rijen:
        pk = rij["organisatie"].pk
        was = nu.get(pk, LEEG)
        anders = [veld for veld in VELDEN if was[veld] != delen[pk][veld]]
        ctx.verslag.tel(rij.lijst, rij.nummer, ctx.naam(rij), None if anders and pk not in nu else anders)


def _meld(ctx: Context, rijen: list[Rij], geweigerd: Geweigerd) -> None:
    per = {rij["organisatie"].pk: rij for rij in rijen}
    for zin, veld in geweigerd.alle:
        sleutel, _, pk = (veld or "").rpartition("_")
        ctx.fout(per.get(int(pk), rijen[-1]), sleutel, *splits(zin))
