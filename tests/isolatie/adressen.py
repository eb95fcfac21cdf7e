"""De rechtenmatrix van elk adres: één regel per URL-naam. Een adres dat hier niet staat laat de bouw falen.

Een nieuw scherm? Zet er een regel bij:
    "app:naam": van("HR COO", ding="plek")            enkel voor die rollen; `pk` is dat ding (zie `stad.Bestuur.ding`)
    "app:naam": van("HR", ding="plek", hoe="P")       enkel POST
    "app:naam": publiek() | eigen() | sleutel(…)      voor iedereen | het eigen account | een onraadbare sleutel
Bewust los van `toegang.ACTEN`: wie daar een rol bijzet, moet het hier ook willen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver

ROLLEN = {
    "HR": "hr",
    "MEN": "mentor",
    "LEI": "leidinggevende",
    "DIR": "directeur",
    "COO": "coordinator",
    "CON": "controleur",
    "BEH": "beheerder",
    "GLOW": "glow",
}
PUBLIEK, EIGEN, ROL, SLEUTEL = "publiek", "eigen", "rol", "sleutel"
MAART = date(2023, 3, 1)


@dataclass(frozen=True)
class Adres:
    """`hoe`: G, P of GP. `ok`: wat een GET van wie mag en het eigen ding antwoordt. `vraag`: wat achter het pad komt.

    `zonder`: rollen die wel mogen kijken (in `rollen`), maar hun eigen ding hier niet zien (404)."""

    klasse: str
    rollen: frozenset[str] = frozenset()
    ding: str = ""
    hoe: str = "GP"
    ok: tuple[int, ...] = (200,)
    vraag: tuple[str, ...] = ("",)
    extra: dict = field(default_factory=dict)
    gegevens: dict = field(default_factory=dict)


def van(rollen: str, **anders) -> Adres:
    return Adres(ROL, frozenset(ROLLEN[kort] for kort in rollen.split()), **anders)


def publiek(**anders) -> Adres:
    return Adres(PUBLIEK, **anders)


def eigen(**anders) -> Adres:
    return Adres(EIGEN, **{"ok": (200, 302, 403, 404)} | anders)


def sleutel(**anders) -> Adres:
    return Adres(SLEUTEL, **anders)


KIJKT = "HR LEI DIR COO CON"
ADRESSEN: dict[str, Adres] = {
    # --- voor iedereen
    "account_login": publiek(ok=(200, 302)),
    "thema": publiek(hoe="P"),
    "wortel": publiek(),
    "gezond": publiek(),
    "pagina": publiek(extra={"naam": "hulp"}),
    "verificatie": sleutel(ding="token", hoe="G"),
    # --- het eigen account
    "account_logout": eigen(),
    "kies_bestuur": eigen(ok=(200,), gegevens={"waarde": "b999999999"}),
    "start": eigen(ok=(200,)),
    # --- leerwerkplekken
    "leerwerkplekken": van(KIJKT, vraag=("", "?vorm=xlsx", "?q=vogel&ontbreekt=ja")),
    "leerwerkplekken:nieuw": van("HR"),
    "leerwerkplekken:takenlijst": van(KIJKT, ding="plek"),
    "leerwerkplekken:gegevens": van("HR", ding="plek"),
    "leerwerkplekken:taken": van("HR", ding="plek"),
    "leerwerkplekken:mentor": van("HR", ding="plek"),
    "leerwerkplekken:plan": van("HR", ding="plek"),
    "leerwerkplekken:rollen": van("HR", ding="plek"),
    "leerwerkplekken:aanbod": van("HR", ding="plek"),
    "leerwerkplekken:kopieer": van("HR", ding="plek", gegevens={"aantal": "1"}),
    "leerwerkplekken:sluit": van("HR", ding="plek"),
    # --- mentoren
    "mentoren:lijst": van("HR COO CON", vraag=("", "?vorm=xlsx", "?q=van")),
    "mentoren:nieuw": van("HR"),
    "mentoren:mentor": van("HR COO CON", ding="mentor"),
    "mentoren:wijzig": van("HR", ding="mentor"),
    "mentoren:leiding": van("HR", ding="mentor"),
    "mentoren:deelname": van("HR", ding="mentor"),
    "mentoren:certificaat": van("HR COO CON", ding="deelname", vraag=("", "?bijlage=1")),
    "mentoren:opladen": van("HR", ding="deelname"),
    # --- uren
    "plaatsingen:vandaag": van("MEN", vraag=("", "?dag=2023-03-03")),
    "plaatsingen:dag": van("MEN", ding="plaatsing", extra={"datum": date(2023, 4, 3)}),
    "plaatsingen:meter": van("MEN", ding="plaatsing", hoe="G", extra={"datum": date(2023, 4, 3)}),
    "plaatsingen:wijzig": van("MEN", ding="prestatie"),
    "plaatsingen:verwijder": van("MEN", ding="prestatie"),
    "plaatsingen:maand": van("MEN", hoe="G", vraag=("", "?maand=2023-03")),
    "plaatsingen:doorsturen": van("MEN", ding="plaatsing", extra={"maand": date(2023, 4, 1)}),
    "plaatsingen:maandstaten": van("HR COO", hoe="G", vraag=("", "?status=alle")),
    "plaatsingen:maandstaat": van("HR COO", ding="maandstaat", hoe="G"),
    "plaatsingen:bevestig": van("HR COO", ding="maandstaat", hoe="P"),
    "plaatsingen:terugsturen": van("HR COO", ding="maandstaat", hoe="P", gegevens={"reden": "kijk na"}),
    # --- fiches
    "fiches:te_ondertekenen": van("HR LEI DIR"),
    "fiches:ondertekend": van("HR LEI DIR"),
    "fiches:nakijken": van("HR", ding="plek"),
    "fiches:fiche": van(KIJKT, ding="fiche"),
    "fiches:stand": van(KIJKT, ding="fiche"),
    "fiches:document": van(KIJKT, ding="fiche", extra={"soort": "verzegeld"}),
    "fiches:ondertekenen": van("HR LEI DIR", ding="fiche_open", ok=(302,)),
    "fiches:terugsturen": van("HR LEI DIR", ding="fiche_open"),
    # --- project
    "rapportage:voortgang": van("COO CON", vraag=("", "?peildatum=2023-12-31")),
    "rapportage:project": van("COO CON", ding="project"),
    "rapportage:werkmap": van("COO CON", ding="project", vraag=("?peildatum=2023-12-31",)),
    "rapportage:pakketten": van("COO CON"),
    "rapportage:pakket": van("COO CON", ding="pakket"),
    "rapportage:annuleer": van("COO", ding="pakket", hoe="P"),
    "rapportage:opnieuw": van("COO", ding="pakket", hoe="P"),
    "rapportage:ophalen": van("COO CON", ding="pakket"),
    # --- beheer
    "beheer:personen": van("BEH"),
    "beheer:taken": van("BEH"),
    "beheer:opnieuw": van("BEH", ding="taak", hoe="P"),
}


def patronen(kern=None, ruimte: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Elk adres van de toepassing: (naam met naamruimte, patroon)."""
    for deel in kern.url_patterns if kern else get_resolver().url_patterns:
        if isinstance(deel, URLResolver):
            onder = f"{ruimte}{deel.namespace}:" if deel.namespace else ruimte
            yield from patronen(deel, onder)
        else:
            yield f"{ruimte}{deel.name}" if deel.name else f"zonder naam: {deel.pattern}", deel
