"""Wat zonder databank na te kijken is: lijsten en sleutels, soorten waarden, wat verplicht is, wat dubbel staat."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from uitwisseling.fouten import Fout, Onjuist
from uitwisseling.rijen import Bestand, Rij
from uitwisseling.schema import FORMAAT, SCHEMA, Schema
from uitwisseling.soorten import Datum, leeg


def zet_om(bestand: Bestand) -> list[Fout]:
    """Zet elke waarde om volgens het schema, ter plaatse; wat niet lukt wordt een fout en keurt de rij af."""
    fouten = [*_kop(bestand)]
    for lijst, rijen in bestand.lijsten.items():
        if lijst not in SCHEMA:
            bekend = ", ".join(SCHEMA)
            fouten.append(Fout(lijst, None, None, "Deze lijst bestaat niet.", f"Kies uit: {bekend}."))
            continue
        for rij in rijen:
            fouten += _rij(rij, SCHEMA[lijst])
        fouten += _dubbel(rijen, SCHEMA[lijst])
    return fouten


def _kop(bestand: Bestand) -> Iterator[Fout]:
    if bestand.formaat != FORMAAT:
        yield Fout(
            "bestand", None, "formaat", "Dit formaat is onbekend.", f"Zet hier “{FORMAAT}”.", kort(bestand.formaat)
        )
    try:
        if leeg(bestand.peildatum):
            raise Onjuist("De peildatum ontbreekt.", "Vul de dag in die het bestand beschrijft (JJJJ-MM-DD).")
        bestand.peildatum = Datum().lees(bestand.peildatum)
    except Onjuist as fout:
        yield Fout("bestand", None, "peildatum", fout.wat, fout.doe, kort(bestand.peildatum))
        bestand.peildatum = None
    if len(bestand.lijsten.get("bestuur", [])) != 1:
        yield Fout("bestuur", None, None, "Er staat niet precies één bestuur in.", "Vul slug, naam en soort in.")


def _rij(rij: Rij, schema: Schema) -> Iterator[Fout]:
    rij.ruw, rij.waarden = rij.waarden, {}
    for sleutel in rij.ruw.keys() - schema.sleutels.keys():
        rij.afgekeurd = True
        bekend = ", ".join(schema.sleutels)
        yield Fout(rij.lijst, rij.nummer, sleutel, "Deze sleutel bestaat niet.", f"Kies uit: {bekend}.")
    for naam, sleutel in schema.sleutels.items():
        ruw = rij.ruw.get(naam)
        try:
            if not leeg(ruw):
                rij.waarden[naam] = sleutel.soort.lees(ruw)
            elif sleutel.verplicht:
                raise Onjuist("Deze waarde ontbreekt.", "Vul ze in.")
            elif naam in rij.ruw:
                rij.waarden[naam] = None
        except Onjuist as fout:
            rij.afgekeurd = True
            yield Fout(rij.lijst, rij.nummer, naam, fout.wat, fout.doe, kort(ruw))


def _dubbel(rijen: list[Rij], schema: Schema) -> Iterator[Fout]:
    """Twee rijen met dezelfde sleutel (zonder onderscheid van hoofdletters): de tweede is een fout."""
    eerste: dict[tuple, int] = {}
    for rij in rijen:
        sleutel = tuple(plat(rij[naam]) for naam in schema.uniek)
        if sleutel[0] is None or rij.afgekeurd:
            continue
        nummer = eerste.setdefault(sleutel, rij.nummer)
        if nummer != rij.nummer:
            rij.afgekeurd = True
            naam = schema.uniek[0] if len(schema.uniek) == 1 else ", ".join(schema.uniek)
            doe = f"Geef deze rij een andere waarde voor {naam}, of verwijder ze."
            waarde = kort(rij.ruw.get(schema.uniek[0]))
            yield Fout(rij.lijst, rij.nummer, schema.uniek[0], f"Dit staat al op rij {nummer}.", doe, waarde)


def plat(waarde: Any) -> Any:
    """Zonder onderscheid van hoofdletters."""
    return waarde.lower() if isinstance(waarde, str) else waarde


def kort(waarde: Any) -> str:
    """Een waarde zoals ze in het bestand staat, voor in een melding; hoogstens 40 tekens op één regel."""
    if leeg(waarde):
        return ""
    tekst = waarde.isoformat() if isinstance(waarde, date) else str(waarde)
    tekst = " ".join(tekst.encode("utf-8", "replace").decode().split())
    return tekst if len(tekst) <= 40 else f"{tekst[:39]}…"
