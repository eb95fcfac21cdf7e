"""De inhoud van een urenstaat: wat bij het bevestigen bevroren wordt. Eén vorm, canonieke JSON, zonder de naam.

Vorm `gemeenschapsdienst-urenstaat/1`: `dagen` (datum, soort, van, tot, pauze, minuten, door wie ingevoerd), `totalen`
(minuten, gewerkte dagen, afwezigheden per soort), `grenzen`, `onderbrekingen`, `afwijkingen` (tellen nergens mee),
`doorgestuurd` en `bevestigd` (op, door), `verbetering` (vanaf versie 2) en `vergoeding` (enkel waar de oproep er een
heeft). Minuten en centen zijn gehele getallen, datums JJJJ-MM-DD.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from documenten import huisstijl
from kern.periodes import laatste_van_maand
from organisaties.models import Bestuur
from plaatsingen import regels
from plaatsingen.enums import SoortPrestatie
from plaatsingen.models import Afwijking, Maandstaat, MaandstaatVersie, Onderbreking, Prestatie
from projecten.regels import Grenzen, Regelboek

SCHEMA = "gemeenschapsdienst-urenstaat/1"
MET_ALLES = (
    "plaatsing__deelnemer",
    "plaatsing__glowpartner",
    "plaatsing__leerwerkplek__organisatie",
    "plaatsing__leerwerkplek__project__oproep",
    "plaatsing__leerwerkplek__mentor__lidmaatschap__gebruiker",
    "doorgestuurd_door__gebruiker",
    "bevestigd_door__gebruiker",
)


def vingerafdruk(prestaties: Iterable[Prestatie]) -> str:
    """Kort kenmerk van de uren van een maand, ongeacht hun volgorde: verandert met elke dag, soort of minuut."""
    inhoud = sorted(f"{p.datum} {p.soort} {p.van} {p.tot} {p.minuten}" for p in prestaties)
    return hashlib.sha256("\n".join(inhoud).encode()).hexdigest()[:16]


def prestaties_per_staat(staten: Sequence[Maandstaat]) -> dict[int, list[Prestatie]]:
    """De uren van elke staat (pk), in één query, op datum."""
    if not staten:
        return {}
    per: dict[tuple[int, date], list[Prestatie]] = defaultdict(list)
    for prestatie in (
        Prestatie.objects.filter(_maanden(staten, "datum", "datum"), bestuur=staten[0].bestuur_id)
        .select_related("ingevoerd_door__gebruiker")
        .order_by("datum", "van", "pk")
    ):
        per[prestatie.plaatsing_id, prestatie.datum.replace(day=1)].append(prestatie)
    return {staat.pk: per[staat.plaatsing_id, staat.maand] for staat in staten}


def _maanden(staten: Sequence[Maandstaat], van: str, tot: str) -> Q:
    """Rijen van deze plaatsingen die hun maand raken; per maand één voorwaarde."""
    per_maand: dict[date, list[int]] = defaultdict(list)
    for staat in staten:
        per_maand[staat.maand].append(staat.plaatsing_id)
    stukken = [
        Q(**{"plaatsing__in": ids, f"{van}__lte": laatste_van_maand(maand), f"{tot}__gte": maand})
        for maand, ids in per_maand.items()
    ]
    return reduce(or_, stukken)


def stel_samen(staten: Sequence[Maandstaat], prestaties: dict[int, list[Prestatie]]) -> dict[int, dict]:
    """De inhoud van elke staat (pk), zoals ze nu is; `staten` zijn geladen met `MET_ALLES` en van één bestuur.

    Het aantal query's hangt niet af van het aantal staten.
    """
    if not staten:
        return {}
    bestuur = Bestuur.objects.get(pk=staten[0].bestuur_id)
    stijl = huisstijl.voor(bestuur)
    kop = {
        "schema": SCHEMA,
        "bestuur": {"naam": bestuur.naam, "nis_code": bestuur.nis_code, "kbo_nummer": bestuur.kbo_nummer},
        "demo": bestuur.is_demo,
        "banner": {"tekst": stijl.banner_tekst, "fonds": stijl.fonds_tekst, "voorlopig": stijl.voorlopig},
    }
    boek = Regelboek({s.plaatsing.leerwerkplek.project.oproep_id for s in staten}, bestuur.pk)
    onderbrekingen, afwijkingen, vorige = _onderbrekingen(staten), _afwijkingen(staten), _vorige(staten)
    return {
        staat.pk: kop
        | _waarover(staat)
        | _uren(staat, prestaties[staat.pk], boek.op(staat.plaatsing.leerwerkplek.project.oproep_id, staat.maand))
        | {
            "onderbrekingen": onderbrekingen[staat.pk],
            "afwijkingen": afwijkingen[staat.plaatsing_id, staat.maand],
            "verbetering": _verbetering(staat, vorige.get((staat.pk, staat.versie - 1))),
        }
        for staat in staten
    }


def _waarover(staat: Maandstaat) -> dict[str, Any]:
    plaatsing = staat.plaatsing
    plek = plaatsing.leerwerkplek
    return {
        "maand": f"{staat.maand:%Y-%m}",
        "versie": staat.versie,
        "oproep": {"code": plek.project.oproep.code, "naam": plek.project.oproep.naam},
        "project": {"code": plek.project.code, "titel": plek.project.titel},
        "leerwerkplek": {
            "code": plek.code,
            "functie": plek.functie,
            "organisatie": plek.organisatie.naam,
            "dienst": plek.dienst,
        },
        "plaatsing": {
            "code": plaatsing.code,
            "van": plaatsing.van.isoformat(),
            "tot": plaatsing.einde.isoformat(),
            "uren_per_maand": plaatsing.uren_per_maand,
        },
        "deelnemer": {"code": plaatsing.deelnemer.code},
        "glowpartner": plaatsing.glowpartner.naam,
        "mentor": {"code": plek.mentor.code, "naam": plek.mentor.naam} if plek.mentor else None,
        "doorgestuurd": _wie(staat.doorgestuurd_op, staat.doorgestuurd_door),
        "bevestigd": _wie(staat.bevestigd_op, staat.bevestigd_door),
    }


def _wie(op: date | None, lid) -> dict[str, str]:
    return {
        "op": op.isoformat() if op else "",
        "door": lid.gebruiker.volledige_naam if lid else "de installatie",
        "functie": lid.functie if lid else "",
    }


def _uren(staat: Maandstaat, prestaties: list[Prestatie], grenzen: Grenzen) -> dict[str, Any]:
    plaatsing, minuten = staat.plaatsing, sum(p.minuten for p in prestaties)
    afwezig: dict[str, int] = defaultdict(int)
    for prestatie in prestaties:
        if prestatie.soort != SoortPrestatie.GEWERKT:
            afwezig[prestatie.soort] += 1
    return {
        "dagen": [_dag(prestatie) for prestatie in prestaties],
        "totalen": {
            "minuten": minuten,
            "dagen_gewerkt": len({p.datum for p in prestaties if p.minuten}),
            "afwezig": dict(afwezig),
        },
        "grenzen": {
            "minimum": regels.maandminimum(plaatsing.van, plaatsing.einde, staat.maand, grenzen),
            "maximum": grenzen.waarde("minuten_per_maand_max"),
            "bron": grenzen["minuten_per_maand_max"].bron,
        },
        "vergoeding": vergoeding(minuten, grenzen),
    }


def _dag(prestatie: Prestatie) -> dict[str, Any]:
    return {
        "datum": prestatie.datum.isoformat(),
        "soort": prestatie.soort,
        "van": f"{prestatie.van:%H:%M}" if prestatie.van else "",
        "tot": f"{prestatie.tot:%H:%M}" if prestatie.tot else "",
        "pauze": prestatie.pauze_minuten,
        "minuten": prestatie.minuten,
        "door": prestatie.ingevoerd_door.gebruiker.volledige_naam if prestatie.ingevoerd_door else "de installatie",
    }


def vergoeding(minuten: int, grenzen: Grenzen) -> list[dict[str, Any]]:
    """Wat de oproep als vergoeding geeft, in cent, met haar bron; leeg waar de oproep er geen regel voor heeft.

    Per uur: minuten × bedrag ÷ 60, half naar boven afgerond. Per maand: het hele bedrag zodra er gewerkt is; wat in een
    onvolledige maand geldt is niet gevonden, en dat zegt de urenstaat erbij.
    """
    uit = []
    if grens := grenzen.get("vergoeding_cent_per_uur"):
        cent = (2 * minuten * grens.waarde + 60) // 120
        uit.append({"per": "uur", "cent": grens.waarde, "minuten": minuten, "totaal": cent, "bron": grens.bron})
    if grens := grenzen.get("vergoeding_cent_per_maand"):
        totaal = grens.waarde if minuten else 0
        uit.append({"per": "maand", "cent": grens.waarde, "minuten": minuten, "totaal": totaal, "bron": grens.bron})
    return uit


def _onderbrekingen(staten: Sequence[Maandstaat]) -> dict[int, list[dict[str, str]]]:
    per: dict[int, list[Onderbreking]] = defaultdict(list)
    for rij in Onderbreking.objects.filter(_maanden(staten, "van", "tot"), bestuur=staten[0].bestuur_id):
        per[rij.plaatsing_id].append(rij)
    return {
        staat.pk: [
            {"van": rij.van.isoformat(), "tot": rij.tot.isoformat()}
            for rij in sorted(per[staat.plaatsing_id], key=lambda rij: rij.van)
            if rij.van <= laatste_van_maand(staat.maand) and rij.tot >= staat.maand
        ]
        for staat in staten
    }


def _afwijkingen(staten: Sequence[Maandstaat]) -> dict[tuple[int, date], list[dict[str, Any]]]:
    """Wat boven het maximum gewerkt werd en daarom in geen enkel totaal zit."""
    per: dict[tuple[int, date], list[dict[str, Any]]] = defaultdict(list)
    rijen = Afwijking.objects.filter(_maanden(staten, "maand", "maand"), bestuur=staten[0].bestuur_id)
    for rij in rijen.select_related("goedgekeurd_door__gebruiker").order_by("pk"):
        assert rij.maand is not None
        door = rij.goedgekeurd_door.gebruiker.volledige_naam if rij.goedgekeurd_door else "de installatie"
        per[rij.plaatsing_id, rij.maand].append({"minuten": rij.minuten, "reden": rij.reden, "goedgekeurd_door": door})
    return per


def _vorige(staten: Sequence[Maandstaat]) -> dict[tuple[int, int], MaandstaatVersie]:
    verbeterd = [staat.pk for staat in staten if staat.versie > 1]
    if not verbeterd:
        return {}
    rijen = MaandstaatVersie.objects.filter(bestuur=staten[0].bestuur_id, staat__in=verbeterd).defer("inhoud")
    return {(rij.staat_id, rij.versie): rij for rij in rijen}


def _verbetering(staat: Maandstaat, vorige: MaandstaatVersie | None) -> dict[str, Any] | None:
    if staat.versie == 1:
        return None
    eerder = {"vorige_minuten": vorige.minuten, "vorige_op": vorige.bevestigd_op.isoformat()} if vorige else {}
    return {"reden": staat.verbetering_reden, **eerder}
