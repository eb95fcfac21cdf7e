"""Hangt na elke migrate het logboek aan elke tabel van een bestuur, op naam van de tabel. Niemand moet eraan denken."""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model

from organisaties.models import Bestuur
from organisaties.schema import tenantmodellen, voer_uit

TRIGGERS = {
    "logboek_bij": ("INSERT", "NEW TABLE AS nieuw"),
    "logboek_om": ("UPDATE", "OLD TABLE AS oud NEW TABLE AS nieuw"),
    "logboek_af": ("DELETE", "OLD TABLE AS oud"),
}
VAST = {"id", "bestuur"}  # elke rij heeft ze; ze staan als kolom in Wijziging
HOOGSTE = """
    SELECT COALESCE(max(h.txid), 0), logboek_txid(), logboek_verschuiving() FROM organisaties_bestuur b, LATERAL (
        (SELECT txid FROM logboek_gebeurtenis WHERE bestuur_id = b.id ORDER BY txid DESC LIMIT 1) UNION ALL
        (SELECT txid FROM logboek_leesregel WHERE bestuur_id = b.id ORDER BY txid DESC LIMIT 1) UNION ALL
        (SELECT txid FROM logboek_wijziging WHERE bestuur_id = b.id ORDER BY txid DESC LIMIT 1) UNION ALL
        (SELECT grens FROM logboek_schakel WHERE bestuur_id = b.id ORDER BY nr DESC LIMIT 1)) h"""
BEGINSTAND = """
    INSERT INTO logboek_wijziging (bestuur_id, verzoek, txid, op, tabel, sleutel, onder, soort, nieuw, verzwegen)
    SELECT COALESCE(j ->> 'bestuur_id', j ->> 'id')::bigint, '', logboek_txid(), clock_timestamp(), %s,
           (j ->> 'id')::bigint, (j ->> %s)::bigint, 'B',
           (SELECT jsonb_object_agg(k, v) FROM jsonb_each(j) e (k, v) WHERE k = ANY (%s)), '{{}}'
      FROM (SELECT to_jsonb(t) AS j FROM {tabel} t ORDER BY id OFFSET 0) r"""


def gelogde_modellen() -> list[type[Model]]:
    """Elk model waarvan de databank de geschiedenis bijhoudt: het bestuur zelf en zijn tabellen, zonder de boeken."""
    return [Bestuur, *(model for model in tenantmodellen() if model.in_logboek)]


def kolommen(model: type[Model], namen: str) -> list[str]:
    """De kolommen van deze velden; FieldDoesNotExist als het model een veld niet (meer) heeft."""
    return [_veld(model, naam).column for naam in namen.split()]


def _veld(model: type[Model], naam: str) -> Field:
    veld = model._meta.get_field(naam)
    assert isinstance(veld, Field)
    return veld


def niet_ingedeeld(model: type[Model]) -> set[str]:
    """De velden die hun klasse voor het logboek nog niet hebben; leeg hoort het te zijn."""
    ingedeeld = f"{model.logboek_waarden} {model.logboek_verzwijgt} {model.logboek_negeert}".split()
    return {veld.name for veld in model._meta.local_concrete_fields} - set(ingedeeld) - VAST


def argumenten(model: type[Model]) -> tuple[str, str, str]:
    """Wat de trigger van deze tabel meekrijgt: waarden, genegeerd, ouder."""
    return (
        " ".join(kolommen(model, model.logboek_waarden)),
        " ".join(kolommen(model, model.logboek_negeert)),
        " ".join(kolommen(model, model.logboek_onder)),
    )


def triggers(model: type[Model]) -> Iterator[str]:
    mee = ", ".join(f"'{deel}'" for deel in argumenten(model))
    for naam, (wanneer, rijen) in TRIGGERS.items():
        yield (
            f"CREATE OR REPLACE TRIGGER {naam} AFTER {wanneer} ON {model._meta.db_table} REFERENCING {rijen}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION logboek_wijziging({mee})"
        )


def na_schema(c: CursorWrapper) -> None:
    """Aangeroepen door `organisaties.schema.pas_toe`, als eigenaar van de tabellen, wanneer de rest er staat."""
    ijk(c)
    c.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'logboek_bij'")
    had = {tabel for (tabel,) in c.fetchall()}
    for model in gelogde_modellen():
        voer_uit(c, *triggers(model))
        if model._meta.db_table not in had and not _staat_in_het_boek(c, model):
            beginstand(c, model)
    for model in tenantmodellen():  # wat er vroeger in stond en nu niet meer
        if not model.in_logboek:
            voer_uit(c, *(f"DROP TRIGGER IF EXISTS {naam} ON {model._meta.db_table}" for naam in TRIGGERS))


def ijk(c: CursorWrapper) -> None:
    """Na een herstel in een nieuw cluster tellen de transacties van nul: dan lopen ze verder na de hoogste."""
    c.execute("SET LOCAL ROLE gd_systeem")
    c.execute(HOOGSTE)
    hoogste, nu, verschuiving = c.fetchone()
    c.execute("RESET ROLE")
    if hoogste > nu:
        nieuw = int(verschuiving + hoogste - nu + 1)
        voer_uit(
            c,
            "CREATE OR REPLACE FUNCTION logboek_verschuiving() RETURNS bigint"
            f" LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN {nieuw}::bigint",
        )


def _staat_in_het_boek(c: CursorWrapper, model: type[Model]) -> bool:
    """Dan haalde iemand de triggers weg: geen nieuwe beginstand, want die zou verbergen wat intussen gebeurde."""
    c.execute("SET LOCAL ROLE gd_systeem")
    c.execute("SELECT EXISTS (SELECT FROM logboek_wijziging WHERE tabel = %s)", [model._meta.db_table])
    (staat_erin,) = c.fetchone()
    c.execute("RESET ROLE")
    return staat_erin


def beginstand(c: CursorWrapper, model: type[Model]) -> None:
    """Wat er nu staat, als nieuwe regels in het boek. Vanzelf bij een nieuwe tabel; een migratie die het type van een
    kolom wijzigt (zonder dat een trigger dat ziet) roept dit zelf aan, en dat is te zien."""
    waarden, _, ouder = argumenten(model)
    c.execute("SET LOCAL ROLE gd_systeem")
    c.execute(BEGINSTAND.format(tabel=model._meta.db_table), [model._meta.db_table, ouder or "id", waarden.split()])
    c.execute("RESET ROLE")
