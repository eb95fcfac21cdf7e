"""Belofte 16: geen kanarie in logs, Redis, argumenten van taken of foutpagina's, van de echte processen.

Een echte webserver en een echte worker, met een app erbij die op bestelling stukgaat en de waarde in haar fout zet.
"""

import http.client
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from opstart import WORTEL
from opstart.processen import Toezicht
from opstart.server import granian
from organisaties.models import Gebruiker
from taken.models import Taak
from tests.bouw import WACHTWOORD, Huis
from tests.hulp import werker
from tests.hulp.kapot.fouten import FOUTEN

pytestmark = pytest.mark.django_db(transaction=True)

NAAM = "Kanariepiet Zangvogel"
KANARIES = {
    "naam": NAAM,
    "email": "kanariepiet.zangvogel@elders.example",
    "vrije tekst": "Kanarietekst: heeft last van de rug",
    "wachtwoord": "Kanariewachtwoord-123",
    "token": "KanarieToken0123456789abcdef",
    "zoekterm": "kanariezoekterm",
    "bestandsnaam": "kanariebestand van Piet.pdf",
    "rijksnummer": "93.05.18-223.61",
    "toestel": "KanarieBrowser/7",
}


def sporen(waarde):
    """Hoe een waarde er nog uit kan zien: gecodeerd in een adres, in kleine letters, zonder leestekens."""
    return {
        waarde,
        waarde.lower(),
        quote(waarde),
        urlencode({"": waarde})[1:],
        waarde.replace(".", "").replace("-", ""),
    }


def kanaries_in(tekst):
    return sorted({soort for soort, waarde in KANARIES.items() if any(spoor in tekst for spoor in sporen(waarde))})


class Proces:
    """Web en worker van deze test, met hun uitvoer in één bestand."""

    def __init__(self, **omgeving):
        self.map = Path(os.environ["GD_DATA"])
        self.log = self.map / f"kanarie-{len(list(self.map.glob('kanarie-*')))}.log"
        self.poort = 8300 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
        self.env = {
            **os.environ,
            "DATABASE_URL": werker.testdatabank_url(),
            "PORT": str(self.poort),
            "HOST": "127.0.0.1",
        }
        self.env |= {"DJANGO_SETTINGS_MODULE": "tests.hulp.kapot.instellingen", "GD_HOSTS": "127.0.0.1"}
        self.env |= omgeving
        self.toezicht = Toezicht(signalen=False)

    def __enter__(self):
        opdracht = [*granian(), "--port", str(self.poort)]
        web = self.toezicht.start("web", opdracht, env=self.env, log=self.log)
        self.toezicht.wacht_tot(self.antwoordt, web, 60, f"Zie {self.log}.")
        return self

    def __exit__(self, *_):
        self.toezicht.sluit()

    def antwoordt(self):
        try:
            return self.vraag("GET", "/gezond/")[0] == 200
        except OSError:
            return False

    def vraag(self, methode, pad, lijf=None, **koppen):
        lijn = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=30)
        if isinstance(lijf, dict):
            lijf = urlencode(lijf)
            koppen.setdefault("Content-Type", "application/x-www-form-urlencoded")
        lijn.request(methode, pad, lijf, {"User-Agent": KANARIES["toestel"]} | koppen)
        antwoord = lijn.getresponse()
        try:
            # het eigen adres mag op de pagina staan (om het opnieuw te proberen): dat is van wie het vroeg
            return antwoord.status, antwoord.read().decode(errors="replace").replace(escape(pad), "")
        except http.client.HTTPException:  # een stroom die onderweg afbrak
            return antwoord.status, ""
        finally:
            lijn.close()

    def opdracht(self, *argumenten):
        gedaan = subprocess.run(
            [sys.executable, "manage.py", *argumenten], cwd=WORTEL, env=self.env, capture_output=True
        )
        with self.log.open("ab") as uit:
            uit.write(gedaan.stdout + gedaan.stderr)
        return gedaan.returncode

    def voer_taken_uit(self, aantal):
        """Een echte worker, tot alle taken een einde hebben."""
        rij = os.environ["GD_WACHTRIJ"]
        opdracht = [sys.executable, "-m", "celery", "-A", "gemeenschapsdienst", "worker", "-c", "1", "-l", "info"]
        opdracht += ["-Q", f"{rij},{rij}-periodiek", "--without-gossip", "--without-mingle"]
        proces = self.toezicht.start("worker", opdracht, env=self.env, log=self.log)
        klaar = Taak.objects.filter(status__in=["klaar", "mislukt"])
        self.toezicht.wacht_tot(lambda: klaar.count() == aantal, proces, 60, f"Zie {self.log}.")


