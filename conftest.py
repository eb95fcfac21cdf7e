"""Strenge tests: op echte diensten, als de rol van de app, en elke waarschuwing of onbekende variabele is een fout.

`script/test` start de diensten en zet GD_TEST_*. Elk xdist-proces heeft een eigen databank, map en wachtrij.
"""

import gc
import os
import random
import shutil
from pathlib import Path

import pytest

if "GD_TEST_MAP" not in os.environ:
    raise pytest.UsageError("De tests hebben eigen diensten nodig: gebruik script/test [opties van pytest].")
PROCES = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
MAP = Path(os.environ["GD_TEST_MAP"]) / PROCES
(MAP / "static").mkdir(parents=True, exist_ok=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "gemeenschapsdienst.settings",  # pas hier: Django leest de omgeving maar één keer
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright houdt een eventloop open in de draad van de test
    "GD_DATA": str(MAP),
    "GD_OPSLAG": str(MAP / "documenten"),
    "GD_ZEGEL_MAP": str(MAP / "zegel"),
    "GD_WACHTRIJ": PROCES,
    "REDIS_URL": f"{os.environ['REDIS_URL'].partition('?')[0]}?db={int(PROCES[2:]) + 1}",
}
pytest_plugins = [
    "tests.hulp.databank",
    "tests.hulp.aanmelding",
    "tests.hulp.sjablonen",
    "tests.hulp.browser",
    "tests.hulp.werker",
    "tests.hulp.oidc_aanbieder",
]

BUITENPROGRAMMAS = ("chromium", "pdfsig", "qpdf", "openssl", "unzip", "javac", "softhsm2-util")
TEKENS_VAN_EEN_TOKEN = "bcdfghjklmnpqrstvwxz"
BROWSERFIXTURES = {"page", "context", "browser", "new_context", "playwright"}


def pytest_configure(config):
    from django.conf import settings
    from django.middleware import csrf

    # geen collectstatic nodig, en geen halve seconde per aanmelding
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # een test zegt `"D2" not in pagina`: in 64 toevallige tekens staat dat om de zestig bladen wel. Zonder
    # hoofdletters, cijfers en klinkers is een token nooit een code of een woord; Django's weg blijft dezelfde
    csrf.CSRF_ALLOWED_CHARS = TEKENS_VAN_EEN_TOKEN
    # een browser houdt zijn verbinding open, en de draad van de testserver zo de databank: dan is ze niet op te ruimen
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


def pytest_collection_finish(session):
    """Wat nu bestaat blijft toch: de opruimer (6 % van de tijd) hoeft er niet telkens opnieuw langs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Erft een kind dit, dan leest pytest-django de instellingen vóór dit bestand: databank, map en rij van gw0."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.fixture(scope="session")
def omvang():
    """`omvang(kort, volledig)`: de maat van een harnas; `script/test --volledig` geeft de beloofde cijfers."""
    return lambda kort, volledig: volledig if os.environ.get("GD_VOLLEDIG") == "1" else kort


def nodige_programmas(item):
    nodig = {naam for merk in item.iter_markers("programma") for naam in merk.args}
    return nodig | ({"chromium"} if BROWSERFIXTURES & set(item.fixturenames) else set())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    laat_weg_wat_niet_kan(config, items)
    schud(items)


def laat_weg_wat_niet_kan(config, items):
    """Zonder Chromium of een controleprogramma draait de rest; script/test noemt achteraf wat niet gedraaid is."""
    from tests.hulp.browser import chromium

    ontbreekt = {naam for naam in BUITENPROGRAMMAS if not shutil.which(naam)}
    if chromium():
        ontbreekt.discard("chromium")
    weg = {item: sorted(nodige_programmas(item) & ontbreekt) for item in items}
    weg = {item: waarom for item, waarom in weg.items() if waarom}
    if not weg or os.environ.get("CI"):  # op CI draait alles: wat ontbreekt laat zijn test falen
        return
    items[:] = [item for item in items if item not in weg]
    config.hook.pytest_deselected(items=list(weg))
    if verslag := os.environ.get("GD_TEST_WEGGELATEN"):
        regels = [f"Niet gedraaid, want er ontbreekt een programma ({len(weg)}):"]
        regels += [f"  {item.nodeid}  ({', '.join(waarom)})" for item, waarom in weg.items()]
        Path(verslag).write_text("\n".join(regels))


def licht(item) -> bool:
    return item.get_closest_marker("zwaar") is None


def schud(items):
    """Willekeurige volgorde, per bestand bij elkaar; hetzelfde zaad geeft dezelfde volgorde, in elk xdist-proces.

    Een bestand met een test die `zwaar` is komt eerst: begint die als laatste, dan wacht al de rest op één proces.
    """
    toeval = random.Random(os.environ.get("GD_TEST_ZAAD", "0"))
    bestanden: dict[Path, list] = {}
    for item in items:
        bestanden.setdefault(item.path, []).append(item)
    groepen = list(bestanden.values())
    toeval.shuffle(groepen)
    for groep in groepen:
        toeval.shuffle(groep)
        groep.sort(key=licht)
    groepen.sort(key=lambda groep: licht(groep[0]))
    items[:] = [item for groep in groepen for item in groep]
