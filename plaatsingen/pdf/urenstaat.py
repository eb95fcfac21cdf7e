"""De urenstaat als PDF: uit de bevroren inhoud van een bevestigde versie, met of zonder de naam van de deelnemer."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from documenten import verzegeld
from kern import bevroren
from kern.banner import Banner, embleem
from kern.opmaak import datum_kort, datum_woord, euro, getal, hoofdletter, maand, meervoud, opsomming, uren
from kern.pdf import Bijlage, render_sjabloon
from plaatsingen.enums import SoortPrestatie
from plaatsingen.models import Deelnemer, MaandstaatVersie

SJABLOON = "pdf/urenstaat.html"
BIJLAGE = "urenstaat.json"
DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
CSS = (Path(__file__).parent / "urenstaat.css").read_text("utf-8")


@dataclass(frozen=True)
class Regel:
    """Eén label met zijn waarde, zoals `pdf/_velden.html` ze leest."""

    label: str
    waarde: str

    @property
    def stukken(self) -> tuple[str, ...]:
        return (self.waarde,)


@dataclass(frozen=True)
class Dagregel:
    dag: str
    van_tot: str
    pauze: str
    wat: str
    uren: str
    door: str
    afwezig: bool


def bestandsnaam(versie: MaandstaatVersie) -> str:
    """Code, maand en versie; geen naam: `urenstaat-P001-2023-06-v1.pdf`."""
    inhoud = json.loads(versie.inhoud)
    return f"urenstaat-{inhoud['plaatsing']['code']}-{inhoud['maand']}-v{versie.versie}.pdf"


def urenstaat(versie: MaandstaatVersie, deelnemer: Deelnemer) -> bytes:
    """De PDF van deze versie; `urenstaat.json` erin is byte voor byte haar bevroren inhoud.

    Fouten: kern.pdf.PdfFout.
    """
    inhoud = json.loads(versie.inhoud)
    return _teken(versie, inhoud, blad(inhoud, deelnemer.volledige_naam, versie.inhoud_sha256), versie.inhoud)


def zonder_naam(versie: MaandstaatVersie, deelnemer: Deelnemer) -> bytes:
    """Dezelfde urenstaat met enkel de code van de deelnemer, voor het bewijspakket.

    Staat de naam in een reden, dan komt de code in haar plaats, ook in `urenstaat.json`; het blad zegt dat dan. Anders
    is `urenstaat.json` byte voor byte de bevroren inhoud. Fouten: kern.pdf.PdfFout.
    """
    bewaard = json.loads(versie.inhoud)
    inhoud = _verberg(bewaard, deelnemer)
    anders = inhoud != bewaard
    context = blad(inhoud, "", versie.inhoud_sha256) | {"naam_in_reden": anders}
    return _teken(versie, inhoud, context, bevroren.canoniek(inhoud) if anders else versie.inhoud)


def _verberg(inhoud: dict[str, Any], deelnemer: Deelnemer) -> dict[str, Any]:
    """Deze inhoud met de code waar een reden de deelnemer noemt; redenen zijn haar enige vrije tekst."""
    namen = (deelnemer.volledige_naam, deelnemer.voornaam, deelnemer.naam)
    keuze = "|".join(re.escape(naam) for naam in namen if naam.strip())
    patroon = re.compile(rf"(?<!\w)(?:{keuze})(?!\w)", re.IGNORECASE)

    def zonder(rij: dict[str, Any]) -> dict[str, Any]:
        return rij | {"reden": patroon.sub(lambda _: deelnemer.code, rij["reden"])}

    verbetering = inhoud["verbetering"]
    return inhoud | {
        "afwijkingen": [zonder(rij) for rij in inhoud["afwijkingen"]],
        "verbetering": zonder(verbetering) if verbetering else verbetering,
    }


def _teken(versie: MaandstaatVersie, inhoud: dict[str, Any], context: dict[str, Any], bijlage: str) -> bytes:
    banner = inhoud["banner"]
    regels = tuple(regel for regel in (banner["tekst"], banner["fonds"]) if regel)
    testzegel = verzegeld.met_testzegel(versie)
    merken = [*(["Testzegel"] if testzegel else []), *(["Demogegevens"] if inhoud["demo"] else [])]
    return render_sjabloon(
        SJABLOON,
        context | {"testzegel": testzegel},
        banner=Banner((embleem(),), regels, voorlopig=banner["voorlopig"]) if regels else None,
        moment=timezone.localtime(versie.vastgelegd_op),
        css=CSS,
        bijlagen=[Bijlage(BIJLAGE, bijlage.encode(), "De uren van deze maand, zonder naam")],
        merk=" · ".join(merken),
    )


def blad(inhoud: dict[str, Any], naam: str, inhoud_sha256: str) -> dict[str, Any]:
    """Alles wat het sjabloon toont, in woorden; zonder `naam` staat overal de code van de deelnemer."""
    wanneer = _maand(inhoud["maand"])
    code, bestuur = inhoud["plaatsing"]["code"], inhoud["bestuur"]["naam"]
    totalen = inhoud["totalen"]
    return {
        "titel": f"Urenstaat {wanneer}: {inhoud['deelnemer']['code']}",
        "wanneer": wanneer,
        "naam": naam or inhoud["deelnemer"]["code"],
        "naam_in_reden": False,
        "code": code,
        "versie": inhoud["versie"],
        "bestuur": bestuur,
        "oproep": f"Oproep {inhoud['oproep']['code']} {inhoud['oproep']['naam']}",
        "voet": f"Urenstaat {code} · {wanneer} · versie {inhoud['versie']} · {bestuur}",
        "wie": _wie(inhoud, naam),
        "waar": _waar(inhoud),
        "dagen": [_dag(dag) for dag in inhoud["dagen"]],
        "totaal": uren(totalen["minuten"]),
        "samen": _samen(totalen),
        "grens": _grens(inhoud["grenzen"]),
        "opmerkingen": _opmerkingen(inhoud),
        "vergoeding": [_vergoeding(rij) for rij in inhoud["vergoeding"]],
        "doorgestuurd": _door(inhoud["doorgestuurd"]),
        "bevestigd": _door(inhoud["bevestigd"]),
        "bevestigd_op": datum_woord(date.fromisoformat(inhoud["bevestigd"]["op"])),
        "inhoud_sha256": inhoud_sha256,
    }


def _maand(tekst: str) -> str:
    return maand(date.fromisoformat(f"{tekst}-01"))


def _kort(iso: str) -> str:
    return datum_kort(date.fromisoformat(iso))


def _wie(inhoud: dict[str, Any], naam: str) -> list[Regel]:
    plaatsing, code = inhoud["plaatsing"], inhoud["deelnemer"]["code"]
    return [
        Regel("Deelnemer", f"{naam} ({code})" if naam else f"{code} (zonder naam)"),
        Regel("GLOW-partner", inhoud["glowpartner"]),
        Regel("Plaatsing", f"{_kort(plaatsing['van'])} tot en met {_kort(plaatsing['tot'])}"),
        Regel("Gepland", f"{plaatsing['uren_per_maand']} u per maand"),
    ]


def _waar(inhoud: dict[str, Any]) -> list[Regel]:
    plek, mentor = inhoud["leerwerkplek"], inhoud["mentor"]
    waar = ", ".join(deel for deel in (plek["organisatie"], plek["dienst"]) if deel)
    return [
        Regel("Leerwerkplek", f"{hoofdletter(plek['functie'])} ({plek['code']})"),
        Regel("Waar", waar),
        Regel("Mentor", mentor["naam"] if mentor else "geen"),
        Regel("Project", f"{inhoud['project']['titel']} ({inhoud['project']['code']})"),
    ]


def _dag(dag: dict[str, Any]) -> Dagregel:
    datum = date.fromisoformat(dag["datum"])
    gewerkt = dag["soort"] == SoortPrestatie.GEWERKT
    return Dagregel(
        dag=f"{DAGEN[datum.weekday()]} {datum.day}/{datum.month}",
        van_tot=f"{dag['van']} – {dag['tot']}" if dag["van"] else "",
        pauze=f"{dag['pauze']} min" if dag["pauze"] else "",
        wat="Gewerkt" if gewerkt else hoofdletter(SoortPrestatie(dag["soort"]).label),
        uren=uren(dag["minuten"]) if gewerkt else "",
        door=dag["door"],
        afwezig=not gewerkt,
    )


def _samen(totalen: dict[str, Any]) -> str:
    delen = [f"gewerkt op {meervoud(totalen['dagen_gewerkt'], 'dag', 'dagen')}"]
    for soort in SoortPrestatie:
        if aantal := totalen["afwezig"].get(soort.value):
            delen.append(f"{soort.label}: {meervoud(aantal, 'dag', 'dagen')}")
    return " · ".join(delen)


def _grens(grenzen: dict[str, Any]) -> str:
    return (
        f"Per deelnemer en kalendermaand: minstens {uren(grenzen['minimum'])} (een signaal), hoogstens"
        f" {uren(grenzen['maximum'])} ({grenzen['bron']})."
    )


def _opmerkingen(inhoud: dict[str, Any]) -> list[str]:
    uit = []
    if inhoud["onderbrekingen"]:
        periodes = [f"van {_kort(o['van'])} tot en met {_kort(o['tot'])}" for o in inhoud["onderbrekingen"]]
        uit.append(f"De plaatsing was onderbroken {opsomming(periodes)}.")
    for a in inhoud["afwijkingen"]:
        uit.append(
            f"Afwijking: {uren(a['minuten'])} gewerkt boven het maximum, in geen enkel totaal geteld."
            f" Reden: {a['reden']} Goedgekeurd door {a['goedgekeurd_door']}."
        )
    if verbetering := inhoud["verbetering"]:
        eerder = ""
        if "vorige_minuten" in verbetering:
            eerder = (
                f" Die telde {uren(verbetering['vorige_minuten'])}, bevestigd op {_kort(verbetering['vorige_op'])}."
            )
        uit.append(
            f"Versie {inhoud['versie']} vervangt versie {inhoud['versie'] - 1}.{eerder} Reden: {verbetering['reden']}"
        )
    return uit


def _vergoeding(rij: dict[str, Any]) -> str:
    totaal, bedrag = euro(rij["totaal"] / 100), euro(rij["cent"] / 100)
    if rij["per"] == "uur":
        return f"{getal(rij['minuten'] / 60, 2)} u × {bedrag} = {totaal} ({rij['bron']})"
    return f"{bedrag} per maand = {totaal} ({rij['bron']}; wat in een onvolledige maand geldt: niet gevonden)"


def _door(wie: dict[str, str]) -> str:
    naam = ", ".join(deel for deel in (wie["door"], wie["functie"]) if deel)
    return f"{datum_woord(date.fromisoformat(wie['op']))}, door {naam}"
