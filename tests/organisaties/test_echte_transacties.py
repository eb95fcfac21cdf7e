"""Wat een gewone testtransactie niet kan tonen: context die blijft hangen, pools, terugdraaien."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client

from leerwerkplekken.models import Leerwerkplek
from organisaties import isolatie
from organisaties.models import Lidmaatschap
from tests.bouw import Huis

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def huizen(transactional_db):
    return [Huis(slug) for slug in ("aa", "bb", "cc")]


def test_context_blijft_niet_hangen(huizen):
    with pytest.raises(ZeroDivisionError), isolatie.namens(bestuur=huizen[0].bestuur_id):
        1 / 0  # noqa: B018
    with pytest.raises(DatabaseError, match="isolatie.namens"):
        Leerwerkplek.objects.count()
    with connection.cursor() as c:
        c.execute("SELECT current_user")
        assert c.fetchone() == ("gd_app",)


def test_veel_transacties_op_twee_verbindingen(huizen, omvang):
    """Promise 3: willekeurige besturen door elkaar, met uitzonderingen: nooit een rij van een ander."""
    per_bestuur = {huis.bestuur_id: huis.plek.code for huis in huizen}
    ronden = omvang(200, 1000)

    def werk(zaad):
        toeval, fout = random.Random(zaad), 0
        try:
            for _ in range(ronden):
                bestuur = toeval.choice(list(per_bestuur))
                try:
                    with isolatie.namens(bestuur=bestuur):
                        fout += list(Leerwerkplek.objects.values_list("code", flat=True)) != [per_bestuur[bestuur]]
                        if toeval.random() < 0.1:
                            raise LookupError
                except LookupError:
                    continue
        finally:
            connection.close()
        return fout

    with ThreadPoolExecutor(2) as ploeg:
        assert list(ploeg.map(werk, (1, 2))) == [0, 0]


def test_een_ingetrokken_rol_telt_bij_het_volgende_verzoek(huizen):
    aa = huizen[0]
    klant = Client()
    klant.force_login(aa.leden["hr"].gebruiker)
    assert klant.get("/").status_code == 200
    assert klant.get("/beheer/personen/").status_code == 403
    with aa.binnen():
        Lidmaatschap.objects.filter(pk=aa.leden["hr"].pk).update(rollen=["beheerder"])
    assert klant.get("/beheer/personen/").status_code == 200


def test_wisselen_tussen_besturen(huizen):
    aa, bb, cc = huizen
    gebruiker = aa.leden["hr"].gebruiker
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=gebruiker, rollen=["beheerder"])
    klant = Client()
    klant.force_login(gebruiker)
    assert "Gemeente AA" in klant.get("/").content.decode()
    assert klant.post("/kies/", {"waarde": f"b{bb.bestuur_id}"}).status_code == 302
    pagina = klant.get("/beheer/personen/").content.decode()
    assert "beheerder@bb.example" in pagina and "@cc.example" not in pagina
    assert klant.post("/kies/", {"waarde": f"b{cc.bestuur_id}"}).status_code == 404
