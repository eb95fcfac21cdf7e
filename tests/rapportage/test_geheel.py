"""Het rapport over alle projecten van een bestuur: dezelfde getallen op elk papier, en wat er per organisatie bij hoort."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from mentoren import stappen as mentor_stappen
from organisaties.models import Organisatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Overleg, Subsidieproject
from rapportage import beelden, cijfers, coordinatie, geheel, overzichten, ratio
from tests.bouw import Huis, zonder_project
from tests.rapportage import overal
from tests.rapportage.test_zoals_toen import Wereld, bouw, loop

pytestmark = pytest.mark.django_db
EINDE = date(2023, 12, 31)
OPBOUW = [
    Wereld.dien_in, Wereld.teken, Wereld.verzegel, Wereld.certificeer, Wereld.plaats, Wereld.werk, Wereld.stuur_door,
    Wereld.bevestig, Wereld.overleg,
]  # fmt: skip


@pytest.fixture
def huis(teken):
    """Twee projecten: van het hele bestuur en van een district. De mentor staat op plekken van beide, en telt één keer."""
    huis = Huis("opw", plekken=3)
    with huis.binnen():
        huis.district = Organisatie.objects.create(
            bestuur=huis.bestuur, code="dis", naam="District", soort="lokaal_bestuur"
        )
        huis.ander = Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-D", titel="District", organisatie=huis.district,
            van=date(2023, 1, 1), tot=EINDE, doel_leerwerkplekken=6, doel_mentoren=2, toegekend_bedrag=Decimal("14793.69"),
        )  # fmt: skip
        ver = huis.maak_plek(project=huis.ander, organisatie=huis.district)
        huis.plekken.append(ver)
        for plek in (huis.plekken[0], huis.plekken[1], ver):
            teken(huis, plek)
        huis.certificaat()
        plaatsing = huis.plaatsing()
        uren.voer_in(huis.actor("hr"), plaatsing, Invoer(date(2023, 3, 2), minuten=240))
        staat = maand.doorsturen(huis.actor("hr"), plaatsing, date(2023, 3, 1), op=date(2023, 4, 1))
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
        Overleg.objects.create(bestuur=huis.bestuur, datum=date(2023, 4, 3), met="vdab", onderwerp="x")
    return huis


@pytest.fixture
def haal(huis, als, monkeypatch):
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: True)
    browser = als(huis.leden["coordinator"])

    def doe(adres):
        antwoord = browser.get(adres)
        assert antwoord.status_code == 200, (adres, antwoord.status_code)
        return antwoord.content

    return doe


def projecten():
    return list(Subsidieproject.objects.select_related("oproep", "organisatie").order_by("code"))


def lees(tabel):
    return [list(rij) for rij in tabel.rijen]


def tel(dag=EINDE, **hoe):
    return geheel.Geheel(cijfers.bereken(projecten(), dag, **hoe))


def test_de_beelden_over_alles_tellen_de_projecten_op(huis, haal):
    with huis.binnen():
        g = tel()
        samen = {b.tabel.naam: b.tabel.rijen for b in beelden.alle(g)}
        delen = [{b.tabel.naam: b.tabel.rijen for b in beelden.alle(c)} for c in g.delen]
    assert samen["verloop_plekken"][-1] == ("december 2023", 3, 9)
    assert samen["verloop_mentoren"][-1] == ("december 2023", 1, 3)
    for naam in ("standen", "leegstand"):  # elk project een eigen organisatie: de districten staan naast elkaar
        assert len(samen[naam]) == 2 and sorted(samen[naam]) == sorted(rij for deel in delen for rij in deel[naam])
    assert [rij[:2] for rij in samen["uren_per_maand"] if rij[1]] == [("maart 2023", 1)]
    pagina = haal("/project/rapport/?peildatum=2023-12-31").decode()
    assert pagina.count('<figure class="grafiek">') == 5 and f'href="/project/{huis.ander.pk}/?peildatum=' in pagina


def test_twee_periodes_in_een_beeld(huis):
    """Van het begin van het eerste project tot de laatste dag die nog telt; leeg staat een plek enkel in haar project."""
    with huis.binnen():
        Subsidieproject.objects.filter(pk=huis.ander.pk).update(van=date(2023, 3, 1), tot=date(2024, 2, 29))
        g = tel(date(2024, 1, 15))
        rijen = {b.tabel.naam: b.tabel.rijen for b in beelden.alle(g)}
    assert [rij[0] for rij in rijen["verloop_plekken"]][0::12] == ["januari 2023", "januari 2024"]
    samen = dict((naam, totaal) for naam, _, _, totaal in rijen["leegstand"])
    delen = {n: t for c in g.delen for n, _, _, t in beelden.leegstand(c).tabel.rijen}
    assert samen == delen


def test_het_rapport_noemt_wie_coordineert_en_namens_wie(huis):
    """Zoals in Oostende: een andere organisatie coördineert voor het bestuur (bron 003)."""
    with huis.binnen():
        lid = huis.leden["coordinator"]
        lid.organisatie = huis.district
        lid.save()
        naam = lid.gebruiker.volledige_naam
        assert coordinatie.zin(huis.bestuur_id, timezone.now()) == f"Coördinatie: {naam} (District)."
        lid.ingetrokken_op = timezone.now()
        lid.save()
        assert coordinatie.zin(huis.bestuur_id, timezone.now()) == ""


@pytest.mark.programma("pdfsig")
def test_elk_papier_zegt_hetzelfde(huis, haal, tmp_path):
    g = overal.zegt_hetzelfde(haal, huis.binnen, EINDE, tmp_path)
    with huis.binnen():
        assert [rij[1:] for rij in g.doelen] == [(3, 9), (1, 3)]
        assert g.subsidie.toegekend == Decimal("22190.53") and g.gehaald == 0
        assert len(g.overleg) == 1 and len(g.delen[0].overleg) == len(g.delen[1].overleg) == 1
        tabellen = {t.naam: t for t in geheel.alle(g)}
    pagina = overal.plat(haal(reverse("rapportage:geheel") + "?peildatum=31/12/2023").decode())
    assert "0 van 2 projecten halen hun doelen. Samen 3 van 9 leerwerkplekken en 1 van 3 mentoren." in pagina
    assert lees(tabellen["maanden"])[0] == [date(2023, 3, 1), 0, 0, 4, 1, 240, 0]
    assert "maart 2023" in pagina and "2023-03" not in pagina
    assert [rij[:2] for rij in lees(tabellen["overleg"])] == [[date(2023, 4, 3), "VDAB"]]
    assert lees(tabellen["partners"]) == [["Partner opw", 4, 0, 0, 4, 1]]
    assert [rij[0] for rij in lees(tabellen["fiches"])] == ["572-D", "572-OPW", "572-OPW"]
    assert lees(tabellen["signalen"])[0][3:] == [date(2023, 3, 1), 240, 1920, "onder het minimum"]


def test_in_willekeurige_gegevens_zegt_elk_papier_hetzelfde(als, monkeypatch, omvang):
    """De reeksen van een vorige peildatum: op een dag halverwege en op het einde, op elk papier behalve PDF."""
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: True)
    huis = bouw()
    browser = als(huis.leden["coordinator"])
    for zaad in range(omvang(1, 20)):
        with transaction.atomic():
            with huis.binnen(), monkeypatch.context() as klok:
                loop(huis, random.Random(zaad), klok, 3, [OPBOUW] * 3)
            for dag in (date(2023, 3, 6), EINDE):
                g = overal.zegt_hetzelfde(lambda adres: browser.get(adres).content, huis.binnen, dag)
            assert min(resultaat for _, resultaat, _ in g.doelen) > 0 and g.maandstaten and g.overleg
            transaction.set_rollback(True)


def test_de_verhouding_noemt_wie_van_de_richtlijn_afwijkt(huis):
    with huis.binnen():
        assert lees(ratio.verhouding(tel())) == [
            ["District", 1, 1, "1,0", 0, "M001 begeleidt 4 plekken"],
            ["Gemeente opw", 3, 1, "3,0", 0, "M001 begeleidt 4 plekken"],
            ["Samen", 4, 1, "4,0", 1, ""],
        ]
        tweede = mentor_stappen.maak_mentor(huis.installatie, huis.lid("m2", "mentor"), organisatie=huis.organisatie)
        plek_stappen.wijzig(huis.installatie, huis.plekken[0], mentor=tweede)
        Leerwerkplek.objects.filter(pk=huis.plekken[1].pk).update(mentor=None)
        plek_stappen.sluit(huis.installatie, huis.plekken[3])
        niet = f"zonder mentor: {huis.plekken[1].code}; mentor niet opgeleid: {huis.plekken[0].code}"
        assert lees(ratio.verhouding(tel())) == [["Gemeente opw", 3, 1, "3,0", 0, niet]]


def test_zoals_toen_gekend_telt_enkel_wat_er_toen_al_stond(huis, haal):
    """Alles is van 2023 en vandaag geregistreerd: op die dag zelf was er nog niets."""
    adres = reverse("rapportage:project", args=[huis.project.pk]) + "?peildatum=31/12/2023"
    gewoon, toen = (overal.plat(haal(adres + extra).decode()) for extra in ("", "&toen_gekend=on"))
    assert "met ondertekende fiche 2 leerwerkplekken" in gewoon and "Ondertekende fiches" in gewoon
    assert "Dit telt mee op de dag van het feit." in gewoon and "zoals toen gekend" not in gewoon
    assert "met ondertekende fiche 0 leerwerkplekken" in toen and "31 december 2023, zoals toen gekend" in toen
    assert "toen_gekend=on" in haal(adres + "&toen_gekend=on").decode().split("<main")[1], (
        "de lijsten blijven in die kijk"
    )
    with huis.binnen():
        g, later = tel(toen_gekend=True), tel()
        assert [rij[1] for rij in g.doelen] == [0, 0] and not g.aanbod and not g.plaatsingen and not g.overleg
        (soorten,) = [[rij[:2] for rij in lees(overzichten.registratie(later))]]
    assert soorten == [
        ["Ondertekende fiches", 3], ["Certificaten van mentoren", 1], ["Aanbiedingen of hun antwoord", 4],
        ["Plaatsingen of hun einde", 1], ["Bevestigde maanden", 1], ["Overleg", 1],
    ]  # fmt: skip
    blad = overal.blad(haal(reverse("rapportage:geheel_werkmap") + "?peildatum=31/12/2023&toen_gekend=on"), "Projecten")
    assert [rij[2] for rij in blad] == [0, 0, 0]


def test_rol_ander_bestuur_geen_project_en_een_vast_aantal_vragen(huis, als, haal):
    adres = reverse("rapportage:geheel")

    def vragen():
        with CaptureQueriesContext(connection) as gesteld:
            haal(adres + "?peildatum=31/12/2023")
        return len(gesteld)

    eerst = vragen()
    with huis.binnen():
        for n in range(6):
            Subsidieproject.objects.create(
                bestuur=huis.bestuur, oproep=huis.project.oproep, code=f"P{n}", titel="x", van=date(2023, 1, 1), tot=EINDE,
                doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=1,
            )  # fmt: skip
    assert vragen() == eerst
    assert haal(adres + "?peildatum=zomaar")
    werkmap = reverse("rapportage:geheel_werkmap")
    antwoord = als(huis.leden["coordinator"]).get(werkmap + "?peildatum=zomaar")
    assert antwoord.status_code == 302 and antwoord["Location"] == f"{adres}?peildatum=zomaar"
    assert als(huis.leden["hr"]).get(werkmap).status_code == 403
    pagina = als(zonder_project("coordinator")).get(adres).content.decode()
    assert "Nog geen project" in pagina and "572-OPW" not in pagina
