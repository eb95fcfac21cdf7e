"""Wat er op een attest staat: bevroren als canonieke JSON. Enkel wat de deelnemer vooruithelpt (beslissing 0018)."""

from datetime import date

from django.db.models import Count, Sum

from documenten.huisstijl import Stijl
from evaluaties.enums import Moment, Schaal, Status
from evaluaties.models import Competentiescore
from evaluaties.standaard import eenvoudig
from kern.periodes import maanden_tussen
from organisaties.toegang import Actor
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, Plaatsing

SCHEMA = "gemeenschapsdienst-attest/1"
BUITEN_VERGELIJKING = ("versie", "gemaakt_op", "opgemaakt_door")
PLAATS_TAKEN, PLAATS_COMPETENTIES = 800, 450  # zoveel tekens passen er op één blad
REGEL = 45  # een punt neemt minstens zoveel plaats in


def stel_samen(
    plaatsing: Plaatsing, *, versie: int, op: date, stijl: Stijl, opgemaakt_door: dict, met_uren: bool,
    met_competenties: bool,
) -> dict:  # fmt: skip
    """Alles wat op het blad komt. Zonder afgeronde eindevaluatie staan er geen competenties op, zonder bevestigde maand
    geen uren; afwezigheid, uitkering en scores staan er nooit op."""
    plek, deelnemer = plaatsing.leerwerkplek, plaatsing.deelnemer
    taken, meer = _past(list(plek.taken), PLAATS_TAKEN)
    return {
        "schema": SCHEMA,
        "versie": versie,
        "gemaakt_op": op.isoformat(),
        "bestuur": {"naam": plaatsing.bestuur.naam, "contact": plaatsing.bestuur.contact.strip()},
        "demo": plaatsing.bestuur.is_demo,
        "banner": {"tekst": stijl.banner_tekst, "fonds": stijl.fonds_tekst, "voorlopig": stijl.voorlopig},
        "opgemaakt_door": opgemaakt_door,
        "deelnemer": {"voornaam": deelnemer.voornaam, "naam": deelnemer.volledige_naam},
        "functie": plek.functie,
        "organisatie": plek.organisatie.naam,
        "van": plaatsing.van.isoformat(),
        "tot": plaatsing.einde.isoformat(),
        "taken": taken,
        "meer_taken": meer,
        "uren": uren(plaatsing) if met_uren else None,
        "competenties": competenties(plaatsing) if met_competenties else {},
    }


def opgemaakt_door(door: Actor) -> dict:
    """Wie voor het bestuur instaat voor het attest, en bij wie iemand terechtkan."""
    functie = door.lidmaatschap.functie if door.lidmaatschap else ""
    return {
        "naam": door.gebruiker.volledige_naam if door.gebruiker else "",
        "functie": functie,
        "email": door.gebruiker.email if door.gebruiker else "",
    }


def uren(plaatsing: Plaatsing) -> dict | None:
    """De minuten van de bevestigde maanden, hoeveel dat er zijn en hoeveel maanden de plaatsing telt; None zonder."""
    bevestigd = Maandstaat.objects.filter(
        bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, status=MaandStatus.BEVESTIGD
    ).aggregate(minuten=Sum("minuten"), maanden=Count("pk"))
    if not bevestigd["minuten"]:
        return None
    return bevestigd | {"van": len(maanden_tussen(plaatsing.van, plaatsing.einde))}


def competenties(plaatsing: Plaatsing) -> dict[str, list[str]]:
    """Wat iemand op het einde kan, in eenvoudige woorden: wat altijd of meestal lukt, en waarin iemand groeide."""
    per_moment: dict[str, dict[str, int]] = {Moment.START: {}, Moment.EIND: {}}
    rijen = Competentiescore.objects.filter(
        bestuur=plaatsing.bestuur_id,
        evaluatie__plaatsing=plaatsing,
        evaluatie__status=Status.AFGEROND,
        evaluatie__moment__in=list(per_moment),
        score__isnull=False,
    )
    for moment, naam, score in rijen.order_by("evaluatie__versie", "volgorde").values_list(
        "evaluatie__moment", "naam", "score"
    ):  # de jongste versie overschrijft
        per_moment[moment][naam] = score
    begin, eind = per_moment[Moment.START], per_moment[Moment.EIND]
    groepen = {
        "altijd": [naam for naam, score in eind.items() if score == Schaal.ALTIJD],
        "meestal": [naam for naam, score in eind.items() if score == Schaal.MEESTAL],
        "groei": [naam for naam, score in eind.items() if begin.get(naam, score) < score == Schaal.SOMS],
    }
    uit, over = {}, PLAATS_COMPETENTIES
    for groep, namen in groepen.items():
        passend, _ = _past([eenvoudig(naam) for naam in namen], over)
        over -= sum(max(len(naam), REGEL) for naam in passend)
        if passend:
            uit[groep] = passend
    return uit


def _past(punten: list[str], tekens: int) -> tuple[list[str], bool]:
    """De eerste punten die samen passen, en of er nog meer zijn."""
    passend = []
    for punt in punten:
        tekens -= max(len(punt), REGEL)
        if tekens < 0:
            return passend, True
        passend.append(punt)
    return passend, False
