"""Wat plaatsingen in een agenda zetten: de diensten van eigen deelnemers, maanden door te sturen, en het einde."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from berichten.agenda import Afspraak, afspraken, gewijzigd_op, lokaal
from kern import opmaak
from kern.kalender import werkdag_van_maand
from kern.periodes import maanden_tussen, plus_maanden
from organisaties.enums import Rol
from organisaties.toegang import Actor
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, Plaatsing
from plaatsingen.patroon import gepland_op
from plaatsingen.toegang import eigen

PLAATSING, TABELLEN = "plaatsingen_plaatsing", ("plaatsingen_werkdag", "plaatsingen_onderbreking")
DOORSTUREN = 3  # de zoveelste werkdag van de maand erna: dan herinneren we (zie `berichten.ritmes`)
VOLGT = frozenset({Rol.HR, Rol.COORDINATOR})


def lopend(plaatsingen: QuerySet[Plaatsing], van: date, tot: date) -> QuerySet[Plaatsing]:
    """Wie tussen die dagen (inbegrepen) geplaatst is."""
    return plaatsingen.annotate(laatste_dag=Coalesce("beeindigd_op", "tot")).filter(van__lte=tot, laatste_dag__gte=van)


def gewijzigd(plaatsingen: Sequence[Plaatsing]) -> dict[int, datetime]:
    """Per plaatsing wanneer zij, haar weekpatroon of een onderbreking laatst wijzigde."""
    bestuur = plaatsingen[0].bestuur_id if plaatsingen else 0
    gevonden = gewijzigd_op(bestuur, PLAATSING, TABELLEN, [p.pk for p in plaatsingen])
    return {p.pk: gevonden.get(p.pk, p.vastgelegd_op) for p in plaatsingen}


@afspraken
def van_mentor(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    if Rol.MENTOR not in actor.rollen:
        return
    rijen = lopend(eigen(actor), van, tot).select_related("leerwerkplek__organisatie").order_by("pk")
    geplaatst = list(rijen.prefetch_related("werkdagen", "onderbrekingen"))
    laatst = gewijzigd(geplaatst)
    for p in geplaatst:
        yield from _diensten(p, van, tot, laatst[p.pk])
    yield from _maanden(actor, geplaatst, van, tot, laatst)


def _diensten(p: Plaatsing, van: date, tot: date, laatst: datetime) -> Iterator[Afspraak]:
    """Volgens het weekpatroon; op een feestdag en in een onderbreking niets."""
    werkdagen, onderbrekingen = list(p.werkdagen.all()), list(p.onderbrekingen.all())
    code, plek = p.deelnemer.code, p.leerwerkplek
    begin, einde = max(van, p.van), min(tot, p.einde)
    for dag in (begin + timedelta(days=n) for n in range((einde - begin).days + 1)):
        gepland = gepland_op(werkdagen, dag, onderbrekingen)
        if gepland is None:
            continue
        vast = {
            "uid": f"dienst-{p.pk}-{dag}",
            "gewijzigd": laatst,
            "plaats": plek.waar,
            "pad": f"{reverse('plaatsingen:vandaag')}?dag={dag}",
        }
        if gepland.van and gepland.tot:
            titel, pauze = f"{code}, {plek.functie}", gepland.pauze_minuten
            tekst = f"Pauze: {pauze} minuten." if pauze else ""
            yield Afspraak(
                titel=titel, begin=lokaal(dag, gepland.van), einde=lokaal(dag, gepland.tot), tekst=tekst, **vast
            )
        else:
            yield Afspraak(
                titel=f"{code}, {plek.functie}: {opmaak.uren(gepland.minuten or 0)}", begin=dag, einde=dag, **vast
            )


def _maanden(
    actor: Actor, geplaatst: Sequence[Plaatsing], van: date, tot: date, laatst: dict[int, datetime]
) -> Iterator[Afspraak]:
    """Eén termijn per maand die nog door te sturen is, hoeveel deelnemers er ook zijn."""
    gedaan = set(
        Maandstaat.objects.filter(bestuur=actor.bestuur_id, plaatsing__in=[p.pk for p in geplaatst])
        .exclude(status=MaandStatus.OPEN)
        .values_list("plaatsing", "maand")
    )
    per_maand: dict[date, list[Plaatsing]] = defaultdict(list)
    for p in geplaatst:
        for maand in maanden_tussen(max(p.van, plus_maanden(van, -1)), min(p.einde, tot)):
            if (p.pk, maand) not in gedaan:
                per_maand[maand].append(p)
    for maand, rij in sorted(per_maand.items()):
        dag = werkdag_van_maand(plus_maanden(maand, 1), DOORSTUREN)
        if van <= dag <= tot:
            yield Afspraak(
                f"maand-{actor.bestuur_id}-{actor.gebruiker.pk if actor.gebruiker else 0}-{maand:%Y-%m}",
                f"Uren van {opmaak.maand(maand)} doorsturen",
                dag,
                dag,
                max(laatst[p.pk] for p in rij),
                f"Voor {opmaak.meervoud(len(rij), 'deelnemer', 'deelnemers')}.",
                pad=f"{reverse('plaatsingen:maand')}?maand={maand:%Y-%m}",
            )


@afspraken
def einde(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    """Het einde van een plaatsing: voor de mentor, HR, de coördinator en de GLOW-partner."""
    if actor.glowpartner:
        plaatsingen = Plaatsing.objects.filter(glowpartner=actor.glowpartner)
    elif actor.rollen & VOLGT:
        plaatsingen = Plaatsing.objects.filter(bestuur=actor.bestuur_id)
    elif Rol.MENTOR in actor.rollen:
        plaatsingen = eigen(actor)
    else:
        return
    rijen = lopend(plaatsingen, van, tot).filter(laatste_dag__lte=tot).order_by("pk")
    lijst = list(rijen.select_related("bestuur", "deelnemer", "leerwerkplek"))
    laatst = gewijzigd(lijst)
    for p in lijst:
        yield Afspraak(
            f"plaatsing-{p.pk}-einde",
            f"Laatste dag van {p.deelnemer.code}",
            p.einde,
            p.einde,
            laatst[p.pk],
            f"{p.leerwerkplek.functie} bij {p.bestuur.naam}.",
            pad=_pad(actor, p),
        )


def _pad(actor: Actor, p: Plaatsing) -> str:
    if actor.glowpartner:
        return reverse("kandidaten:persoon", args=[p.deelnemer_id])
    return reverse("plaatsingen:plaatsing", args=[p.pk]) if actor.rollen & VOLGT else reverse("plaatsingen:vandaag")
