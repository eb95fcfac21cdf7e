"""Elke wijziging staat in het logboek, langs welke weg ze ook komt, en nooit met een persoonsgegeven."""

from datetime import date

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.db.utils import ProgrammingError

from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from logboek.models import Gebeurtenis, Wijziging
from logboek.schema import TRIGGERS, argumenten, gelogde_modellen, kolommen, niet_ingedeeld
from logboek.stappen import schrijf
from mentoren.models import Mentor
from organisaties.models import Bestuur, Organisatie
from organisaties.schema import tenantmodellen
from plaatsingen.models import Deelnemer
from tests.bouw import Huis
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db


gebouwd_huis, huis = eens(lambda: Huis("aa"))


def van(ding):
    return list(Wijziging.objects.filter(tabel=ding._meta.db_table, sleutel=ding.pk).order_by("pk"))


@pytest.mark.parametrize("model", gelogde_modellen(), ids=lambda m: m.__name__)
def test_elke_kolom_heeft_een_klasse(model):
    """Een nieuwe kolom zonder klasse laat de bouw falen; een klasse noemt enkel velden die er zijn, en maar één keer."""
    ingedeeld = f"{model.logboek_waarden} {model.logboek_verzwijgt} {model.logboek_negeert}".split()
    assert niet_ingedeeld(model) == set()
    assert len(ingedeeld) == len(set(ingedeeld)) == len(kolommen(model, " ".join(ingedeeld)))


def test_namen_en_vrije_tekst_staan_in_geen_enkele_tabel_bij_de_waarden():
    """Wat een mens vrij typt of wat iemand aanwijst: niet in het logboek. Namen van organisaties en besturen wel."""
    verboden = {"voornaam", "functie", "email", "opmerking", "toelichting", "reden", "onderwerp", "verslag", "titel"}
    verboden |= {
        "inhoud",
        "token",
        "indicatoren",
        "werkzoekend_sinds",
        "uitkeringsgerechtigd",
        "intensieve_begeleiding",
    }
    for model in gelogde_modellen():
        waarden = set(model.logboek_waarden.split())
        assert not {v for v in waarden if v in verboden or v.rpartition("_")[2] in verboden}, model
        tekst = {f.name for f in model._meta.local_concrete_fields if f.get_internal_type() == "TextField"}
        assert not waarden & tekst, model
        assert "naam" not in waarden or model in (Bestuur, Organisatie)


def test_elke_tabel_heeft_haar_triggers(db):
    """Los van schema.py: uit de catalogus. Elke tabel met een bestuur, behalve de boeken en wat elders uit volgt."""
    with connection.cursor() as c:
        c.execute(
            """SELECT t.relname, array_agg(g.tgname::text ORDER BY g.tgname) FILTER (WHERE g.tgenabled = 'O'
                        AND g.tgfoid = 'logboek_wijziging'::regproc)
                 FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'bestuur_id'
                 LEFT JOIN pg_trigger g ON g.tgrelid = t.oid AND g.tgname LIKE 'logboek%%'
                WHERE t.relkind = 'r' AND t.relrowsecurity GROUP BY 1"""
        )
        gevonden = dict(c.fetchall())
    zonder = {tabel for tabel, namen in gevonden.items() if namen != sorted(TRIGGERS)}
    assert zonder == {
        "logboek_gebeurtenis", "logboek_leesregel", "logboek_wijziging", "logboek_schakel", "logboek_anker",
        "plaatsingen_afwezigmelding", "plaatsingen_deelnemermaand",
    }  # fmt: skip
    assert zonder == {m._meta.db_table for m in tenantmodellen() if not m.in_logboek}


def test_een_wijziging_zegt_wie_wat_van_en_naar(huis):
    wie = huis.leden["hr"].gebruiker_id
    with huis.binnen(gebruiker=wie, verzoek="vraag-1"):
        plek_stappen.wijzig(huis.actor("hr"), huis.plek, uren_per_maand=64)
        regel = van(huis.plek)[-1]
    assert (regel.soort, regel.oud, regel.nieuw) == ("U", {"uren_per_maand": 48}, {"uren_per_maand": 64})
    assert (regel.gebruiker_id, regel.glowpartner_id, regel.verzoek) == (wie, None, "vraag-1")
    assert regel.txid > 0 and regel.onder == huis.plek.pk and regel.verzwegen == []


def test_een_nieuwe_rij_staat_er_met_haar_waarden(huis):
    with huis.binnen():
        (regel, *_) = van(huis.plek)
    assert regel.soort == "I" and regel.oud is None
    assert regel.nieuw["uren_per_maand"] == 48 and regel.nieuw["mentor_id"] == huis.mentor.pk
    assert set(regel.nieuw) == set(argumenten(Leerwerkplek)[0].split())


