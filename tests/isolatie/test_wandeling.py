"""Belofte 1 en 9: elk adres, elke rol, drie besturen. 0 lekken, ook zonder filters; 0 namen gezien zonder leesregel."""

import io
import os
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from unittest import mock

import openpyxl
import pytest
from django.db import transaction

from organisaties.schema import tenantmodellen
from tests.isolatie import stad as bouw
from tests.isolatie.adressen import ADRESSEN, EIGEN, PER_APP, PUBLIEK, ROL, SLEUTEL, patronen
from tests.isolatie.onzin import stuur_onzin
from tests.isolatie.wandeling import ANONIEM, HEEL_BESTUUR, MERK, ROLNAMEN, Wandeling, met_rollen, tekst_van
from tests.isolatie.zonder_filter import andere_code, functies, zonder_filter

pytestmark = [pytest.mark.zwaar, pytest.mark.django_db]  # zegt dat er een databank nodig is
GEEN_TEKST = {  # enkel nummers, datums, codes en keuzes; of (bewijspakket) tekst die er pas na een mislukking staat
    "afwezigmelding", "anker", "bewijspakket", "rapport", "deelname", "deelnemermaand", "doelverdeling", "ficheblad",
    "gebeurtenis",
    "getrokken", "herinnering", "hernieuwing", "indicatie", "inzending", "leesregel", "leiding", "onderbreking", "ondertekening",
    "oproepinstelling", "opvolging", "overlegplaatsing", "overlegplek", "schakel", "startvoorwaarde", "tekenregel",
    "tekenronde", "uitstroom", "urenstaatkopie", "vraag", "werkdag", "wijziging",
}  # fmt: skip


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de stad."""


@pytest.fixture(scope="module")
def stad(django_db_setup, django_db_blocker, omvang):
    """Eén transactie voor dit bestand: de stad bouwen duurt, en niets ervan blijft."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield bouw.bouw(met_bestanden=omvang(1, 3))
        transaction.set_rollback(True)


@pytest.fixture
def wandeling(stad):
    with transaction.atomic():
        yield Wandeling(stad)
        transaction.set_rollback(True)


@pytest.fixture
def zeg(capfd):
    """De uitslag op het scherm, ook vanuit een proces van xdist."""

    def doe(wat, uitslag):
        with capfd.disabled():
            print(f"\n{wat}: {uitslag.samenvatting()}", file=sys.stderr, flush=True)

    return doe


def schoon(uitslag):
    assert uitslag.lekken == []
    assert uitslag.afwijkingen == []
    assert uitslag.ongelezen == []
    assert uitslag.zonder_voor_wie == []


def test_elk_adres_heeft_een_klasse():
    """Een adres dat in geen klasse staat, of een regel zonder adres, laat de bouw falen."""
    echt = [naam for naam, _ in patronen()]
    assert sorted(set(echt)) == sorted(echt), "twee adressen met dezelfde naam"
    genoemd = {naam.partition("|")[0] for naam in ADRESSEN}
    assert set(echt) - genoemd == set(), "zet deze adressen in tests/isolatie/adressen/"
    assert genoemd - set(echt) == set(), "deze adressen bestaan niet meer"
    for naam, adres in ADRESSEN.items():
        assert adres.klasse in {PUBLIEK, EIGEN, ROL, SLEUTEL} and bool(adres.rollen) == (adres.klasse == ROL), naam


def test_elk_adres_staat_bij_de_app_die_antwoordt():
    """Zo is te vinden wat een app toont, en staat geen adres er twee keer."""
    waar = [(naam, app) for app, adressen in PER_APP.items() for naam in adressen]
    assert len(waar) == len(ADRESSEN), "een adres staat in twee bestanden"
    view = {naam: getattr(patroon.callback, "view_class", patroon.callback).__module__ for naam, patroon in patronen()}
    hoort = {naam: deel.partition(".")[0].replace("allauth", "aanmelding") for naam, deel in view.items()}
    assert [(naam, app) for naam, app in waar if hoort[naam.partition("|")[0]] != app] == []


