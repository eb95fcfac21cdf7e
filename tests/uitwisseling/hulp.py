"""Importbestanden om te veranderen, en de databank van buitenaf geteld."""

import copy
import io
import json
import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

DEMO = Path(__file__).resolve().parent.parent.parent / "demo"
BESTANDEN = ("opwijk", "antwerpen", "oostende", "herent", "voorbeeldstad")


def lees(naam: str) -> dict:
    return json.loads((DEMO / f"{naam}.json").read_text())


def klein(naam: str, plekken: int = 1) -> dict:
    """Het bestand met alleen zijn eerste plekken en wat daarbij hoort: dezelfde soorten rijen, een fractie van de tijd."""
    d = lees(naam)
    d["leerwerkplekken"] = d["leerwerkplekken"][:plekken]
    codes = {p["code"] for p in d["leerwerkplekken"]}
    mentoren = {p["mentor"] for p in d["leerwerkplekken"]}
    projecten = {p["project"] for p in d["leerwerkplekken"]}
    d["mentoren"] = [m for m in d["mentoren"] if m["email"] in mentoren]
    d["projecten"] = [p for p in d["projecten"] if p["code"] in projecten]
    d["deelnames"] = [x for x in d["deelnames"] if x["mentor"] in mentoren]
    d["plaatsingen"] = [p for p in d["plaatsingen"] if p["leerwerkplek"] in codes]
    d["deelnemers"] = [x for x in d["deelnemers"] if x["code"] in {p["deelnemer"] for p in d["plaatsingen"]}]
    geplaatst = {p["code"] for p in d["plaatsingen"]}
    d["prestaties"] = [p for p in d["prestaties"] if p["plaatsing"] in geplaatst][:5]
    d["fiches"] = [f for f in d["fiches"] if f["leerwerkplek"] in codes]
    nodig = {f.get("ondertekenaar") for f in d["fiches"]} | mentoren | {m["leidinggevende"] for m in d["mentoren"]}
    eerste = {p["rollen"][0]: p["email"] for p in reversed(d["personen"])}
    d["personen"] = [p for p in d["personen"] if p["email"] in nodig | set(eerste.values())]
    return d


def met_uren(naam: str) -> dict:
    """`klein` met onderaan elke lijst een geldige rij om te breken: twee plekken, twee deelnemers, een plaatsing, uren."""
    d = klein(naam)
    plek = d["leerwerkplekken"][0]
    d["leerwerkplekken"] += [plek | {"code": code, "uren_per_maand": 48} for code in ("X-01", "X-02")]
    deelnemer = {
        "voornaam": "Els", "naam": "Claes", "glowpartner": plek["glowpartners"][0], "uitkeringsgerechtigd": True,
        "werkzoekend_sinds": "2020-01-01", "intensieve_begeleiding": True, "indicatoren": ["context"],
    }  # fmt: skip
    d["deelnemers"] += [{"code": "X1"} | deelnemer, {"code": "X2"} | deelnemer]
    d["plaatsingen"].append(plaatsing("XP1", "X1", "X-01"))
    d["prestaties"].append(uren("2023-05-09", "09:00", "12:00"))
    d["maatregelen"].append({"soort": "stage", "jaar": 2021, "plekken": 4})
    d["overleg"].append({"datum": "2023-04-03", "met": "vdab", "onderwerp": "Kennismaking"})
    return d


def plaatsing(code: str, deelnemer: str, plek: str, van: str = "2023-05-08", tot: str = "2023-11-07") -> dict:
    return {"code": code, "deelnemer": deelnemer, "leerwerkplek": plek, "van": van, "tot": tot, "uren_per_maand": 48}


def uren(datum: str, van: str, tot: str, plaatsing: str = "XP1", **anders) -> dict:
    return {"plaatsing": plaatsing, "datum": datum, "soort": "gewerkt", "van": van, "tot": tot} | anders


def onderaan(d: dict, lijst: str) -> int:
    """Het nummer van de laatste rij, zoals Excel telt."""
    return len(d[lijst]) + 1


def schrijf(map_: Path, d: dict, naam: str = "bestand.json") -> Path:
    pad = map_ / naam
    pad.write_text(json.dumps(d, ensure_ascii=False))
    return pad


def importeer(pad: Path, **opties) -> str:
    """Wat de opdracht zegt; `CommandError` als ze weigert."""
    uit = io.StringIO()
    call_command("importeer", str(pad), stdout=uit, stderr=uit, **opties)
    return uit.getvalue()


def weigering(pad: Path, **opties) -> list[str]:
    """De regels waarmee de opdracht weigert, met exitcode 1."""
    fouten = io.StringIO()
    try:
        call_command("importeer", str(pad), stdout=io.StringIO(), stderr=fouten, **opties)
    except CommandError as fout:
        assert fout.returncode == 1
        return [*fouten.getvalue().splitlines(), str(fout)]
    raise AssertionError("de import is niet geweigerd")


def aantallen() -> dict[str, int]:
    """Het aantal rijen van elke tabel, gezien door een andere verbinding: alleen wat vastgelegd is telt."""
    tabellen = sorted(m._meta.db_table for m in apps.get_models(include_auto_created=True))
    tel = " UNION ALL ".join(f"SELECT '{tabel}', count(*) FROM {tabel}" for tabel in tabellen)
    return dict(_eigenaar().execute(tel).fetchall())


def sluit() -> None:
    """Laat de databank los, voor ze opgeruimd of vervangen wordt."""
    if _eigenaar.cache_info().currsize:
        _eigenaar().close()
        _eigenaar.cache_clear()


@lru_cache(maxsize=1)
def _eigenaar() -> psycopg.Connection:
    url = urlsplit(os.environ["GD_TEST_BEHEER_URL"])
    naam = connection.settings_dict["NAME"]
    eigenaar = psycopg.connect(urlunsplit(url._replace(path=f"/{naam}")), autocommit=True)
    eigenaar.execute("SET ROLE gd_systeem")
    return eigenaar


def kopie(d: dict, **bestuur) -> dict:
    nieuw = copy.deepcopy(d)
    nieuw["bestuur"] |= bestuur
    return nieuw
