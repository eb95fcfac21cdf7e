from django.core.checks import Error, Tags, register
from django.db import connection

# Wat de rol van web en werker niet mag kunnen (besluit 12): nummer, vraag aan de catalogus, zin, wat te doen.
REGELS: tuple[tuple[str, str, str, str], ...] = (
    (
        "organisaties.E001",
        """SELECT rolsuper OR rolbypassrls OR EXISTS (
               SELECT FROM pg_class
               WHERE pg_has_role(current_user, relowner, 'MEMBER') AND relnamespace = 'public'::regnamespace)
           FROM pg_roles WHERE rolname = current_user""",
        "DATABASE_URL gebruikt een rol die tabellen bezit of rijbeveiliging kan omzeilen.",
        "Gebruik de rol gd_app voor DATABASE_URL; zie docs/beheer.md.",
    ),
    (
        "organisaties.E002",
        """SELECT has_schema_privilege(current_user, 'public', 'CREATE')
               OR has_database_privilege(current_user, current_database(), 'CREATE')""",
        "De rol van DATABASE_URL mag zelf tabellen of schema's maken.",
        "Voer uit als eigenaar: REVOKE CREATE ON SCHEMA public FROM PUBLIC, gd_app, gd_lezer;"
        " en REVOKE CREATE op de databank.",
    ),
    (
        "organisaties.E003",
        """SELECT rolcreaterole OR EXISTS (
               SELECT FROM pg_roles ander
               WHERE (ander.rolname IN ('gd_systeem', 'gd_eigenaar') OR ander.rolsuper OR ander.rolbypassrls)
                 AND ander.rolname <> current_user AND pg_has_role(current_user, ander.oid, 'MEMBER'))
           FROM pg_roles WHERE rolname = current_user""",
        "De rol van DATABASE_URL kan een rol worden die meer mag (gd_systeem, gd_eigenaar of een beheerder).",
        "Voer uit als beheerder: REVOKE gd_systeem, gd_eigenaar FROM gd_app; maak gd_app alleen lid van gd_lezer.",
    ),
)


@register(Tags.database, deploy=True)
def rol_van_de_app(databases=None, **_):
    """De rol van web en werker bezit niets, maakt niets, omzeilt RLS niet en wordt geen andere rol (besluit 12)."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as c:
        return [Error(zin, hint=doe, id=nummer) for nummer, vraag, zin, doe in REGELS if _klopt(c, vraag)]


def _klopt(c, vraag: str) -> bool:
    c.execute(vraag)
    return c.fetchone()[0]