def test_de_matrix_is_die_van_de_code():
    """Een view met @daad laat precies de rollen toe die op haar regel staan."""
    from organisaties.toegang import ACTEN

    for naam, patroon in patronen():
        daad = next((f.daad for f in keten(patroon.callback) if hasattr(f, "daad")), None)
        if naam not in ADRESSEN:  # meer soorten dingen achter één adres: de wandeling toetst ze elk apart
            continue
        adres = ADRESSEN[naam]
        if daad is not None:
            assert adres.klasse == ROL, naam
            assert adres.rollen == ACTEN[daad], naam
        else:
            assert adres.klasse != ROL, f"{naam}: de view heeft geen @daad"


def keten(view):
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def test_elke_tabel_draagt_kanaries(stad):
    """Anders bewijst de wandeling niets over die tabel. Wat geen vrije tekst heeft, staat bij GEEN_TEKST."""
    zonder = set()
    for b in stad.besturen[:1]:  # dat met bestanden
        with b.huis.binnen():
            for model in tenantmodellen():
                velden = [veld.name for veld in bouw.tekstvelden(model)]
                waarden = [str(w).lower() for rij in model.objects.values_list(*velden, "pk") for w in rij[:-1]]
                if not any(b.slug in waarde for waarde in waarden):
                    zonder.add(bouw.tabel(model))
    assert sorted(zonder) == sorted(GEEN_TEKST)


def test_het_logboek_draagt_geen_namen(stad):
    """Geen naam van een deelnemer en geen vrije tekst van diens uren in het logboek: wissen mag de keten niet breken."""
    for b in stad.besturen:
        with b.huis.binnen():
            for model in tenantmodellen():
                if model._meta.app_label != "logboek":
                    continue
                for rij in model.objects.order_by("pk").values_list():
                    for merk in (".deelnemer.", ".prestatie.", "van vogel"):
                        assert merk not in str(rij).lower(), f"{model.__name__}: {rij}"


def test_wandeling(wandeling, omvang, zeg):
    """Elk adres × rol × eigen, vreemd, onbestaand × GET en POST. Volledig: drie besturen, alle vragen (≥ 6.000).
    Kort: één bestuur, en een willekeurig deel van wat op 403 moet stranden en van wat een rol met hetzelfde bereik al probeerde
    (van het eigen ding een vijfde; dat elke view haar rollen toelaat, toetst ook `test_de_matrix_is_die_van_de_code`)."""
    besturen, vreemden, vragen, kans, eigen = omvang((1, 1, 1, 0.03, 0.2), (3, 2, 9, 1, 1))
    samen = omvang(HEEL_BESTUUR, frozenset())
    for wie in wandeling.wandelaars(besturen):
        wandeling.loop(wie, ADRESSEN, vreemden=vreemden, vragen=vragen, kans=kans, samen=samen, eigen=eigen)
    if besturen == 1:  # kort: de bestanden achter een vraag toch één keer
        (wie,) = wandeling.wandelaars(1, ["coordinator"])
        wandeling.loop(wie, {n: a for n, a in ADRESSEN.items() if len(a.vraag) > 1}, vreemden=0, methoden=("GET",))
    uitslag = wandeling.uitslag
    zeg("wandeling", uitslag)
    schoon(uitslag)
    assert uitslag.verzoeken >= omvang(400, 6000)
    assert uitslag.gezien > 500 and uitslag.naam_gelezen > 5
    assert {"pdf", "xlsx", "zip"} <= set(uitslag.bestanden)
    assert 500 not in uitslag.statussen


GEEN_LIJST = ("/uren/", "/project/")  # kaarten: daar vult een mentor de uren in, en staan de doelen van elk project


