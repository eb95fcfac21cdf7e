"""De ESF-controleur leest enkel, ook als elk recht openstaat: de databank weigert elke POST van elk adres."""

from datetime import date
from unittest import mock

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from beheer.stappen import uitnodigen
from organisaties import isolatie, middleware
from organisaties.daden import ACTEN
from organisaties.enums import Rol
from organisaties.schema import tenantmodellen
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db
OPEN = dict.fromkeys(ACTEN, frozenset(Rol.values))


def adressen(patronen=None, voor=""):
    """Elke naam in de urls, buiten het eigen account en de tweede factor."""
    for patroon in get_resolver().url_patterns if patronen is None else patronen:
        if isinstance(patroon, URLResolver):
            yield from adressen(patroon.url_patterns, f"{voor}{patroon.namespace}:" if patroon.namespace else voor)
        elif isinstance(patroon, URLPattern) and patroon.name:
            yield f"{voor}{patroon.name}", patroon.pattern.converters


def paden(sleutel):
    """Elk adres met bestaande sleutels; wat een andere vorm vraagt, staat in `GELDIG`."""
    for naam, delen in adressen():
        if naam.startswith(middleware.EIGEN_ACCOUNT) or naam in ("kies_bestuur", "thema"):
            continue
        try:
            yield reverse(naam, kwargs={deel: waarde(vorm, sleutel) for deel, vorm in delen.items()})
        except NoReverseMatch:
            continue


def waarde(vorm, sleutel):
    if "InPad" in type(vorm).__name__:
        return date(2023, 6, 1)
    return sleutel if type(vorm).__name__ == "IntConverter" else "iets"


@pytest.fixture
def huis(db):
    huis = Huis()
    with huis.binnen():
        huis.fiche_nu = huis.fiche(op=date(2023, 6, 1))
        huis.rij = uitnodigen.nodig_uit(huis.actor("beheerder"), email="x@aa.example", rollen=["hr"])
        huis.vreemd = huis.lid("vreemd", "hr")
    return huis


def geldig(huis):
    """POST's die voor een ander zouden lukken; de positieve controle toont dat ze schrijven."""
    lid = {"rollen": "hr", "functie": "anders", "organisatie": "", "tot": "", "gezien": ""}
    nieuw = {"email": "y@aa.example", "voornaam": "Y", "naam": "Z", "rollen": "hr"}
    vandaag, later = "01/01/2098", "01/02/2098"
    plv = {"voor": huis.leden["directeur"].pk, "plaatsvervanger": huis.leden["hr"].pk, "hoedanigheid": "directeur"}
    plv |= {"van": vandaag, "tot": later, "referentie": "besluit 1"}
    return {
        f"/beheer/personen/{huis.vreemd.pk}/intrekken/": {},
        "/beheer/personen/uitnodigingen/nieuw/": nieuw,
        f"/beheer/personen/uitnodigingen/{huis.rij.pk}/opnieuw/": {"zending": "1"},
        f"/beheer/personen/uitnodigingen/{huis.rij.pk}/intrekken/": {},
        "/beheer/plaatsvervangers/nieuw/": plv,
        f"/beheer/personen/{huis.leden['mentor'].pk}/": lid,
        f"/leerwerkplekken/{huis.plek.pk}/sluit/": {"wat": "sluit"},
    }


def afdruk(huis):
    """Een getal per tabel dat verandert zodra er één rij wijzigt. De sessie en de leesregels tellen niet mee."""
    beeld = {}
    with huis.binnen(), connection.cursor() as c:
        for model in tenantmodellen():
            tabel = model._meta.db_table
            if "leesregel" not in tabel:
                c.execute(f"SELECT count(*), COALESCE(sum(hashtext(t::text)), 0) FROM {tabel} t")
                beeld[tabel] = c.fetchone()
    return beeld


def schrijvend(huis, klant, verzoeken):
    """Welke verzoeken de databank veranderden, en alle statussen."""
    gewijzigd, statussen = [], {}
    for pad, gegevens in verzoeken.items():
        voor = afdruk(huis)
        statussen[pad] = klant.post(pad, gegevens).status_code
        if afdruk(huis) != voor:
            gewijzigd.append(pad)
    return gewijzigd, statussen


def test_geen_enkele_post_schrijft_ook_met_elk_recht_open(huis):
    klant = meld_aan(huis.leden["controleur"].gebruiker)
    with mock.patch.dict(ACTEN, OPEN):
        voor = afdruk(huis)
        alles = {pad: klant.post(pad, {}).status_code for pad in paden(huis.leden["hr"].pk)}
        assert afdruk(huis) == voor
        gewijzigd, statussen = schrijvend(huis, klant, geldig(huis))
    assert gewijzigd == [] and len(alles) > 60, len(alles)
    assert max(alles.values()) < 500 and 403 in statussen.values()


def test_zonder_de_leesrol_schrijven_ze_wel(huis):
    """Positieve controle: dezelfde POST's, met het slot van de middleware eraf."""
    kies = isolatie.kies

    def zonder_slot(*, alleen_lezen=False, **waarden):
        kies(**waarden)

    klant = meld_aan(huis.leden["controleur"].gebruiker)
    verzoeken = geldig(huis)
    with mock.patch.dict(ACTEN, OPEN), mock.patch.object(isolatie, "kies", zonder_slot):
        gewijzigd, statussen = schrijvend(huis, klant, verzoeken)
    assert len(gewijzigd) >= 6, statussen
