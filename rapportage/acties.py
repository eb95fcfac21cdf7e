"""Wat er in een project nog te doen is, gelezen op één dag: wie, wat en waar. Rekenen doet `vooruitblik`.

Een daad staat hier enkel als ze vandaag kan én dan meetelt: een handtekening van vandaag telt binnen de periode van het
project, een certificaat op zijn eigen datum. Het aantal vragen hangt niet af van het aantal plekken of mentoren.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from berichten.herinneringen import leden_met
from fiches.enums import Status as FicheStatus
from fiches.herinneringen import Wachtend, wachtende
from fiches.models import Fiche
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import SECTIES, Ontbreekt, ontbrekend_van
from mentoren.models import Deelname, Mentor
from mentoren.regels import bewijs
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from rapportage import redenen
from rapportage.cijfers import Cijfers
from rapportage.enums import Actie
from rapportage.selecties import Peiling
from rapportage.vooruitblik import Groep, Onderdeel, Vooruitblik

Persoon = tuple[str, str]  # naam en mailadres
Los = tuple[Actie, tuple[Persoon, ...], Onderdeel]


def blik(c: Cijfers) -> Vooruitblik:
    """De vooruitblik van een project op de peildatum van zijn cijfers; die dag hoort vandaag te zijn."""
    dag, bestuur = c.peiling.peildatum, c.project.bestuur_id
    hr = tuple(map(_persoon, leden_met(bestuur, dag, Rol.HR)))
    loopt = c.peiling.omvat(dag)
    losse = [*(_plekken(c, dag, hr) if loopt else ()), *_mentoren(c, hr, loopt=loopt)]
    per: dict[tuple[Actie, tuple[Persoon, ...]], list[Onderdeel]] = defaultdict(list)
    for actie, wie, onderdeel in losse:
        per[actie, wie].append(onderdeel)
    groepen = tuple(
        Groep(actie, tuple(naam for naam, _ in wie), tuple(rijen), tuple(mail for _, mail in wie))
        for (actie, wie), rijen in per.items()
    )
    return Vooruitblik(c.project, c.plekken.resultaat, c.mentoren.resultaat, c.per_bundel, groepen)


def _persoon(lid: Lidmaatschap) -> Persoon:
    return lid.gebruiker.volledige_naam, lid.gebruiker.email


def zegel_volgt(c: Cijfers) -> int:
    """Hoeveel fiches ondertekend zijn en enkel nog op het zegel wachten: daar hoeft niemand iets voor te doen."""
    return sum(a.reden == redenen.ZEGEL_VOLGT for a in c.ontbrekend)


def _plekken(c: Cijfers, dag: date, hr: tuple[Persoon, ...]) -> Iterator[Los]:
    open_ = {a.sleutel for a in c.ontbrekend if a.soort == "leerwerkplek" and a.reden != redenen.ZEGEL_VOLGT}
    if not open_:
        return
    wachten = [w for w in wachtende(c.project.bestuur_id, dag) if w.fiche.leerwerkplek_id in open_]
    yield from map(_te_tekenen, wachten)
    bezig = {w.fiche.leerwerkplek_id for w in wachten}
    # wat buiten de periode getekend werd, geldt nog: een nieuwe versie kan pas als er iets wijzigt
    getekend = Fiche.objects.filter(leerwerkplek__in=open_ - bezig, status=FicheStatus.ONDERTEKEND)
    bezig |= set(getekend.values_list("leerwerkplek", flat=True))
    plekken = Leerwerkplek.objects.filter(pk__in=open_ - bezig).exclude(status=Status.GESLOTEN)
    rest = list(plekken.order_by("code", "pk"))
    ontbreekt = ontbrekend_van(rest, dag)
    for plek in rest:
        tekort = ontbreekt[plek.pk]
        yield _actie(tekort), hr, Onderdeel(plek.pk, plek.code, plek.functie, plek.mentor_id, wat=_secties(tekort))


def _te_tekenen(rij: Wachtend) -> Los:
    fiche, plek = rij.fiche, rij.fiche.leerwerkplek
    wie = tuple(map(_persoon, rij.op))
    return Actie.TEKENEN, wie, Onderdeel(plek.pk, plek.code, plek.functie, fiche.mentor_id, fiche.pk)


def _actie(tekort: Sequence[Ontbreekt]) -> Actie:
    if not tekort:
        return Actie.INDIENEN
    return Actie.AANBIEDEN if {o.sectie for o in tekort} == {"aanbod"} else Actie.AANVULLEN


def _secties(tekort: Iterable[Ontbreekt]) -> str:
    return ", ".join(dict.fromkeys(SECTIES[o.sectie] for o in tekort))


def _mentoren(c: Cijfers, hr: tuple[Persoon, ...], *, loopt: bool) -> Iterator[Los]:
    open_ = [a.sleutel for a in c.ontbrekend if a.soort == "mentor"]
    if not open_:
        return
    deelnames: dict[int, list[Deelname]] = defaultdict(list)
    gevolgd = Deelname.objects.filter(mentor__in=open_, aanwezig=True, opleiding__datum__lte=c.peiling.peildatum)
    for deelname in gevolgd.order_by("pk"):
        deelnames[deelname.mentor_id].append(deelname)
    mentoren = Mentor.objects.filter(pk__in=open_).select_related("lidmaatschap__gebruiker")
    for mentor in mentoren.order_by("code", "pk"):
        if actie := _voor_mentor(mentor, deelnames[mentor.pk], c.peiling, loopt=loopt):
            yield actie, hr, Onderdeel(mentor.pk, mentor.code, mentor.naam, mentor.pk)


def _voor_mentor(mentor: Mentor, deelnames: Sequence[Deelname], peiling: Peiling, *, loopt: bool) -> Actie | None:
    zonder_bestand = [d for d in deelnames if d.certificaat_id is None]
    if any(d.certificaat_datum and peiling.omvat(d.certificaat_datum) for d in zonder_bestand):
        return Actie.OPLADEN  # telt op zijn eigen datum, ook na het einde van het project
    if not loopt:
        return None
    if any(d.certificaat_datum is None for d in zonder_bestand):
        return Actie.CERTIFICAAT
    return None if mentor.vertrokken_op else Actie.OPLEIDEN


def mentoren_op(c: Cijfers) -> list[Mentor]:
    """Wie in dit project nog als mentor werkt: op een open plek, of opgeleid ervoor. Op code."""
    van_plek = open_plekken(c).values_list("mentor", flat=True)
    eigen = {t.mentor.pk for t in c.certificaten} | {a.sleutel for a in c.ontbrekend if a.soort == "mentor"}
    rijen = Mentor.objects.filter(bestuur=c.project.bestuur_id, vertrokken_op=None, pk__in=eigen | {*van_plek} - {None})
    return list(rijen.select_related("lidmaatschap__gebruiker").order_by("code", "pk"))


def open_plekken(c: Cijfers):
    """De plekken van het project die niet gesloten zijn."""
    rijen = Leerwerkplek.objects.filter(bestuur=c.project.bestuur_id, project=c.project)
    return rijen.exclude(status=Status.GESLOTEN).order_by("code", "pk")


def opgeleid(c: Cijfers, mentoren: Iterable[Mentor]) -> set[int]:
    """Wie van deze mentoren op de peildatum opgeleid is (bron 000), ook voor een ander project."""
    met = Deelname.objects.filter(bewijs(c.peiling.peildatum), mentor__in=[m.pk for m in mentoren])
    return set(met.order_by().values_list("mentor", flat=True))