def geteld(klant, url):
    """Hoeveel rijen er achter een tegel liggen, geteld in de werkmap van de lijst: die van het eerste blad, of van alle."""
    pad, _, _ = url.partition("#")
    if pad in GEEN_LIJST:
        context = klant.get(url).context
        return {len(context["kaarten"] if "kaarten" in context else context.get("cijfers") or [context["c"]])}
    antwoord = klant.get(f"{pad}{'&' if '?' in pad else '?'}vorm=xlsx")
    assert antwoord.status_code == 200 and antwoord["Content-Type"].endswith("sheet"), f"{url} heeft geen export"
    boek = openpyxl.load_workbook(io.BytesIO(antwoord.content), read_only=True)
    bladen = [len(list(blad.iter_rows(values_only=True))) - 1 for blad in boek.worksheets[1:]]
    return {bladen[0], sum(bladen)}


def fout_geteld(tegels, klant):
    return [f"{t.kop}: {t.aantal}, {t.url}" for t in tegels if t.aantal and t.aantal not in geteld(klant, t.url)]


def test_elk_getal_op_een_startpagina_opent_zijn_lijst(wandeling, zeg):
    """Geen getal zonder zijn lijst: van elke rol opent elke tegel een lijst met precies zoveel rijen, die ook te exporteren is.
    De controle op de controle: met één meer, of zonder haar filter, klopt geen tegel."""
    gezien = []
    for wie in wandeling.wandelaars(1):
        if wie.rol == ANONIEM or wie.keuze:
            continue
        eigen = wie.klant.get("/").context["tegels"]
        assert fout_geteld(eigen, wie.klant) == [], wie.rol
        gezien += [(wie.klant, tegel) for tegel in eigen if tegel.aantal]
    assert len({tegel.kop for _, tegel in gezien}) >= 15
    for klant, tegel in gezien[:3]:
        assert fout_geteld([replace(tegel, aantal=tegel.aantal + 1)], klant)


def test_elke_lijst_is_voor_elke_rol_te_exporteren(wandeling):
    """Ook de rollen die minder zien dan de coördinator (die loopt elke vraag al hierboven) krijgen elke lijst als bestand."""
    gekregen = Counter()
    for wie in wandeling.wandelaars(1):
        if wie.rol in (ANONIEM, "coordinator", "directeur") or wie.keuze:
            continue
        for naam, adres in ADRESSEN.items():
            if wie.rol not in adres.rollen or "?vorm=xlsx" not in adres.vraag:
                continue
            for pad, _ in [paar for paar in wandeling.paden(wie, adres, naam, 0) if paar[1] == "eigen"]:
                antwoord = wie.klant.get(f"{pad}?vorm=xlsx")
                assert antwoord.status_code in adres.ok, (wie.rol, pad)
                gekregen[wie.rol] += antwoord["Content-Type"].endswith("sheet")
    assert gekregen["hr"] >= 10 and gekregen["glow"] >= 6 and gekregen["controleur"] >= 4, gekregen


def test_hoofd_en_opties(wandeling, omvang):
    """HEAD en OPTIONS: zelfde grens, en ze schrijven niet (ze lopen als gd_lezer)."""
    for wie in wandeling.wandelaars(1, omvang(["coordinator"], ["hr", "mentor", "coordinator"])):
        mag = {
            n: a for n, a in met_rollen().items() if wie.rol in a.rollen and wandeling.toeval.random() < omvang(0.2, 1)
        }
        wandeling.loop(wie, mag, vreemden=1, methoden=("HEAD", "OPTIONS"), vragen=1)
    assert wandeling.uitslag.verzoeken > omvang(30, 300)
    assert wandeling.uitslag.afwijkingen == [] and wandeling.uitslag.lekken == []
    assert 500 not in wandeling.uitslag.statussen


def test_onzin_geeft_nooit_een_500(wandeling, omvang, zeg):
    """Kort: een deel van de adressen één keer, telkens met dezelfde onzin. Volledig: elk adres, elke rol, drie keer, telkens andere."""
    hoe = omvang({"overal": False, "kans": 0.4}, {"overal": True, "kans": 1})
    gestuurd = []
    for ronde in range(omvang(1, 3)):
        zaad = omvang("vast", f"{os.environ['GD_TEST_ZAAD']}.{ronde}")
        for wie in wandeling.wandelaars(1):
            gestuurd += stuur_onzin(wandeling, wie, zaad, **hoe)
    assert len(gestuurd) > 100 and Counter(status for _, status in gestuurd)[200] > 50
    assert [waar for waar, status in gestuurd if status >= 500] == []