def inhoud_van_redis():
    """Alles wat er staat, sleutels en waarden."""
    basis, uit = settings.REDIS_URL.partition("?")[0], []
    with redis.Redis.from_url(basis) as bron:
        nummers = [naam.removeprefix("db") for naam in bron.info("keyspace")]
    for nummer in nummers:
        with redis.Redis.from_url(f"{basis}?db={nummer}") as bron:
            uit += [f"{sleutel!r} {lees(bron, sleutel)!r}" for sleutel in bron.scan_iter()]
    return "\n".join(uit)


def lees(bron, sleutel):
    return {
        b"string": bron.get,
        b"list": lambda s: bron.lrange(s, 0, -1),
        b"hash": bron.hgetall,
        b"set": bron.smembers,
        b"zset": lambda s: bron.zrange(s, 0, -1),
    }[bron.type(sleutel)](sleutel)


def bestook(web, huis):
    """Verzoeken die lukken, geweigerd worden en mislukken; geeft elk antwoord."""
    klant = Client()
    klant.force_login(huis.leden["hr"].gebruiker)
    sleutel = "k" * 32
    sessie = {"Cookie": f"csrftoken={sleutel}; sessionid={klant.cookies['sessionid'].value}"}
    csrf = {"csrfmiddlewaretoken": sleutel}
    alles = csrf | {soort.replace(" ", "_"): waarde for soort, waarde in KANARIES.items()}
    zoek = urlencode({"q": KANARIES["zoekterm"], "naam": NAAM})
    grens = "grens123"
    bestand = (
        f'--{grens}\r\nContent-Disposition: form-data; name="bestand"; filename="{KANARIES["bestandsnaam"]}"\r\n'
        f"Content-Type: application/pdf\r\n\r\n{KANARIES['vrije tekst']}\r\n"
        f'--{grens}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{sleutel}\r\n--{grens}--\r\n'
    )
    antwoorden = [
        web.vraag("GET", f"/mentoren/?{zoek}", **sessie),
        web.vraag("GET", f"/leerwerkplekken/?{zoek}", **sessie),
        web.vraag(
            "POST", "/mentoren/nieuw/", alles | {"voornaam": "Kanariepiet", "dienst": KANARIES["vrije tekst"]}, **sessie
        ),
        web.vraag(
            "POST", "/aanmelden/", csrf | {"login": KANARIES["email"], "password": KANARIES["wachtwoord"]}, **sessie
        ),
        web.vraag(
            "POST",
            "/aanmelden/",
            csrf | {"login": huis.leden["hr"].gebruiker.email, "password": WACHTWOORD},
            Cookie=f"csrftoken={sleutel}",
        ),
        web.vraag("POST", "/aanmelden/", {"login": KANARIES["email"], "password": KANARIES["wachtwoord"]}),
        web.vraag("GET", f"/v/{KANARIES['token']}/"),
        web.vraag("GET", f"/{quote(NAAM)}/{KANARIES['rijksnummer']}/", **sessie),
        web.vraag("GET", f"/fiches/99999/?{zoek}", **sessie),
        web.vraag("GET", "/", Host=f"{KANARIES['token']}.example"),
        web.vraag("GET", f"/aanmelden/oidc/terug/?code={KANARIES['token']}&state={KANARIES['token']}"),
        web.vraag(
            "POST", "/mentoren/nieuw/", bestand, **{"Content-Type": f"multipart/form-data; boundary={grens}"}, **sessie
        ),
        web.vraag("POST", "/mentoren/nieuw/", bestand, **{"Content-Type": "multipart/form-data; boundary="}, **sessie),
        web.vraag("KANARIE", f"/mentoren/?{zoek}", **sessie),
        web.vraag("POST", "/mentoren/nieuw/", {f"{NAAM}{n}": "x" for n in range(1200)}, **sessie),
    ]
    for wat in (*FOUTEN, "stroom"):
        inhoud = " ".join(KANARIES.values())
        antwoorden.append(web.vraag("POST", f"/kapot/{wat}/", csrf | {"inhoud": inhoud}, **sessie))
    return antwoorden


