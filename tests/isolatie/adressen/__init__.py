"""De rechtenmatrix van elk adres: één regel per URL-naam. Een adres dat hier niet staat laat de bouw falen.

Een nieuw scherm? Zet er een regel bij, in het bestand van de app waarvan de view antwoordt:
    "app:naam": van("HR COO", ding="plek")            enkel voor die rollen; `pk` is dat ding (zie `stad.Bestuur.ding`)
    "app:naam": van("HR", ding="plek", hoe="P")       enkel POST
    "app:naam|soort": van(…, extra={"soort": …})      één adres met meer soorten dingen: één regel per soort
    "app:naam": publiek() | eigen() | sleutel(…)      voor iedereen | het eigen account | een onraadbare sleutel
Bewust los van `toegang.ACTEN`: wie daar een rol bijzet, moet het hier ook willen.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.isolatie.adressen import (
    aanmelding,
    beheer,
    berichten,
    controles,
    evaluaties,
    fiches,
    gemeenschapsdienst,
    kandidaten,
    leerwerkplekken,
    mentoren,
    partners,
    plaatsingen,
    projecten,
    rapportage,
    werkblad,
)
from tests.isolatie.adressen.soorten import EIGEN, PUBLIEK, ROL, SLEUTEL, Adres

__all__ = ["ADRESSEN", "EIGEN", "PER_APP", "PUBLIEK", "ROL", "SLEUTEL", "Adres", "patronen"]
PER_APP: dict[str, dict[str, Adres]] = {
    app.__name__.rpartition(".")[2]: app.ADRESSEN
    for app in (
        aanmelding,
        beheer,
        berichten,
        controles,
        evaluaties,
        fiches,
        gemeenschapsdienst,
        kandidaten,
        leerwerkplekken,
        mentoren,
        partners,
        plaatsingen,
        projecten,
        rapportage,
        werkblad,
    )
}
ADRESSEN: dict[str, Adres] = {naam: adres for adressen in PER_APP.values() for naam, adres in adressen.items()}


def patronen(kern=None, ruimte: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Elk adres van de toepassing: (naam met naamruimte, patroon)."""
    for deel in kern.url_patterns if kern else get_resolver().url_patterns:
        if isinstance(deel, URLResolver):
            onder = f"{ruimte}{deel.namespace}:" if deel.namespace else ruimte
            yield from patronen(deel, onder)
        else:
            yield f"{ruimte}{deel.name}" if deel.name else f"zonder naam: {deel.pattern}", deel
