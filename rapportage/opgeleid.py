"""Welke mentor voor welk project telt, en met welk certificaat. Deel van `selecties`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Deelname, Mentor
from projecten.models import Subsidieproject
from rapportage import redenen
from rapportage.peiling import Afwijking, Peiling, TellendCertificaat, afwijkingen_van, besturen


@dataclass(frozen=True)
class Kandidaat:
    """Een mentor bij het project van een oproep waarvoor die telt; `ook` zijn codes van projecten die ook konden.

    `via_later`: dat is pas zo door een plek of project van na de peildatum.
    """

    mentor: Any  # een Mentor, of een rij met diens nummers
    ook: list[str]
    via_later: bool = False


@dataclass
class _Keuze:
    """De projecten van een oproep in een bestuur."""

    alle: dict[int, Any] = field(default_factory=dict)
    van_organisatie: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    hele_bestuur: list[Any] = field(default_factory=list)

    def voeg_toe(self, project: Any) -> None:
        self.alle[project.pk] = project
        if project.organisatie_id is None:
            self.hele_bestuur.append(project)
        else:
            self.van_organisatie[project.organisatie_id].append(project.pk)


class Verdeling:
    """Voor welk project elke mentor telt: hoogstens één van een oproep (domein §3).

    Dat van de eigen organisatie, anders dat van de eerste plek, anders wat HR koos, anders dat van het hele bestuur.
    Een mentor die er op de peildatum al was, telt waar die toen telde. Enkel wie toen nergens bij hoorde, kan er door
    een plek of een project van later nog bij komen.

    `kende`: of een rij er op de peildatum al was. Projecten en plekken komen in volgorde; rijen of objecten mogen, als
    ze dezelfde namen dragen.
    """

    def __init__(self, kende: Callable[[Any], bool], projecten: Iterable[Any], plekken: Iterable[Any]) -> None:
        self.kende = kende
        self.van_oproep: dict[tuple[int, int, bool], _Keuze] = defaultdict(_Keuze)  # bestuur, oproep, enkel van toen
        for project in projecten:
            for enkel_toen in (False, True) if kende(project) else (False,):
                self.van_oproep[project.bestuur_id, project.oproep_id, enkel_toen].voeg_toe(project)
        self.op_plekken: dict[int, list[tuple[int, bool]]] = defaultdict(list)  # mentor → (project, was er toen al)
        for plek in plekken:
            if plek.mentor_id:
                self.op_plekken[plek.mentor_id].append((plek.project_id, kende(plek)))

    def van(self, mentor: Any, oproep: int) -> tuple[list[Any], bool]:
        """Elk project waarvoor deze mentor kan tellen, in volgorde van voorrang; en of dat pas later zo werd."""
        kende = self.kende(mentor)
        if kende and (gevonden := self._keuzes(mentor, oproep, enkel_toen=True)):
            return gevonden, False
        return self._keuzes(mentor, oproep, enkel_toen=False), kende

    def _keuzes(self, mentor: Any, oproep: int, *, enkel_toen: bool) -> list[Any]:
        keuze = self.van_oproep[mentor.bestuur_id, oproep, enkel_toen]
        van_plek = [pk for pk, was_er in self.op_plekken.get(mentor.pk, ()) if was_er or not enkel_toen]
        volgorde = dict.fromkeys([*keuze.van_organisatie.get(mentor.organisatie_id, ()), *van_plek, mentor.project_id])
        return [keuze.alle[pk] for pk in volgorde if pk in keuze.alle] or keuze.hele_bestuur

    def kandidaten(self, mentoren: Iterable[Any], oproepen: Iterable[int], *, toen_gekend: bool) -> Iterator[Any]:
        """(project, `Kandidaat`) van elke mentor die ergens voor telt; `toen_gekend`: enkel zoals toen gekend."""
        alle = set(oproepen)
        for mentor in mentoren:
            if toen_gekend and not self.kende(mentor):
                continue
            for oproep in alle:
                kan, via_later = self.van(mentor, oproep)
                if kan and not (via_later and toen_gekend):
                    yield kan[0].pk, Kandidaat(mentor, [p.code for p in kan[1:]], via_later)


def mentoren(peilingen: Sequence[Peiling]) -> dict[int, list[Kandidaat]]:
    """Per project (pk) de mentoren die ervoor tellen, zie `Verdeling`."""
    eigen, toen = {"bestuur__in": besturen(peilingen)}, peilingen[0].toen
    projecten = list(Subsidieproject.objects.filter(**eigen).order_by("code", "pk"))
    plekken = list(
        Leerwerkplek.objects.filter(**eigen)
        .only("bestuur_id", "mentor_id", "project_id", "vastgelegd_op")
        .order_by("vastgelegd_op", "pk")
    )
    rijen = Mentor.objects.filter(**eigen).select_related("lidmaatschap__gebruiker", "organisatie")
    alle = list(rijen.order_by("code", "pk"))
    toen.zet_terug(projecten)
    toen.zet_terug(plekken, "mentor_id", "project_id")
    toen.zet_terug(alle)
    verdeling = Verdeling(toen.kende, projecten, plekken)
    oproepen = {peiling.project.oproep_id for peiling in peilingen}
    uit: dict[int, list[Kandidaat]] = {peiling.project.pk: [] for peiling in peilingen}
    for project, kandidaat in verdeling.kandidaten(alle, oproepen, toen_gekend=peilingen[0].toen_gekend):
        if project in uit:
            uit[project].append(kandidaat)
    return uit


def deelnames(peilingen: Sequence[Peiling]) -> dict[int, list[Deelname]]:
    """Per mentor (pk) elke deelname, voor `certificaten` en `opgeleid`."""
    uit: dict[int, list[Deelname]] = defaultdict(list)
    rijen = Deelname.objects.filter(bestuur__in=besturen(peilingen)).select_related("opleiding", "certificaat")
    for deelname in rijen.order_by("certificaat_datum", "pk"):
        uit[deelname.mentor_id].append(deelname)
    return uit


def opgeleid(peilingen: Sequence[Peiling], deelnames: Mapping[int, Sequence[Deelname]]) -> frozenset[int]:
    """De mentoren (pk) die op de peildatum een certificaat hadden (bron 000), voor welk project of wanneer ook."""
    peiling = peilingen[0]
    return frozenset(
        mentor
        for mentor, eigen in deelnames.items()
        for d in (v for deelname in eigen for v in _varianten(deelname, peiling))
        if d.aanwezig and d.certificaat_id and d.certificaat_datum <= peiling.peildatum
    )


def certificaten(
    peilingen: Sequence[Peiling], deelnames: Mapping[int, Sequence[Deelname]]
) -> dict[int, tuple[list[TellendCertificaat], list[Afwijking]]]:
    """Per project (pk) en mentor het oudste certificaat dat telt: aanwezig, gedateerd in de periode, met bestand."""
    uit: dict[int, tuple[list[TellendCertificaat], list[Afwijking]]] = {}
    van_project = mentoren(peilingen)
    for peiling in peilingen:
        tellend, afwijkingen = uit.setdefault(peiling.project.pk, ([], []))
        for kandidaat in van_project[peiling.project.pk]:
            mentor, eigen = kandidaat.mentor, deelnames.get(kandidaat.mentor.pk, [])
            if bewijs := next(_bewijzen(kandidaat, eigen, peiling), None):
                tellend.append(bewijs)
                zinnen = redenen.bij_certificaat(bewijs, peiling) + redenen.dubbel(kandidaat.ook)
            else:
                zinnen = [redenen.geen_certificaat(eigen, peiling.peildatum)]
            afwijkingen += afwijkingen_van("mentor", mentor, mentor.naam, zinnen, telt=bewijs is not None)
    return uit


def _bewijzen(kandidaat: Kandidaat, deelnames: Sequence[Deelname], peiling: Peiling) -> Iterator[TellendCertificaat]:
    """Het oudste eerst. Werd een certificaat later vervangen, dan telt dat van toen."""
    varianten = [v for deelname in deelnames for v in _varianten(deelname, peiling)]
    for deelname in sorted(varianten, key=lambda d: (d.certificaat_datum is None, d.certificaat_datum or 0, d.pk)):
        dag, document = deelname.certificaat_datum, deelname.certificaat
        if deelname.aanwezig and document is not None and dag is not None and peiling.omvat(dag):
            yield TellendCertificaat(kandidaat.mentor, deelname, document, kandidaat.via_later)


def _varianten(deelname: Deelname, peiling: Peiling) -> list[Deelname]:
    toen = peiling.toen.kopie(deelname)
    if peiling.toen_gekend:
        return [toen] if peiling.toen.kende(deelname) else []
    if toen is deelname or toen.certificaat_id is None or toen.certificaat_datum > peiling.peildatum:
        return [deelname]
    return [toen]
