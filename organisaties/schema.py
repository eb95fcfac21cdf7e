"""Wat elke tenanttabel in PostgreSQL nodig heeft. Loopt na elke migrate en is idempotent: niemand moet eraan denken."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import OperationalError, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg.errors import LockNotAvailable

from organisaties.isolatie import TenantModel

GEDULD = 60  # keer een halve seconde
# Een bestuur is te zien voor wie ervoor handelt, er lid van is of er als partner mee samenwerkt.
BESTUUR_ZICHTBAAR = (
    "id = (SELECT gd_bestuur())"
    " OR id = ANY (ARRAY(SELECT bestuur_id FROM organisaties_lidmaatschap"
    " WHERE gebruiker_id = (SELECT gd_gebruiker())))"
    " OR id = ANY (ARRAY(SELECT bestuur_id FROM organisaties_samenwerking"
    " WHERE glowpartner_id = (SELECT gd_glowpartner())))"
)


def tenantmodellen() -> list[type[TenantModel]]:
    return [m for m in apps.get_models() if issubclass(m, TenantModel)]


def na_migrate(using: str, **_) -> None:
    """Verbonden met post_migrate. Alleen de eigenaar van de tabellen kan dit; een ander (flush in een test) niet.

    Ook naast een draaiende server: wie daar bezig is gaat voor. LockNotAvailable als die `GEDULD` keer niet klaar was.
    """
    for over in reversed(range(GEDULD)):
        try:
            with transaction.atomic(using), connections[using].cursor() as c:
                if _is_eigenaar(c):
                    _neem_alle_tabellen(c)
                    pas_toe(c)
            return
        except OperationalError as fout:
            if not isinstance(fout.__cause__, LockNotAvailable) or not over:
                raise


def _is_eigenaar(c: CursorWrapper) -> bool:
    c.execute("SELECT relowner::regrole::text = current_user FROM pg_class WHERE relname = 'organisaties_bestuur'")
    return (c.fetchone() or [False])[0]


def _neem_alle_tabellen(c: CursorWrapper) -> None:
    """Korter wachtend dan `deadlock_timeout` (1 s): in een knoop wijken wij, niet wie aan het werk is."""
    c.execute(
        "SELECT string_agg(format('%I', tablename), ', ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"
    )
    (tabellen,) = c.fetchone()
    voer_uit(c, "SET LOCAL lock_timeout = '500ms'", f"LOCK TABLE {tabellen} IN ACCESS EXCLUSIVE MODE")


def pas_toe(c: CursorWrapper) -> None:
    c.execute(
        "SELECT format('DROP POLICY %I ON %I', policyname, tablename) FROM pg_policies WHERE schemaname = 'public'"
    )
    voer_uit(c, *(sql for (sql,) in c.fetchall()))
    voer_uit(
        c,
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, gd_app, gd_lezer",
        "GRANT CREATE, USAGE ON SCHEMA public TO gd_systeem",
        "GRANT USAGE ON SCHEMA public TO gd_lezer",
    )
    for model in apps.get_models(include_auto_created=True):
        voer_uit(c, *rechten(model))
    voer_uit(
        c,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO gd_app",
        "GRANT SELECT ON django_migrations TO gd_lezer",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gd_app, gd_systeem",
    )
    for config in apps.get_app_configs():  # functies en triggers zijn code: elke migrate opnieuw
        for bestand in sorted(Path(config.path).glob("sql/*.sql")):
            c.execute(bestand.read_text())
    c.execute("SELECT conname FROM pg_constraint")
    bestaat = {naam for (naam,) in c.fetchall()}
    modellen = tenantmodellen()
    for stap in (unieke_sleutel, sleutels, policies):
        for model in modellen:
            voer_uit(c, *stap(model, bestaat))
    voer_uit(
        c,
        "ALTER TABLE organisaties_bestuur ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY bestuur ON organisaties_bestuur FOR SELECT TO gd_lezer USING ({BESTUUR_ZICHTBAAR})",
        "CREATE POLICY wijzig ON organisaties_bestuur FOR UPDATE TO gd_lezer USING (id = (SELECT gd_bestuur()))",
        "CREATE POLICY systeem ON organisaties_bestuur TO gd_systeem USING (true)",
    )
    for config in apps.get_app_configs():  # wat een hogere app op alle tabellen samen legt (logboek)
        if na_schema := getattr(config, "na_schema", None):
            na_schema(c)


def rechten(model: type[Model]) -> Iterator[str]:
    tabel, mag = (
        model._meta.db_table,
        getattr(model, "rechten", "INSERT, UPDATE, DELETE"),
    )
    yield f"REVOKE ALL ON {tabel} FROM gd_app, gd_lezer, gd_systeem"
    yield f"GRANT SELECT ON {tabel} TO gd_lezer"
    if mag:
        yield f"GRANT {mag} ON {tabel} TO gd_app"
    yield f"GRANT SELECT, INSERT, UPDATE ON {tabel} TO gd_systeem"


def unieke_sleutel(model: type[TenantModel], bestaat: set[str]) -> Iterator[str]:
    tabel = model._meta.db_table
    if (naam := f"{tabel}_bestuur_id_uniek") not in bestaat:
        yield f"ALTER TABLE {tabel} ADD CONSTRAINT {naam} UNIQUE (bestuur_id, id)"


def sleutels(model: type[TenantModel], bestaat: set[str]) -> Iterator[str]:
    """Naast elke sleutel van Django één die het bestuur meeneemt: een rij van een ander bestuur past niet."""
    tabel = model._meta.db_table
    for veld in model._meta.local_concrete_fields:
        doel = veld.related_model
        if not isinstance(doel, type) or not issubclass(doel, TenantModel):
            continue
        if (naam := f"{tabel}_{veld.column}_bestuur_fk") not in bestaat:
            # PostgreSQL kijkt na als de eigenaar, en die ziet onder FORCE geen rij; `policies` zet het straks terug
            yield f"ALTER TABLE {doel._meta.db_table} NO FORCE ROW LEVEL SECURITY"
            yield (
                f"ALTER TABLE {tabel} ADD CONSTRAINT {naam} FOREIGN KEY (bestuur_id, {veld.column})"
                f" REFERENCES {doel._meta.db_table} (bestuur_id, id) DEFERRABLE INITIALLY IMMEDIATE"
            )


def policies(model: type[TenantModel], _bestaat: set[str]) -> Iterator[str]:
    tabel = model._meta.db_table
    regels = {"systeem": "TO gd_systeem USING (true)"}
    if model.bestuur_ziet:
        regels["bestuur"] = "TO gd_lezer USING (bestuur_id = (SELECT gd_bestuur()))"
    if model.ook_zichtbaar:
        regels["ook"] = f"FOR SELECT TO gd_lezer USING ({model.ook_zichtbaar})"
    if model.partner_voegt_toe:
        regels["partner_voegt_toe"] = f"FOR INSERT TO gd_lezer WITH CHECK ({model.partner_voegt_toe})"
    if model.partner_wijzigt:
        regels["partner_wijzigt"] = f"FOR UPDATE TO gd_lezer USING ({model.partner_wijzigt})"
    yield f"ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
    for naam, regel in regels.items():
        yield f"CREATE POLICY {naam} ON {tabel} {regel}"


def voer_uit(c: CursorWrapper, *opdrachten: str) -> None:
    for sql in opdrachten:
        c.execute(sql)
