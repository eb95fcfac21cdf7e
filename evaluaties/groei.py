"""De groei van één deelnemer: per competentie van start tot einde, volgens de mentor en volgens de deelnemer zelf."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluaties.enums import Moment, Schaal, Status
from evaluaties.models import Evaluatie
from kern.verloop import Verloop, verloop_van

KOLOMMEN = {Moment.START: "start", Moment.TUSSENTIJDS: "halfweg", Moment.EIND: "einde"}
NIVEAUS = tuple(Schaal.labels)


@dataclass(frozen=True)
class Cel:
    mentor: str
    zelf: str


@dataclass(frozen=True)
class Groei:
    """`grafieken` een per competentie; `rijen` dezelfde waarden in woorden, met een cel per kolom."""

    kolommen: tuple[str, ...]
    grafieken: tuple[Verloop, ...]
    rijen: tuple[tuple[str, tuple[tuple[str, Cel], ...]], ...]


def jongste(evaluaties: Iterable[Evaluatie]) -> dict[str, Evaluatie]:
    """Per moment de jongste afgeronde versie."""
    uit: dict[str, Evaluatie] = {}
    for evaluatie in sorted(evaluaties, key=lambda e: e.versie):
        if evaluatie.status == Status.AFGEROND:
            uit[evaluatie.moment] = evaluatie
    return uit


def groei_van(per_moment: dict[str, Evaluatie]) -> Groei | None:
    """Uit de jongste afgeronde evaluaties, met hun scores al geladen (`prefetch_related("scores")`); None zonder."""
    if not per_moment:
        return None
    waarden: dict[str, dict[str, tuple[int | None, int | None]]] = {}
    for moment in KOLOMMEN:
        if evaluatie := per_moment.get(moment):
            for rij in sorted(evaluatie.scores.all(), key=lambda s: s.volgorde):
                waarden.setdefault(rij.naam, {})[moment] = (rij.score, rij.eigen_score)
    aanwezig = [moment for moment in KOLOMMEN if moment in per_moment]
    namen = [KOLOMMEN[moment] for moment in aanwezig]
    grafieken, rijen = [], []
    for competentie, per in waarden.items():
        paren = [per.get(moment, (None, None)) for moment in aanwezig]
        reeksen = [("Mentor", [mentor for mentor, _ in paren]), ("Deelnemer zelf", [zelf for _, zelf in paren])]
        grafieken.append(verloop_van(competentie, NIVEAUS, namen, reeksen))
        cellen = tuple((naam, Cel(_woord(m), _woord(z))) for naam, (m, z) in zip(namen, paren, strict=True))
        rijen.append((competentie, cellen))
    return Groei(tuple(namen), tuple(grafieken), tuple(rijen))


def _woord(waarde: int | None) -> str:
    return str(Schaal(waarde).label) if waarde else "–"