def test_wandeling_zonder_filters(wandeling, omvang, zeg):
    """Elke `zichtbaar_voor` geeft alles en elk filter op bestuur is weg: de database alleen houdt alles tegen.

    Die kent maar twee bereiken: heel het bestuur, of wat van de partner is. Kort gaat elk adres dus één keer voor het personeel,
    één keer voor de controleur en één keer voor de partner, en verder naar een willekeurig deel."""
    assert len(list(functies())) >= 8
    besturen, vreemden, kans = omvang((1, 1, 0.05), (3, 2, 1))
    with zonder_filter():
        for wie in wandeling.wandelaars(besturen):
            mag = {n: a for n, a in ADRESSEN.items() if a.klasse == SLEUTEL or wie.rol in a.rollen or n == "start"}
            samen = omvang(ROLNAMEN - {"controleur"}, frozenset())
            vragen = omvang(1, 9)
            wandeling.loop(
                wie, mag, vreemden=vreemden, methoden=("GET",), vragen=vragen, kans=kans, samen=samen, eigen=kans
            )
    uitslag = wandeling.uitslag
    zeg("zonder filters", uitslag)
    assert uitslag.lekken == [] and uitslag.ongelezen == []
    vreemd = [regel for regel in uitslag.afwijkingen if "(vreemd)" in regel or "(onbestaand)" in regel]
    assert 500 not in uitslag.statussen
    assert vreemd == [], "een ding van een ander bestuur werd gevonden"
    assert uitslag.gezien > 200


def test_controle_zonder_leesboek_is_elke_naam_ongelogd(wandeling):
    """De controle op belofte 9: noteert niemand het lezen, dan ziet de wandeling dat."""
    from logboek import stappen

    with andere_code(stappen.lees, (lambda objecten, doel: None).__code__):
        for wie in wandeling.wandelaars(1, ["mentor", "hr"]):
            mag = {n: a for n, a in met_rollen().items() if wie.rol in a.rollen and n.startswith("plaatsingen:")}
            wandeling.loop(wie, mag, vreemden=0, methoden=("GET",))
    assert wandeling.uitslag.naam_gelezen > 5
    assert len(wandeling.uitslag.ongelezen) == wandeling.uitslag.naam_gelezen


def test_controle_op_de_matrix(wandeling):
    """De controle op de matrix: één rol te veel in de code, en de wandeling ziet het."""
    from organisaties import toegang

    with mock.patch.dict(toegang.ACTEN, {"mentor.zien": frozenset({"hr", "coordinator", "controleur", "mentor"})}):
        for wie in wandeling.wandelaars(1, ["mentor"]):
            wandeling.loop(wie, {"mentoren:lijst": ADRESSEN["mentoren:lijst"]}, methoden=("GET",))
    assert wandeling.uitslag.afwijkingen


def test_kanaries_zijn_te_vinden():
    """De controle op het lezen: in tekst, in een PDF, in een PDF in een pakket, en in een werkmap."""
    gevonden = MERK.findall("gemeente vogelmus, vogelvink.deelnemer.12 en vogelspreeuw.plek")
    assert gevonden == [("vogelmus", "", ""), ("vogelvink", "deelnemer", "12"), ("vogelspreeuw", "", "")]
    pakket, werkmap = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(pakket, "w", zipfile.ZIP_DEFLATED) as uit:
        uit.writestr("map/blad.pdf", bouw.pdf("vogelvink.fiche.3"))
    boek = openpyxl.Workbook()
    boek.active["B7"] = "vogelvink.fiche.3"
    boek.save(werkmap)
    for inhoud in (bouw.pdf("vogelvink.fiche.3"), pakket.getvalue(), werkmap.getvalue()):
        assert b"vogelvink.fiche.3" not in inhoud or inhoud.startswith(b"%PDF")
        assert MERK.findall(tekst_van(inhoud, Counter()).lower())[-1] == ("vogelvink", "fiche", "3")
