"""Staat het logboek nog aan, en klopt het met de tabellen? Triggers en functies, en elke rij naast haar boek."""

import re
from pathlib import Path

from django.db import connection
from django.db.models import Model

from logboek.controle import Afwijking
from logboek.schema import TRIGGERS, argumenten, gelogde_modellen

HANGT = """
    SELECT c.relname, t.tgname, t.tgenabled = 'O' AND p.proname = 'logboek_wijziging', encode(t.tgargs, 'escape')
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE NOT t.tgisinternal AND t.tgname = ANY (%s)"""
FUNCTIES = """
    SELECT proname, prosrc FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'logboek%%' AND prosrc <> ''"""
WAT = {
    "weg": "is verdwenen buiten het logboek om",
    "nieuw": "staat er zonder dat het logboek ze kent",
    "terug": "staat er terwijl het logboek zegt dat ze verwijderd is",
}


def bewaking() -> list[Afwijking]:
    """Elke tabel heeft haar drie triggers, aan en met de juiste klassen; elke functie is die van deze versie."""
    with connection.cursor() as c:
        c.execute(HANGT, [list(TRIGGERS)])
        hangt = {(tabel, naam): (aan, mee) for tabel, naam, aan, mee in c.fetchall()}
        c.execute(FUNCTIES)
        functies = dict(c.fetchall())
    fout = [zin for model in gelogde_modellen() for naam in TRIGGERS if (zin := _trigger(model, naam, hangt))]
    for naam, bron in _bronnen().items():
        if functies.get(naam) != bron:
            fout.append(Afwijking("functie", f"De functie {naam} is niet die van deze versie. Draai migrate."))
    return fout


def _trigger(model: type[Model], naam: str, hangt: dict) -> Afwijking | None:
    tabel = model._meta.db_table
    if (tabel, naam) not in hangt:
        return Afwijking("trigger ontbreekt", f"De tabel {tabel} heeft geen trigger {naam}.")
    aan, mee = hangt[tabel, naam]
    if not aan:
        return Afwijking("trigger uitgeschakeld", f"De trigger {naam} op {tabel} is uitgeschakeld of vervangen.")
    if mee.replace("\\000", "\0") != "".join(f"{deel}\0" for deel in argumenten(model)):
        return Afwijking(
            "trigger gewijzigd", f"De trigger {naam} op {tabel} bewaart andere kolommen dan het model zegt."
        )
    return None


def _bronnen() -> dict[str, str]:
    """De tekst van elke functie in de bestanden met SQL, zoals PostgreSQL ze bewaart."""
    gevonden = {}
    for bestand in sorted(Path(__file__).parent.glob("sql/*.sql")):
        stuk = r"CREATE OR REPLACE FUNCTION (\w+)\s*\([^$]*?AS \$\$(.*?)\$\$"
        gevonden |= {naam: bron for naam, bron in re.findall(stuk, bestand.read_text(), re.S)}
    return gevonden


def naast_de_tabellen(bestuur_id: int) -> list[Afwijking]:
    """Elke rij van dit bestuur naast haar laatste stand in het boek: zo valt op wat met de trigger uit gebeurde.

    Loopt binnen `namens(bestuur=…)`; de functie ziet ook wat een bestuur voor een partner bewaart en zelf niet leest.
    """
    gevonden = []
    with connection.cursor() as c:
        for model in gelogde_modellen():
            tabel = model._meta.db_table
            c.execute("SELECT * FROM logboek_naast(%s, %s)", [tabel, bestuur_id])
            for sleutel, wat in c.fetchall():
                zin = WAT.get(wat, f"heeft een andere waarde dan in het logboek: {wat}")
                gevonden.append(Afwijking("buiten het logboek", f"Rij {sleutel} van {tabel} {zin}."))
    return gevonden