def test_niets_gewijzigd_is_geen_regel(huis):
    with huis.binnen():
        voor = len(van(huis.plek))
        huis.plek.save()  # gewijzigd_op verandert wel
        Leerwerkplek.objects.update(uren_per_maand=48)
        assert len(van(huis.plek)) == voor


def test_bulk_en_ruwe_sql_tellen_mee(huis):
    with huis.binnen():
        nieuw = Organisatie.objects.bulk_create(
            Organisatie(bestuur=huis.bestuur, code=f"o{n}", naam=f"Org {n}", soort="vzw") for n in range(3)
        )
        Organisatie.objects.filter(pk__in=[o.pk for o in nieuw[:2]]).update(soort="district")
        with connection.cursor() as c:
            c.execute("UPDATE organisaties_organisatie SET code = code || 'x', naam = 'N' WHERE id = %s", [nieuw[0].pk])
            c.execute("DELETE FROM organisaties_organisatie WHERE id = ANY (%s)", [[o.pk for o in nieuw]])
        assert [[r.soort for r in van(o)] for o in nieuw] == [["I", "U", "U", "D"], ["I", "U", "D"], ["I", "D"]]
        assert van(nieuw[0])[2].nieuw == {"code": "o0x", "naam": "N"}
        assert van(nieuw[0])[3].oud["code"] == "o0x"


def test_van_een_naam_staat_er_enkel_dat_ze_wijzigde(huis):
    with huis.binnen():
        deelnemer = huis.deelnemer()
        Deelnemer.objects.filter(pk=deelnemer.pk).update(voornaam="Geheim", naam="Verborgen", code="X9")
        regels = van(deelnemer)
        deelnemer.refresh_from_db()
    assert [r.verzwegen for r in regels] == [[], ["code", "naam", "voornaam"]]
    assert regels[1].oud is None and regels[1].nieuw is None
    tekst = " ".join(f"{r.oud}{r.nieuw}" for r in regels)
    assert not any(woord in tekst for woord in ("Filip", "Pauwels", "D001", "Geheim", "Verborgen", "X9", "2020"))


def test_het_bestuur_zelf_staat_er_ook_in(huis):
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(tweede_factor=True)
        regels = van(huis.bestuur)
    assert [r.soort for r in regels] == ["I", "U"]
    assert regels[1].nieuw == {"tweede_factor": True} and regels[1].bestuur_id == huis.bestuur_id


def test_een_kind_staat_onder_zijn_ouder(huis):
    with huis.binnen():
        onder = Wijziging.objects.filter(tabel="leerwerkplekken_aanbod", onder=huis.plek.pk)
        assert [r.nieuw["leerwerkplek_id"] for r in onder] == [huis.plek.pk]


def test_terugdraaien_laat_niets_achter(huis):
    with huis.binnen():
        voor = Wijziging.objects.count()
        with pytest.raises(ZeroDivisionError), atomic():
            Mentor.objects.update(vertrokken_op=date(2024, 1, 1))
            1 / 0  # noqa: B018
        assert Wijziging.objects.count() == voor


@pytest.mark.parametrize("tabel", ["gebeurtenis", "leesregel", "wijziging", "schakel", "anker"])
@pytest.mark.parametrize(
    "sql", ["DELETE FROM {}", "UPDATE {} SET bestuur_id = 1", "INSERT INTO {} (bestuur_id) VALUES (1)", "TRUNCATE {}"]
)
def test_de_toepassing_kan_in_geen_enkel_boek_knoeien(huis, tabel, sql):
    with huis.binnen(), pytest.raises(ProgrammingError, match="permission denied"), atomic(), connection.cursor() as c:
        c.execute(sql.format(f"logboek_{tabel}"))


def test_een_daad_draagt_verzoek_en_transactie(huis):
    with huis.binnen(verzoek="vraag-2"):
        schrijf(huis.actor("hr"), "plek.bekeken", huis.plek, n=1)
        daad = Gebeurtenis.objects.get(wat="plek.bekeken")
    assert (daad.verzoek, daad.gegevens, daad.gebruiker_id) == ("vraag-2", {"n": 1}, huis.leden["hr"].gebruiker_id)
    assert daad.txid > 0


def test_niemand_noteert_een_daad_in_een_ander_bestuur(huis):
    bb = Huis("bb")
    with bb.binnen(), pytest.raises(ProgrammingError, match="ander bestuur"), atomic():
        schrijf(huis.actor("hr"), "plek.bekeken", huis.plek)
