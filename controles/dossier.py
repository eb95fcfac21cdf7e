"""Wat de controleur van één plek ziet. Deelnemers staan er met hun code; de naam enkel van wie hij ze vroeg.

Het aantal vragen aan de database hangt niet af van het aantal versies, plaatsingen of maanden.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from controles import toegang
from controles.models import Vraag
from evaluaties.enums import Status as EvaluatieStatus
from evaluaties.models import Evaluatie
from fiches.enums import SoortBlad
from fiches.models import Fiche, FicheBlad, Handtekening
from fiches.toegang import versies_van
from leerwerkplekken import woorden
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname
from organisaties.toegang import Actor
from plaatsingen.models import MaandstaatVersie, Plaatsing
from rapportage import selecties
from rapportage.selecties import TellendeFiche


@dataclass
class Versie:
    """Een versie van de fiche: wie tekende, hoe, en welke bestanden er zijn."""

    fiche: Fiche
    handtekening: Handtekening | None
    verzegeld: bool
    telt: bool


@dataclass
class Verblijf:
    """Een plaatsing: de code van de deelnemer, de bevestigde maanden, de evaluaties als aantal."""

    plaatsing: Plaatsing
    toon: bool
    maanden: list[MaandstaatVersie] = field(default_factory=list)
    evaluaties: int = 0

    @property
    def minuten(self) -> int:
        return sum(maand.minuten for maand in self.maanden)


@dataclass
class Dossier:
    plek: Leerwerkplek
    telt: TellendeFiche | None
    waarom_niet: list[str]
    versies: list[Versie]
    certificaten: list[Deelname]
    aanbod: list[tuple[Aanbod, str]]
    verblijven: list[Verblijf]
    vragen: list[Vraag]


def maak(actor: Actor, plek: Leerwerkplek, toon: int = 0) -> Dossier:
    """`toon`: de plaatsing waarvan de naam getoond wordt (de view noteerde dat in het leesboek)."""
    (peiling,) = selecties.peil([plek.project], timezone.localdate())
    tellend, afwijkingen = selecties.fiches([peiling], [plek])[plek.project_id]
    telt = tellend[0] if tellend else None
    aanbod = Aanbod.objects.filter(leerwerkplek=plek).select_related("glowpartner").order_by("aangeboden_op", "pk")
    vragen = toegang.vragen(actor).filter(leerwerkplek=plek)
    return Dossier(
        plek=plek,
        telt=telt,
        waarom_niet=[a.reden for a in afwijkingen],
        versies=_versies(plek, telt),
        certificaten=_certificaten(actor, plek, telt),
        aanbod=[(rij, woorden.bewijs(rij)) for rij in aanbod],
        verblijven=_verblijven(actor, plek, toon),
        vragen=list(vragen),
    )


def _versies(plek: Leerwerkplek, telt: TellendeFiche | None) -> list[Versie]:
    versies = list(versies_van(plek).defer("inhoud"))
    bladen = FicheBlad.objects.filter(fiche__in=versies, soort=SoortBlad.VERZEGELD)
    verzegeld = set(bladen.values_list("fiche", flat=True))
    return [
        Versie(
            fiche,
            next(iter(fiche.handtekeningen.all()), None),
            fiche.pk in verzegeld,
            telt is not None and telt.fiche.pk == fiche.pk,
        )
        for fiche in versies
    ]


def _certificaten(actor: Actor, plek: Leerwerkplek, telt: TellendeFiche | None) -> list[Deelname]:
    """Van de mentor op de fiche die telt, en van wie nu de mentor van de plek is."""
    mentoren = {plek.mentor_id, telt.fiche.mentor_id if telt else None} - {None}
    rijen = Deelname.objects.filter(bestuur_id=actor.bestuur_id, mentor__in=mentoren, certificaat__isnull=False)
    return list(
        rijen.select_related("mentor__lidmaatschap__gebruiker", "opleiding", "certificaat").order_by(
            "certificaat_datum", "pk"
        )
    )


def _verblijven(actor: Actor, plek: Leerwerkplek, toon: int) -> list[Verblijf]:
    verblijven = {p.pk: Verblijf(p, p.pk == toon) for p in toegang.plaatsingen(actor).filter(leerwerkplek=plek)}
    versies = toegang.urenstaten(actor).filter(staat__plaatsing__in=verblijven)
    for versie in nieuwste(versies):
        verblijven[versie.staat.plaatsing_id].maanden.append(versie)
    afgerond = Evaluatie.objects.filter(plaatsing__in=verblijven, status=EvaluatieStatus.AFGEROND)
    for pk, aantal in Counter(afgerond.order_by().values_list("plaatsing", flat=True)).items():
        verblijven[pk].evaluaties = aantal
    return list(verblijven.values())


def nieuwste(versies: Iterable[MaandstaatVersie]) -> list[MaandstaatVersie]:
    """Per maand de jongste bevestigde versie, op maand; `versies` staat met de jongste vooraan."""
    per_staat: dict[int, MaandstaatVersie] = {}
    for versie in versies:
        per_staat.setdefault(versie.staat_id, versie)
    return sorted(per_staat.values(), key=lambda versie: versie.staat.maand)
