"""Van de bevroren inhoud van een fiche naar haar blad: elk veld van `inhoud.SCHEMA` in woorden. Niets van vandaag."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from fiches.blad import Blad, Matrixrij, Ondertekening, Veld, grond
from fiches.enums import VERKLARING
from fiches.models import Aanlevering, Fiche, Handtekening
from kern.opmaak import datum_woord, kbo, opsomming
from leerwerkplekken.standaard import rollen


def van_fiche(fiche: Fiche, handtekening: Handtekening | None = None) -> Blad:
    """Het blad van een ingediende fiche: enkel haar bevroren inhoud telt, niet wat plek of mentor vandaag zegt."""
    blad = van_inhoud(fiche.gegevens, inhoud_sha256=fiche.inhoud_sha256)
    return blad if handtekening is None else replace(blad, ondertekening=Ondertekening.van(handtekening))


def klaargezet(fiche: Fiche, rij: Aanlevering) -> Blad:
    """Het blad dat iemand met een eigen certificaat zal ondertekenen; wie, en als wat, ligt vast."""
    ondertekening = Ondertekening(
        naam=rij.naam,
        functie=rij.functie,
        hoedanigheid=rij.als,
        organisatie=rij.organisatie,
        op=timezone.localtime(rij.vastgelegd_op),
        verklaring=VERKLARING.format(hoedanigheid=rij.als, organisatie=rij.organisatie),
        inhoud_sha256=fiche.inhoud_sha256,
        gezag=grond(rij.gezag),
        wijze=rij.wijze,
        gezet=False,
    )
    return replace(van_fiche(fiche), ondertekening=ondertekening)


def van_inhoud(inhoud: Mapping[str, Any], *, inhoud_sha256: str = "") -> Blad:
    """Het blad van een inhoud volgens `inhoud.SCHEMA`; ook een nog onvolledige, om na te kijken."""
    plek, banner = inhoud["leerwerkplek"], inhoud["banner"]
    return Blad(
        titel=plek["functie"],
        code=plek["code"],
        versie=inhoud["versie"],
        bestuur=inhoud["bestuur"]["naam"],
        organisatie=plek["organisatie"],
        oproep=f"Oproep {inhoud['oproep']['code']} {inhoud['oproep']['naam']}".strip(),
        fonds=inhoud["oproep"]["fonds"],
        ingediend_op=date.fromisoformat(inhoud["ingediend_op"]),
        banner=tuple(regel for regel in (banner["tekst"], banner["fonds"]) if regel),
        voorlopige_banner=banner.get("voorlopig", True),
        demo=inhoud["demo"],
        gegevens=_gegevens(inhoud),
        additioneel=_additioneel(plek),
        taken=Veld("taken", "Taken", tuple(plek["taken"]), punten=True),
        competenties=Veld("competenties", "Generieke competenties", tuple(plek["competenties"]), punten=True),
        leerdoelen=tuple(v for v in [Veld("leerdoelen", "Leerdoelen", _punten(plek, "leerdoelen"), True)] if v.waarde),
        vereisten=_velden(plek, [("vereisten", "Vereisten", _alineas)]),
        mentor=(*_mentor(inhoud["mentor"]), *_begeleider(inhoud.get("begeleider"))),
        plan=_plan(inhoud["plan"]),
        rollen=tuple(_rollen(inhoud).values()),
        matrix=tuple(
            Matrixrij(rij["onderwerp"], tuple((naam, rij.get(rol, "")) for rol, naam in _rollen(inhoud).items()))
            for rij in inhoud["plan"]["matrix"]
        ),
        aanbod=tuple(Veld(f"aanbod-{a['glowpartner']}", a["glowpartner"], _aanbod(a)) for a in inhoud["aanbod"]),
        inhoud_sha256=inhoud_sha256,
    )


def _aanbod(a: dict) -> str:
    """'aangeboden op 1 maart 2023, gelezen op …, beantwoord op …': de datums van het bewijs."""
    delen = [
        ("aangeboden", a["aangeboden_op"]),
        ("gelezen", a.get("gelezen_op")),
        ("beantwoord", a.get("beantwoord_op")),
    ]
    noot = [f"genoteerd door {a['genoteerd_door']}"] if a.get("genoteerd_door") else []
    return ", ".join([*(f"{wat} op {_dag(dag)}" for wat, dag in delen if dag), *noot])


def _dag(iso: str | None) -> str:
    return datum_woord(date.fromisoformat(iso)) if iso else ""


def _periode(van: str | None, tot: str | None) -> str:
    delen = [f"van {_dag(van)}" if van else "", f"tot en met {_dag(tot)}" if tot else ""]
    return " ".join(deel for deel in delen if deel) if van and tot else (f"vanaf {_dag(van)}" if van else delen[1])


def _alineas(tekst: str) -> tuple[str, ...]:
    return tuple(regel.strip() for regel in tekst.splitlines() if regel.strip())


def _velden(waarden: Mapping[str, Any], regels: Iterable[tuple[str, str, Callable[[Any], Any]]]) -> tuple[Veld, ...]:
    """Eén veld per regel (sleutel, label, opmaak); wat leeg is valt weg."""
    alle = (Veld(sleutel, label, opmaak(waarden.get(sleutel) or "")) for sleutel, label, opmaak in regels)
    return tuple(veld for veld in alle if veld.waarde)


def _gegevens(inhoud: Mapping[str, Any]) -> tuple[Veld, ...]:
    plek, project, bestuur = inhoud["leerwerkplek"], inhoud["project"], inhoud["bestuur"]
    waarden = {
        **plek,
        "project": f"{project['titel']} ({project['code']})",
        "periode": _periode(plek["beschikbaar_van"], plek["beschikbaar_tot"]),
        "bestuur": f"{bestuur['naam']} · KBO {kbo(bestuur['kbo_nummer'])}"
        if bestuur["kbo_nummer"]
        else bestuur["naam"],
        "waar": f"{plek['organisatie']} ({plek['soort_organisatie']})",
    }
    return _velden(
        waarden,
        [
            ("functie", "Functie", str),
            ("waar", "Organisatie", str),
            ("dienst", "Dienst", str),
            ("adres", "Adres", str),
            ("uren_per_maand", "Uren", lambda uren: f"{uren} uur per maand" if uren else ""),
            ("uurrooster", "Uurrooster", str),
            ("periode", "Beschikbaar", str),
            ("bestuur", "Bestuur", str),
            ("project", "Project", str),
        ],
    )


def _additioneel(plek: Mapping[str, Any]) -> tuple[Veld, ...]:
    if plek["additioneel"] is None:
        return ()
    antwoord = "Ja, bijkomend ten opzichte van plekken in andere maatregelen" if plek["additioneel"] else "Nee"
    return (
        Veld("additioneel", "Bijkomende plek", antwoord),
        *_velden(plek, [("additioneel_toelichting", "Waarom bijkomend", _alineas)]),
    )


def _mentor(mentor: Mapping[str, Any]) -> tuple[Veld, ...]:
    waarden = {
        "mentor": ", ".join(deel for deel in (mentor["naam"], mentor["functie"]) if deel),
        "code": mentor["code"],
        "dienst": mentor["dienst"],
        "opgeleid": _opgeleid(mentor["certificaat_datum"]) if mentor["naam"] else "",
        "leiding": ", ".join(d for d in (mentor["leidinggevende"], mentor["leidinggevende_functie"]) if d),
    }
    regels = [
        ("mentor", "Mentor", str),
        ("code", "Mentorcode", str),
        ("dienst", "Dienst van de mentor", str),
        ("opgeleid", "Opgeleid", str),
        ("leiding", "Direct leidinggevende", str),
    ]
    return _velden(waarden, regels)


def _opgeleid(dag: str | None) -> str:
    return f"certificaat van deelname van {_dag(dag)}" if dag else "nog geen certificaat van deelname"


def _begeleider(begeleider: Mapping[str, str] | None) -> tuple[Veld, ...]:
    """De werkplekbegeleider, waar er een is; een eerste schema kende die niet."""
    if not begeleider:
        return ()
    woorden = ", ".join(deel for deel in (begeleider["naam"], begeleider["functie"]) if deel)
    return (Veld("begeleider", "Werkplekbegeleider", woorden),)


def _rollen(inhoud: Mapping[str, Any]) -> Mapping[str, str]:
    return rollen(begeleider=bool(inhoud.get("begeleider")))


def _punten(waarden: Mapping[str, Any], sleutel: str) -> tuple[str, ...]:
    return tuple(waarden.get(sleutel, ()))


def _plan(plan: Mapping[str, Any]) -> tuple[Veld, ...]:
    voor = [
        ("informatie", "Informatie voor de deelnemer", _alineas),
        ("onthaal", "Onthaal", _alineas),
        ("veiligheid", "Veiligheid", _alineas),
        ("risicos", "Risico’s", ", ".join),
        ("beschermingsmiddelen", "Beschermingsmiddelen", ", ".join),
        ("bus", "Met de bus", _alineas),
        ("fiets", "Met de fiets", _alineas),
        ("taalniveau", "Nederlands", str),
        ("geschikt", "Geschikt omdat", tuple),
    ]
    redenen = ", ".join(plan.get("geschikt", ()))
    geschikt = [deel for deel in (redenen, *_alineas(plan.get("geschikt_toelichting", ""))) if deel]
    return (*_velden({**plan, "geschikt": geschikt}, voor), *_werkafspraken(plan))


def _werkafspraken(plan: Mapping[str, Any]) -> tuple[Veld, ...]:
    """Eén veld als elke partner hetzelfde afsprak; anders een per tekst, met de partners erbij."""
    per_tekst: dict[str, list[str]] = {}
    for afspraak in plan.get("werkafspraken_per_partner", ()):
        per_tekst.setdefault(afspraak["tekst"], []).append(afspraak["glowpartner"])
    if len(per_tekst) < 2:
        tekst = next(iter(per_tekst), plan["werkafspraken"])
        velden = (Veld("werkafspraken", "Werkafspraken met de GLOW-partner", _alineas(tekst)),)
    else:
        velden = tuple(
            Veld(f"werkafspraken-{'-'.join(wie)}", f"Werkafspraken met {opsomming(wie)}", _alineas(tekst))
            for tekst, wie in per_tekst.items()
        )
    return tuple(veld for veld in velden if veld.waarde)
