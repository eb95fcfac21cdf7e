"""Waar mag een import landen? Een demo staat nooit naast echte gegevens, en omgekeerd (besluit 20)."""

from django.conf import settings
from django.db import connection

from documenten.zegel.instelling import een_echt
from uitwisseling.fouten import BestandGeweigerd


def besturen() -> list[tuple[int, str, bool]]:
    """Alle besturen van deze installatie: nummer, slug, demo of niet."""
    with connection.cursor() as c:
        c.execute("SELECT id, slug, is_demo FROM gd_besturen()")
        return list(c.fetchall())


def eis_toegelaten(demo: bool) -> None:
    """`BestandGeweigerd` met de reden als deze installatie deze soort import niet toelaat."""
    if demo and not settings.GD_DEMO:
        raise BestandGeweigerd("Deze installatie is geen demo: laat --demo weg, of start haar met GD_DEMO=1.")
    if demo and een_echt():
        raise BestandGeweigerd("Hier is een echt zegel ingesteld (GD_ZEGEL_PKCS12): demogegevens horen er niet bij.")
    if demo and not settings.GD_DEMO_WACHTWOORD:
        raise BestandGeweigerd("Zet GD_DEMO_WACHTWOORD: dat is het wachtwoord van elk demo-account.")
    anders = [slug for _, slug, is_demo in besturen() if is_demo != demo]
    if anders and demo:
        raise BestandGeweigerd(f"Hier staan echte gegevens ({', '.join(anders)}): demo-accounts horen er niet naast.")
    if anders:
        raise BestandGeweigerd(
            f"Dit is een installatie met demogegevens ({', '.join(anders)}): voeg --demo toe, of gebruik een andere."
        )
