"""Per lijst wie haar rijen verwerkt. De volgorde is die van het schema: waarnaar een rij verwijst, komt eerst."""

from collections.abc import Callable

from uitwisseling.context import Context, Resultaat
from uitwisseling.lijsten import (
    doelverdeling,
    fiches,
    leerwerkplekken,
    mentoren,
    organisaties,
    plaatsingen,
    prestaties,
    projecten,
    start,
)
from uitwisseling.rijen import Rij

PER_RIJ: dict[str, Callable[[Context, Rij], Resultaat]] = {
    "bestuur": organisaties.bestuur,
    "organisaties": organisaties.organisatie,
    "glowpartners": organisaties.glowpartner,
    "personen": organisaties.persoon,
    "projecten": projecten.project,
    "mentoren": mentoren.mentor,
    "opleidingen": mentoren.opleiding,
    "deelnames": mentoren.deelname,
    "leerwerkplekken": leerwerkplekken.leerwerkplek,
    "aanbod": leerwerkplekken.aanbod,
    "deelnemers": plaatsingen.deelnemer,
    "plaatsingen": plaatsingen.plaatsing,
    "startvoorwaarden": start.startvoorwaarde,
    "maandstaten": plaatsingen.maandstaat,
    "maatregelen": projecten.maatregel,
    "samenwerkingen": projecten.samenwerking,
    "prospecten": projecten.prospect,
    "beleidsdoelen": projecten.beleidsdoel,
    "regieacties": projecten.regieactie,
    "regiegemeenten": projecten.regiegemeente,
    "opdrachten": projecten.opdracht,
    "overleg": projecten.overleg,
    "fiches": fiches.fiche,
}
IN_EENS: dict[str, Callable[[Context, list[Rij]], None]] = {
    "doelverdeling": doelverdeling.verwerk,
    "prestaties": prestaties.verwerk,
}
