"""Wat telt op een peildatum. Dit is de enige plaats waar dat staat: dashboard, rapport en pakket lezen hier.

Een feit telt op zijn eigen datum (handtekening, certificaat, aanbod, bevestiging), binnen de periode van het project en
tot en met de peildatum (besluit 1). Wat later gebeurde verandert een vroegere peildatum niet: wat een eigen dag heeft,
valt weg als die later is, en de rest staat er zoals op die dag (`toen`). Elke rij hieruit is zoals ze toen was.
Het aantal vragen aan de database hangt nergens af van het aantal projecten, plekken of mentoren.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, JSONField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from documenten import opslag
from fiches.models import Fiche, Handtekening
from leerwerkplekken.enums import Antwoord
from leerwerkplekken.models import Aanbod, Aanbodronde, Leerwerkplek
from plaatsingen.models import Afwijking as Toegelaten
from plaatsingen.models import Plaatsing
from projecten.models import Doelverdeling, Maatregel, Overleg
from rapportage import redenen, voorwaarden
from rapportage.opgeleid import Kandidaat, certificaten, deelnames, mentoren, opgeleid
from rapportage.peiling import (
    Afwijking,
    Peiling,
    TellendCertificaat,
    TellendeFiche,
    TellendeMaand,
    afwijkingen_van,
    besturen,
    peil,
    van_projecten,
)

__all__ = [
    "Afwijking", "Kandidaat", "Peiling", "TellendCertificaat", "TellendeFiche", "TellendeMaand", "aanbod",
    "afwijkingen", "certificaten", "deelnames", "fiches", "maandstaten", "maatregelen", "mentoren", "opgeleid",
    "overleg", "peil", "plaatsingen", "plekken", "verdelingen",
]  # fmt: skip
PER_KEER = ("gelezen_op", "antwoord", "antwoord_op", "genoteerd_naam", "ingetrokken_op", "vervalt_op")


def plekken(peilingen: Sequence[Peiling]) -> list[Leerwerkplek]:
    """Elke plek van deze projecten, op code; ook wat gesloten is."""
    rijen = Leerwerkplek.objects.filter(van_projecten(peilingen), bestuur__in=besturen(peilingen))
    uit = list(rijen.filter(peilingen[0].mee()).select_related("organisatie", "mentor").order_by("code", "pk"))
    peilingen[0].toen.zet_terug(uit)
    return uit


def fiches(
    peilingen: Sequence[Peiling], plekken: Iterable[Leerwerkplek]
) -> dict[int, tuple[list[TellendeFiche], list[Afwijking]]]:
    """Per project (pk): de fiches van deze plekken die tellen, en wat er van de plekken te zeggen valt.

    Per plek telt de nieuwste versie die binnen de periode en tot de peildatum ondertekend én verzegeld is (besluit 3).
    """
    per_project = {peiling.project.pk: peiling for peiling in peilingen}
    eigen, mee = {"bestuur__in": besturen(peilingen)}, peilingen[0].mee
    rijen = Fiche.objects.filter(mee(), van_projecten(peilingen, "leerwerkplek"), **eigen).select_related("mentor")
    rijen = rijen.annotate(
        gelezen=Cast("inhoud", JSONField()), functie_toen=KT("gelezen__leerwerkplek__functie")
    ).defer("inhoud")
    versies: dict[int, list[Fiche]] = defaultdict(list)
    for fiche in rijen.order_by("-versie"):
        versies[fiche.leerwerkplek_id].append(fiche)
    van_fiche = van_projecten(peilingen, "fiche__leerwerkplek")
    handtekeningen = Handtekening.objects.filter(mee(), van_fiche, **eigen).select_related("scan")
    binnen = van_projecten(peilingen, "fiche__leerwerkplek", dag="ondertekend_op__date")
    tekens = {h.fiche_id: h for h in handtekeningen.annotate(in_periode=binnen)}
    bladen = voorwaarden.verzegeld(peilingen[0].kijk).filter(van_fiche, **eigen).select_related("document")
    documenten = {blad.fiche_id: blad.document for blad in bladen}
    opslag.neem_jongste(documenten.values())
    uit: dict[int, tuple[list[TellendeFiche], list[Afwijking]]] = {pk: ([], []) for pk in per_project}
    for plek in plekken:
        peiling, (tellend, over) = per_project[plek.project_id], uit[plek.project_id]
        van_plek = versies[plek.pk]
        gekozen = next((f for f in van_plek if f.pk in documenten and f.pk in tekens and tekens[f.pk].in_periode), None)
        if gekozen:
            telt = TellendeFiche(plek, gekozen, tekens[gekozen.pk], documenten[gekozen.pk])
            tellend.append(telt)
            zinnen = redenen.bij_fiche(telt, van_plek, tekens, peiling)
        else:
            zinnen = [redenen.geen_fiche(van_plek, tekens, peiling.peildatum, peiling.omvat)]
        over += afwijkingen_van("leerwerkplek", plek, plek.functie, zinnen, telt=gekozen is not None)
    return uit


def aanbod(peilingen: Sequence[Peiling]) -> list[Aanbod]:
    """Wat in de periode voor het eerst aangeboden werd, met het antwoord van toen.

    Elk krijgt `later_genoteerd`: of dat antwoord pas na de peildatum genoteerd is.
    """
    rijen = Aanbod.objects.filter(
        peilingen[0].mee(), van_projecten(peilingen, "leerwerkplek", dag="aangeboden_op")
    ).select_related("leerwerkplek", "glowpartner")
    uit = list(rijen.order_by("aangeboden_op", "leerwerkplek__code", "pk"))
    toen, dag = peilingen[0].toen, peilingen[0].peildatum
    toen.zet_terug([rij.leerwerkplek for rij in uit])
    _vorige_keer([rij for rij in uit if rij.laatst_op > dag], dag)
    for rij in uit:
        _zonder_later(rij, peilingen[0])
    return uit


def _vorige_keer(vernieuwd: Sequence[Aanbod], dag: date) -> None:
    """Wat na die dag vernieuwd is, staat er zoals de keer ervoor."""
    if not vernieuwd:
        return
    per_aanbod = {rij.pk: rij for rij in vernieuwd}
    for ronde in Aanbodronde.objects.filter(aanbod__in=per_aanbod, op__lte=dag).order_by("keer"):
        rij = per_aanbod[ronde.aanbod_id]
        for veld in PER_KEER:
            setattr(rij, veld, getattr(ronde, veld))
        rij.keer, rij.vernieuwd_op = ronde.keer, ronde.op if ronde.keer > 1 else None


def _zonder_later(rij: Aanbod, peiling: Peiling) -> None:
    dag = peiling.peildatum
    toen = peiling.toen.stond(rij, "antwoord"), peiling.toen.stond(rij, "antwoord_op")
    if peiling.toen_gekend or (rij.antwoord_op and rij.antwoord_op > dag):
        rij.antwoord, rij.antwoord_op = toen
        if rij.antwoord_op is None or rij.antwoord_op > dag:
            rij.antwoord, rij.antwoord_op, rij.genoteerd_naam = Antwoord.GEEN, None, ""
    vars(rij)["later_genoteerd"] = peiling.toen.kende(rij) and (rij.antwoord, rij.antwoord_op) != toen
    if rij.gelezen_dag and rij.gelezen_dag > dag:
        rij.gelezen_op = None
    if rij.ingetrokken_op and rij.ingetrokken_op > dag:
        rij.ingetrokken_op = None


def plaatsingen(peilingen: Sequence[Peiling]) -> list[Plaatsing]:
    """Plaatsingen op plekken van het project die tot de peildatum begonnen, met het einde dat toen gold."""
    rijen = Plaatsing.objects.filter(peilingen[0].mee(), van_projecten(peilingen, "leerwerkplek", dag="van"))
    uit = list(
        rijen.select_related("leerwerkplek__organisatie", "deelnemer", "glowpartner").order_by("van", "code", "pk")
    )
    _zoals_toen(uit, peilingen[0])
    return uit


def _zoals_toen(rijen: Sequence[Plaatsing], peiling: Peiling) -> None:
    """Een vroeger einde geldt vanaf die dag; wie het later introk, verandert een vorige peildatum niet.

    Elke rij krijgt `later_genoteerd`: of haar einde pas na de peildatum genoteerd is.
    """
    toen, dag = peiling.toen, peiling.peildatum
    toen.zet_terug([rij.leerwerkplek for rij in rijen])
    for rij in rijen:
        was = toen.stond(rij, "beeindigd_op")
        gestopt = [op for op in (was, None if peiling.toen_gekend else rij.beeindigd_op) if op and op <= dag]
        rij.beeindigd_op = gestopt[0] if gestopt else None
        vars(rij)["later_genoteerd"] = bool(gestopt) and toen.kende(rij) and gestopt[0] != was
    toen.zet_terug(rijen, "tot", "uren_per_maand")


def afwijkingen(peilingen: Sequence[Peiling], tellend: Iterable[Plaatsing]) -> dict[int, list[Afwijking]]:
    """Per project (pk): wat HR bij plaatsingen tegen de regel in toeliet, en wie dat goedkeurde (domein §4).

    Van de plaatsingen uit `plaatsingen` (`tellend`); uren boven het maximum van een maand tot dan. Telt nergens mee.
    """
    geplaatst = {p.pk: p for p in tellend}
    per_project = {peiling.project.pk: peiling for peiling in peilingen}
    uit: dict[int, list[Afwijking]] = {pk: [] for pk in per_project}
    rijen = Toegelaten.objects.filter(peilingen[0].mee(), bestuur__in=besturen(peilingen), plaatsing__in=geplaatst)
    for rij in rijen.select_related("goedgekeurd_door__gebruiker").order_by("plaatsing__code", "vastgelegd_op", "pk"):
        plaatsing = geplaatst[rij.plaatsing_id]
        plek = plaatsing.leerwerkplek
        peiling = per_project[plek.project_id]
        if rij.maand is None or rij.maand <= peiling.tot:
            zin = redenen.afwijking(rij, laat=peiling.laat(rij.vastgelegd_op))
            uit[plek.project_id].append(
                Afwijking("plaatsing", plaatsing.code, plek.functie, plek.organisatie.naam, zin, plaatsing.pk, True)
            )
    return uit


def maandstaten(peilingen: Sequence[Peiling]) -> list[TellendeMaand]:
    """Bevestigde maanden die in het project vallen en tot de peildatum bevestigd zijn: enkel die uren zijn bewijs.

    Wordt een maand verbeterd, dan telt de bevestigde versie tot de nieuwe bevestigd is. Een maand van voor er versies
    bewaard werden telt zoals ze bevestigd staat.
    """
    kijk = peilingen[0].kijk
    van_versie = van_projecten(peilingen, "staat__plaatsing__leerwerkplek", maand="staat__maand")
    versies = voorwaarden.bevestigd(kijk).filter(van_versie).defer("inhoud")
    oude = voorwaarden.zonder_versie(kijk).filter(van_projecten(peilingen, "plaatsing__leerwerkplek", maand="maand"))
    toen = peilingen[0].toen
    tellend = [
        TellendeMaand(
            v.staat.plaatsing, v.staat.maand, v.versie, v.minuten, v.bevestigd_op,
            toen.stond(v.staat, "versie") > v.versie, v.vastgelegd_op,
        )
        for v in versies.select_related("staat__plaatsing__deelnemer", "staat__plaatsing__leerwerkplek")
    ]  # fmt: skip
    for staat in oude.select_related("plaatsing__deelnemer", "plaatsing__leerwerkplek").order_by("pk"):
        assert staat.minuten is not None and staat.bevestigd_op is not None  # zo is bevestigd (maandstaat_status)
        tellend.append(TellendeMaand(staat.plaatsing, staat.maand, staat.versie, staat.minuten, staat.bevestigd_op))
    _zoals_toen([maand.plaatsing for maand in tellend], peilingen[0])
    return sorted(tellend, key=lambda m: (m.maand, m.plaatsing.code, m.plaatsing.pk))


def overleg(peilingen: Sequence[Peiling]) -> QuerySet[Overleg]:
    """Overleg van het bestuur in de periode; het is niet aan één project gebonden.

    Elk overleg krijgt `aantal_punten` en `gedane_punten`.
    """
    dag, einde = peilingen[0].peildatum, peilingen[0].einde
    periode = (min(peiling.van for peiling in peilingen), max(peiling.tot for peiling in peilingen))
    genoteerd = Q(actiepunten__vastgelegd_op__lt=einde) | Q(vastgelegd_op__gte=einde)
    return (
        voorwaarden.gehouden(peilingen[0].kijk)
        .filter(bestuur__in=besturen(peilingen), datum__range=periode)
        .select_related("glowpartner")
        .annotate(
            aantal_punten=Count("actiepunten", filter=genoteerd),
            gedane_punten=Count("actiepunten", filter=genoteerd & Q(actiepunten__gedaan_op__lte=dag)),
        )
        .order_by("datum", "pk")
    )


def maatregelen(peilingen: Sequence[Peiling]) -> QuerySet[Maatregel]:
    """Plekken in andere maatregelen, in het jaar van elk project en het jaar ervoor (bron 004).

    Een register per jaar, zonder dag: het is altijd dat van nu.
    """
    jaren = {jaar for peiling in peilingen for jaar in (peiling.van.year - 1, peiling.van.year)}
    return (
        Maatregel.objects.filter(bestuur__in=besturen(peilingen), jaar__in=jaren)
        .select_related("uitvoerder")
        .order_by("soort", "uitvoerder__naam", "jaar", "pk")
    )


def verdelingen(peilingen: Sequence[Peiling]) -> dict[int, list[Doelverdeling]]:
    """Per project (pk) hoe zijn doelen op de peildatum verdeeld waren, op naam van de organisatie; leeg: niet.

    Een deel van na de peildatum was er toen niet. Van een project dat er toen nog niet was, gelden de doelen van nu, en
    dus ook hun verdeling.
    """
    toen, per_project = peilingen[0].toen, {peiling.project.pk: peiling.project for peiling in peilingen}
    rijen = Doelverdeling.objects.filter(bestuur__in=besturen(peilingen), project__in=per_project)
    alle = list(rijen.select_related("organisatie").order_by("organisatie__naam", "pk"))
    toen.zet_terug(alle)
    uit: dict[int, list[Doelverdeling]] = {pk: [] for pk in per_project}
    for rij in alle:
        verdeeld = (rij.doel_leerwerkplekken, rij.doel_mentoren) != (None, None)
        if verdeeld and (toen.kende(rij) or not toen.kende(per_project[rij.project_id])):
            uit[rij.project_id].append(rij)
    return uit
