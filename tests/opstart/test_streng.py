"""De tests zijn zo streng als ze beloven: dit is hun eigen proef."""

import os
import re
import warnings

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.middleware.csrf import _check_token_format, _does_token_match, get_token
from django.template import Context, Origin, Template
from django.test import RequestFactory

from tests.hulp.sjablonen import WORTEL, OnbekendeVariabele


def toon(bron, bestand=f"{WORTEL}/templates/proef.html", **waarden):
    return Template(bron, origin=Origin(name=bestand)).render(Context(waarden))


@pytest.mark.parametrize(
    "bron",
    ["{{ onbekend }}", "{{ iemand.leeftijd }}", "{{ onbekend|default:'x' }}", "{% for x in onbekend %}{% endfor %}"],
)
def test_onbekende_variabele_faalt(bron):
    with pytest.raises(OnbekendeVariabele, match="bestaat niet in .*proef.html"):
        toon(bron, iemand={"naam": "Jo"})


def test_wat_bestaat_of_van_een_ander_is_faalt_niet():
    assert toon("{{ iemand.naam }}{% for x in leeg %}{% endfor %}", iemand={"naam": "Jo"}, leeg=[]) == "Jo"
    assert toon("{% if onbekend %}x{% endif %}") == ""  # vragen of iets er is mag
    assert toon("{{ onbekend }}", bestand="/elders/site-packages/pakket/sjabloon.html") == ""


def test_een_waarschuwing_is_een_fout():
    with pytest.raises(DeprecationWarning):
        warnings.warn("oud", DeprecationWarning, stacklevel=1)


def test_een_token_kan_geen_code_of_woord_zijn():
    """Anders faalt `"D2" not in pagina` af en toe op een formulier, en slaagt `"D2" in pagina` zonder dat het er staat."""
    verzoek = RequestFactory().get("/")
    token = get_token(verzoek)
    assert len(token) == 64 and re.fullmatch("[bcdfghjklmnpqrstvwxz]+", token)
    assert _check_token_format(token) is None  # en Django aanvaardt het
    assert _does_token_match(token, verzoek.META["CSRF_COOKIE"])


@pytest.mark.django_db
def test_de_verbinding_is_die_van_de_app():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        rol, databank = cursor.fetchone()
        assert rol == "gd_app" and databank.startswith("test_") and databank != "gd"
        with pytest.raises(ProgrammingError):
            cursor.execute("CREATE TABLE mag_niet (id int)")


def test_eigen_map_en_rij():
    from django.conf import settings

    proces = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    assert settings.GD_OPSLAG.parent.name == settings.GD_ZEGEL_MAP.parent.name == settings.TAKEN_WACHTRIJ == proces
