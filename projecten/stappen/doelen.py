"""De doelen van een project verdelen over zijn organisaties."""

from collections.abc import Mapping

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Organisatie
from organisaties.toegang import Actor, eis
from projecten.models import Doelverdeling, Subsidieproject
from projecten.regels import VERDEELD, keur_verdeling

Deel = dict[str, int | None]  # veld → aantal; None: niet verdeeld
VELDEN = tuple(veld for veld, _ in VERDEELD)
LEEG: Deel = dict.fromkeys(VELDEN)


def verdeel(door: Actor, project: Subsidieproject, delen: Mapping[int, Deel]) -> list[Doelverdeling]:
    """Geeft deze organisaties (pk) hun deel van de doelen; wie er niet bij staat, houdt het zijne.

    Uit: de rijen die wijzigden. Weigert een som boven het doel (zie `regels.keur_verdeling` voor het veld), en een
    organisatie van elders.
    """
    eis(door, "doelen.verdelen")
    with grenzen():
        # wie tegelijk verdeelt, wacht hier: de som hieronder is die van alle rijen
        project = Subsidieproject.objects.select_for_update(of=("self",)).get(pk=project.pk, bestuur=door.bestuur_id)
        _eis_eigen(project, delen)
        rijen = {r.organisatie_id: r for r in Doelverdeling.objects.filter(project=project).order_by("pk")}
        nu = {pk: {veld: getattr(rij, veld) for veld in VELDEN} for pk, rij in rijen.items()}
        overige = {pk: deel for pk, deel in nu.items() if pk not in delen}
        if redenen := keur_verdeling(project, overige | dict(delen)):
            raise Geweigerd.om(redenen)
        eigen = {"bestuur_id": project.bestuur_id, "project": project}
        gewijzigd = [
            _bewaar(rijen.get(pk) or Doelverdeling(organisatie_id=pk, **eigen), deel)
            for pk, deel in delen.items()
            if deel != nu.get(pk, LEEG)
        ]
        if gewijzigd:
            schrijf(door, "doelen.verdeeld", project, organisaties=[rij.organisatie_id for rij in gewijzigd])
    return gewijzigd


def _eis_eigen(project: Subsidieproject, delen: Mapping[int, Deel]) -> None:
    eigen = Organisatie.objects.filter(bestuur=project.bestuur_id, pk__in=delen)
    if len(eigen) != len(delen):
        raise Geweigerd("Deze organisatie bestaat hier niet. Kies een organisatie van dit bestuur.", "organisatie")


def _bewaar(rij: Doelverdeling, deel: Deel) -> Doelverdeling:
    for veld in VELDEN:
        setattr(rij, veld, deel[veld])
    rij.save()
    return rij