def plan_taken(huis):
    with huis.binnen():
        piet = Gebruiker.objects.create_user("piet@aa.example", voornaam=NAAM, naam=KANARIES["vrije tekst"])
        return [
            Taak.objects.create(naam="test.kapot", argumenten=[piet.pk, n], bestuur_id=huis.bestuur_id)
            for n in range(len(FOUTEN))
        ]


def stuur_naar_celery(taken):
    """Wat de wekker doet, en wat Celery zelf kan tegenkomen: een opdracht die stukgaat, een naam die niet bestaat."""
    from gemeenschapsdienst.celery import PERIODIEK, app

    for taak in taken:
        app.send_task("taken.voer_uit", [taak.pk])
    app.send_task("taken.periodiek", ["kapot"], queue=PERIODIEK)
    app.send_task("bestaat.niet", [1])


def test_nergens_een_kanarie():
    huis = Huis("aa", plekken=0)
    from gemeenschapsdienst.celery import app

    app.control.purge()
    with Proces() as web:
        antwoorden = bestook(web, huis)
        taken = plan_taken(huis)
        stuur_naar_celery(taken)
        in_redis = inhoud_van_redis()  # met de berichten die nog niet gehoord zijn
        web.voer_taken_uit(len(taken))
        assert web.opdracht("kapot", NAAM) == 1
        in_redis += inhoud_van_redis()
    log = web.log.read_text()
    statussen = sorted({status for status, _ in antwoorden})
    assert {200, 302, 400, 403, 404, 500} <= set(statussen), statussen
    # de harnas raakte echt iets: de regels staan er, met soort en plaats
    assert log.count('"zin": "verzoek"') >= len(antwoorden) - 3 and '"url": "mentoren:' in log
    for soort in (
        "ValueError",
        "KeyError",
        "DataError",
        "InvalidTextRepresentation",
        "IntegrityError",
        "UniqueViolation",
    ):
        assert f'"soort": "{soort}"' in log, soort
    assert "tests/hulp/kapot/fouten.py:" in log and '"zin": "taak mislukt"' in log and '"logger": "onopgevangen"' in log
    assert "taken.voer_uit" in in_redis  # de berichten lagen er
    assert kanaries_in(log) == [], [regel for regel in log.splitlines() if kanaries_in(regel)][:3]
    assert kanaries_in(in_redis) == []
    assert kanaries_in(str(list(Taak.objects.values_list("argumenten", "fout", "naam")))) == []
    for status, pagina in antwoorden:
        assert status < 400 or kanaries_in(pagina) == [], (status, kanaries_in(pagina))


def test_controle_zonder_onze_logs_staan_ze_er_wel(omvang):
    web = Proces(TEST_GEWONE_LOGS="1")
    assert web.opdracht("kapot", " ".join(KANARIES.values())) == 1
    assert {"naam", "email", "vrije tekst", "wachtwoord", "token", "rijksnummer"} <= set(
        kanaries_in(web.log.read_text())
    )
    if omvang(False, True):
        with web:
            bestook(web, Huis("aa", plekken=0))
        assert "bestandsnaam" in kanaries_in(web.log.read_text())
