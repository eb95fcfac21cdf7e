from django.core.checks import Error, Tags, register
from django.db import connection

STERK = """
    SELECT rolsuper OR rolbypassrls OR EXISTS (
        SELECT FROM pg_class
        WHERE pg_has_role(current_user, relowner, 'MEMBER') AND relnamespace = 'public'::regnamespace)
    FROM pg_roles WHERE rolname = current_user"""


@register(Tags.database, deploy=True)
def rol_van_de_app(databases=None, **_):
    """De rol van web en worker bezit niets en kan RLS niet omzeilen (besluit 12)."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as c:
        c.execute(STERK)
        te_sterk = c.fetchone()[0]
    if not te_sterk:
        return []
    return [
        Error(
            "DATABASE_URL gebruikt een rol die tabellen bezit of rijbeveiliging kan omzeilen.",
            hint="Gebruik de rol gd_app voor DATABASE_URL; zie docs/beheer.md.",
            id="organisaties.E001",
        )
    ]
