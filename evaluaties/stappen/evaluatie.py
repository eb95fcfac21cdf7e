"""Het leven van een evaluatie: invullen in stukjes, bespreken, de stem van de deelnemer, afronden, verbeteren."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluaties import regels, toegang
from evaluaties.enums import Moment, Status, Stem
from evaluaties.models import Competentiescore, Evaluatie
from evaluaties.standaard import COMPETENTIES
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen.models import Plaatsing
from projecten import regels as oproepregels

TEKSTEN = ("goed", "werkpunten", "afspraken")  # van de mentor
WOORDEN = ("eigen_woorden", "stem", "bezwaar", "stem_wijze")  # van de deelnemer
PER_COMPETENTIE = ("score", "eigen_score", "notitie")
DICHT = "Deze evaluatie is besproken. Open ze opnieuw om iets te wijzigen."
AF = "Deze evaluatie is afgerond. Ze wijzigt niet meer."


@dataclass
class Wijzigingen:
    """Enkel wat iemand veranderde: wie iets anders invulde in een ander tabblad, verliest niets.

    `velden`: veld → waarde; `scores`: naam van de competentie → {score, eigen_score, notitie}.
    """

    velden: dict[str, Any] = field(default_factory=dict)
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.velden or self.scores)


def competenties(plaatsing: Plaatsing) -> list[str]:
    """Waarover een nieuwe evaluatie gaat: de lijst van de plek, elk één keer; zonder lijst de gewone vijf."""
    return list(dict.fromkeys(plaatsing.leerwerkplek.competenties)) or list(COMPETENTIES)


def open_versie(plaatsing: Plaatsing, moment: str) -> Evaluatie | None:
    """De evaluatie die nog bezig of besproken is."""
    rijen = Evaluatie.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, moment=moment)
    return rijen.exclude(status=Status.AFGEROND).first()


def laatste(plaatsing: Plaatsing, moment: str) -> Evaluatie | None:
    """De jongste afgeronde versie van dit moment."""
    rijen = Evaluatie.objects.filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, moment=moment)
    return rijen.filter(status=Status.AFGEROND).order_by("-versie").first()


def bewaar(
    door: Actor, plaatsing: Plaatsing, moment: str, wat: Wijzigingen, *, op: date | None = None
) -> Evaluatie | None:
    """Bewaart wat veranderde; de eerste keer begint de evaluatie. Zonder wijziging gebeurt er niets.

    Een competentie die niet (meer) in de lijst staat, wordt overgeslagen. Geweigerd als er niets meer te wijzigen is.
    """
    _eis_invullen(door, plaatsing)
    with grenzen():
        evaluatie = _slot(open_versie(plaatsing, moment))
        if not wat:
            return evaluatie
        if evaluatie is None:
            evaluatie = _begin(door, plaatsing, Moment(moment), op or timezone.localdate())
        if evaluatie.status != Status.CONCEPT and (wat.scores or wat.velden.keys() - set(WOORDEN)):
            raise Geweigerd(DICHT)
        _zet_velden(door, evaluatie, wat.velden)
        _zet_scores(evaluatie, wat.scores)
    return evaluatie


def _begin(door: Actor, plaatsing: Plaatsing, moment: Moment, op: date) -> Evaluatie:
    """Een nieuwe evaluatie met de competenties van nu; van een moment dat al afgerond is, begint `verbeter` er een.

    Beginnen twee toestellen samen, dan vult wie tweede is de eerste aan.
    """
    Plaatsing.objects.select_for_update(of=("self",), no_key=True).get(pk=plaatsing.pk)
    if bezig := _slot(open_versie(plaatsing, moment)):
        return bezig
    if laatste(plaatsing, moment):
        raise Geweigerd(AF)
    oproepregels.eis(regels.mag_beginnen(moment, plaatsing.van, plaatsing.tot, plaatsing.einde, op))
    evaluatie = Evaluatie.objects.create(
        bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, moment=moment, begonnen_door=door.lidmaatschap
    )
    _maak_scores(evaluatie, [{"naam": naam} for naam in competenties(plaatsing)])
    schrijf(door, "evaluatie.begonnen", evaluatie, moment=moment)
    return evaluatie


def _maak_scores(evaluatie: Evaluatie, rijen: Iterable[Mapping[str, Any]]) -> None:
    Competentiescore.objects.bulk_create(
        Competentiescore(bestuur_id=evaluatie.bestuur_id, evaluatie=evaluatie, volgorde=n, **rij)
        for n, rij in enumerate(rijen, 1)
    )


def _zet_velden(door: Actor, evaluatie: Evaluatie, velden: Mapping[str, Any]) -> None:
    if not velden:
        return
    for veld, waarde in velden.items():
        setattr(evaluatie, veld, waarde)
    namen = list(velden)
    if velden.keys() & set(WOORDEN):
        evaluatie.stem_door = door.lidmaatschap
        namen.append("stem_door")
    evaluatie.save(update_fields=namen)


def _zet_scores(evaluatie: Evaluatie, scores: Mapping[str, Mapping[str, Any]]) -> None:
    for rij in Competentiescore.objects.filter(bestuur=evaluatie.bestuur_id, evaluatie=evaluatie, naam__in=scores):
        for veld, waarde in scores[rij.naam].items():
            setattr(rij, veld, waarde)
        rij.save(update_fields=list(scores[rij.naam]))


def bespreek(door: Actor, evaluatie: Evaluatie, *, op: date | None = None) -> Evaluatie:
    """De mentor overliep alles met de deelnemer; wat de mentor koos ligt nu vast tot iemand het opnieuw opent."""
    _eis_invullen(door, evaluatie.plaatsing)
    with grenzen():
        evaluatie = _slot_van(evaluatie)
        if evaluatie.status != Status.CONCEPT:
            return evaluatie
        oproepregels.eis(regels.volledig(scores(evaluatie).values_list("naam", "score")))
        evaluatie.status, evaluatie.besproken_op = Status.BESPROKEN, op or timezone.localdate()
        evaluatie.besproken_door = door.lidmaatschap
        evaluatie.save(update_fields=["status", "besproken_op", "besproken_door"])
        schrijf(door, "evaluatie.besproken", evaluatie, moment=evaluatie.moment)
    return evaluatie


def heropen(door: Actor, evaluatie: Evaluatie) -> Evaluatie:
    """Terug naar invullen. Het akkoord ging over wat er stond en valt weg; de eigen woorden blijven."""
    _eis_invullen(door, evaluatie.plaatsing)
    with grenzen():
        evaluatie = _slot_van(evaluatie)
        if evaluatie.status != Status.BESPROKEN:
            return evaluatie
        evaluatie.status, evaluatie.stem = Status.CONCEPT, ""
        evaluatie.besproken_op = evaluatie.besproken_door = None
        evaluatie.save(update_fields=["status", "stem", "besproken_op", "besproken_door"])
        schrijf(door, "evaluatie.heropend", evaluatie, moment=evaluatie.moment)
    return evaluatie


def rond_af(door: Actor, evaluatie: Evaluatie, *, gezien: str | None = None, op: date | None = None) -> Evaluatie:
    """Sluit een besproken evaluatie, met het akkoord of het bezwaar van de deelnemer. Daarna wijzigt er niets meer.

    `gezien` is de `vingerafdruk` van wat op het scherm stond: daar ging het akkoord over.
    """
    _eis_invullen(door, evaluatie.plaatsing)
    with grenzen():
        evaluatie = _slot_van(evaluatie)
        if evaluatie.status == Status.AFGEROND:
            return evaluatie
        if evaluatie.status != Status.BESPROKEN:
            raise Geweigerd("Bespreek de evaluatie eerst met de deelnemer.")
        if gezien is not None and gezien != vingerafdruk(evaluatie):
            raise Geweigerd("De evaluatie is intussen gewijzigd. Lees ze opnieuw samen.")
        _eis_stem(evaluatie)
        if evaluatie.stem == Stem.AKKOORD:
            evaluatie.bezwaar = ""
        evaluatie.status, evaluatie.afgerond_op = Status.AFGEROND, op or timezone.localdate()
        evaluatie.afgerond_door = door.lidmaatschap
        evaluatie.save(update_fields=["status", "bezwaar", "afgerond_op", "afgerond_door"])
        schrijf(door, "evaluatie.afgerond", evaluatie, moment=evaluatie.moment, versie=evaluatie.versie)
    return evaluatie


def _eis_stem(evaluatie: Evaluatie) -> None:
    redenen: list[tuple[str, str | None]] = []
    if not evaluatie.stem_wijze:
        redenen.append(("Kies wie dit invult.", "stem_wijze"))
    if not evaluatie.stem:
        redenen.append(("Kies: akkoord of niet akkoord.", "stem"))
    if evaluatie.stem == Stem.BEZWAAR and not evaluatie.bezwaar.strip():
        redenen.append(("Schrijf waarmee de deelnemer niet akkoord is.", "bezwaar"))
    if redenen:
        raise Geweigerd.om(redenen)


def verbeter(door: Actor, evaluatie: Evaluatie, *, reden: str) -> Evaluatie:
    """Een nieuwe versie van een afgeronde evaluatie, met wat er stond. Is er al een bezig, dan is dat het antwoord."""
    _eis_invullen(door, evaluatie.plaatsing)
    if not reden.strip():
        raise Geweigerd("Zeg waarom je deze evaluatie verbetert.", "reden")
    with grenzen():
        plaatsing, moment = evaluatie.plaatsing, evaluatie.moment
        if bezig := open_versie(plaatsing, moment):
            return bezig
        oud = laatste(plaatsing, moment)
        if oud is None:
            raise Geweigerd("Deze evaluatie is nog niet afgerond. Pas ze gewoon aan.")
        nieuw = Evaluatie.objects.create(
            bestuur_id=oud.bestuur_id, plaatsing=plaatsing, moment=moment, versie=oud.versie + 1, reden=reden.strip(),
            begonnen_door=door.lidmaatschap, **{veld: getattr(oud, veld) for veld in (*TEKSTEN, "eigen_woorden")},
        )  # fmt: skip
        _maak_scores(nieuw, list(scores(oud).values("naam", *PER_COMPETENTIE)))
        schrijf(door, "evaluatie.verbeterd", nieuw, moment=moment, versie=nieuw.versie)
    return nieuw


def scores(evaluatie: Evaluatie):
    return Competentiescore.objects.filter(bestuur=evaluatie.bestuur_id, evaluatie=evaluatie).order_by("volgorde", "pk")


def vingerafdruk(evaluatie: Evaluatie) -> str:
    """Kort kenmerk van wat de mentor en de deelnemer invulden, zonder het akkoord zelf."""
    delen = [getattr(evaluatie, veld) for veld in TEKSTEN]
    delen += [f"{s.naam} {s.score} {s.eigen_score} {s.notitie}" for s in scores(evaluatie)]
    return sha256("\n".join(delen).encode()).hexdigest()[:16]


def _eis_invullen(door: Actor, plaatsing: Plaatsing) -> None:
    eis(door, "evaluatie.invullen")
    if not door.installatie and not toegang.invulbaar(door).filter(pk=plaatsing.pk).exists():
        raise PermissionDenied("evaluatie.invullen: niet voor deze plaatsing")


def _slot(evaluatie: Evaluatie | None) -> Evaluatie | None:
    return None if evaluatie is None else _slot_van(evaluatie)


def _slot_van(evaluatie: Evaluatie) -> Evaluatie:
    rijen = Evaluatie.objects.select_for_update(of=("self",)).select_related("plaatsing__leerwerkplek")
    return rijen.get(pk=evaluatie.pk)
