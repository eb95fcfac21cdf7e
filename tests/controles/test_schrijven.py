"""Wat een controleur achterlaat gaat enkel langs zijn functies, in zijn eigen lopende controle; ook niet met eigen SQL anders."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone

from controles.enums import OVERGANGEN, Soort, Status
from controles.models import Regel, Vraag
from controles.stappen import antwoorden, uitvoeren
from logboek.models import Gebeurtenis, Wijziging
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap
from rapportage.models import Controle
from tests.controles.hulp import Opzet
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db
gebouwd_huis, huis = eens(Opzet)
VRAAG = "SELECT vraag FROM controle_vraag(%s, %s, %s)"


def sql(opdracht, *waarden):
    with connection.cursor() as c:
        c.execute(opdracht, waarden)
        return c.fetchone()[0] if c.description else None


def geweigerd(opdracht, *waarden, fout=ProgrammingError):
    with pytest.raises(fout), transaction.atomic():
        sql(opdracht, *waarden)


@contextmanager
def als(opzet, rol="controleur", lezend=True):
    with isolatie.namens(
        bestuur=opzet.huis.bestuur_id, gebruiker=opzet.huis.leden[rol].gebruiker_id, alleen_lezen=lezend
    ):
        yield


def gesteld(opzet, tekst="Waar is de affiche?", plek=None):
    with opzet.als_controleur():
        return uitvoeren.stel(opzet.controleur, opzet.controle, tekst, plek)


def haal(pk):
    return Vraag.objects.select_related("controle").get(pk=pk)


# --- de functies


def test_een_vraag_in_de_eigen_lopende_controle(huis):
    """De positieve controle op elke weigering hieronder, en wat ervan bewaard wordt."""
    with als(huis):
        pk = sql(VRAAG, huis.controle.pk, huis.huis.plek.pk, "  Waar is dit? ")
    with huis.huis.binnen():
        vraag, regel = haal(pk), Regel.objects.get(vraag=pk)
        assert (vraag.nummer, vraag.status, vraag.leerwerkplek_id) == (1, "open", huis.huis.plek.pk)
        assert (regel.soort, regel.tekst, regel.door_id) == (
            "vraag", "Waar is dit?", huis.huis.leden["controleur"].pk,
        )  # fmt: skip
        daad = Gebeurtenis.objects.get(ding="controles.vraag", sleutel=pk)
        assert (daad.wat, daad.gebruiker_id) == ("controlevraag.gesteld", huis.controleur.gebruiker.pk)
        assert Wijziging.objects.filter(tabel="controles_regel", onder=pk, soort="I").count() == 1
        assert "Waar is dit" not in str(list(Wijziging.objects.filter(onder=pk).order_by("pk").values()))


@pytest.mark.parametrize("rol", ["hr", "coordinator", "beheerder", "directeur"])
def test_niemand_anders_stelt_een_vraag(huis, rol):
    with als(huis, rol, lezend=False):
        geweigerd(VRAAG, huis.controle.pk, None, "x")


@pytest.mark.parametrize(
    "verschil",
    [
        {"van": 1, "tot": 5},
        {"van": -5, "tot": -1},
        {"ingetrokken": True},
        {"lid_tot": -1},
        {"lid_weg": True},
    ],
)
def test_niet_voor_na_of_zonder_toegang(huis, verschil):
    vandaag, lid = timezone.localdate(), huis.huis.leden["controleur"]
    controle = huis.controle
    with huis.huis.binnen():
        if "van" in verschil:
            controle = Controle.objects.create(
                bestuur=huis.huis.bestuur, project=huis.a, lidmaatschap=lid, email="x@x.example", voornaam="A", naam="B",
                van=vandaag + timedelta(verschil["van"]), tot=vandaag + timedelta(verschil["tot"]),
            )  # fmt: skip
        if verschil.get("ingetrokken"):
            Controle.objects.filter(pk=controle.pk).update(ingetrokken_op=timezone.now())
        if "lid_tot" in verschil:
            Lidmaatschap.objects.filter(pk=lid.pk).update(tot=vandaag + timedelta(verschil["lid_tot"]))
        if verschil.get("lid_weg"):
            Lidmaatschap.objects.filter(pk=lid.pk).update(ingetrokken_op=timezone.now())
    with als(huis):
        geweigerd(VRAAG, controle.pk, None, "x")


def test_niet_in_andermans_controle_of_over_een_plek_van_een_ander_project(huis):
    with huis.huis.binnen():
        ander = huis.huis.lid("ander", "controleur")
        van_ander = Controle.objects.create(
            bestuur=huis.huis.bestuur, project=huis.a, lidmaatschap=ander, email="y@x.example", voornaam="A", naam="B",
            van=timezone.localdate(), tot=timezone.localdate(),
        )  # fmt: skip
    pk = gesteld(huis)
    with als(huis):
        geweigerd(VRAAG, van_ander.pk, None, "x")
        geweigerd(VRAAG, huis.controle.pk, huis.plek_b.pk, "x")
        geweigerd(VRAAG, 999_999, None, "x")
    with isolatie.namens(bestuur=huis.huis.bestuur_id, gebruiker=ander.gebruiker_id, alleen_lezen=True):
        geweigerd("SELECT controle_vervolg(%s, 'afgesloten', '')", pk)
        geweigerd("SELECT controle_steekproef(%s, 'x', '2023-12-31', 1, %s, %s)", huis.controle.pk, [1], [1])


@pytest.mark.parametrize("tekst", ["", "   ", "x" * 2001])
def test_een_tekst_moet_er_zijn_en_passen(huis, tekst):
    with als(huis):
        geweigerd(VRAAG, huis.controle.pk, None, tekst)
    with huis.als_controleur(), pytest.raises(Geweigerd, match="Vul een tekst in"):
        uitvoeren.stel(huis.controleur, huis.controle, tekst)


def test_een_steekproef_enkel_van_eigen_plekken_met_hun_fiche(huis):
    plek, fiche = huis.huis.plek.pk, huis.fiches[0].pk
    roep = "SELECT controle_steekproef(%s, 'zaad', '2023-12-31', 2, %s::bigint[], %s::bigint[])"
    with als(huis):
        assert sql(roep, huis.controle.pk, [plek], [fiche])
        geweigerd(roep, huis.controle.pk, [huis.plek_b.pk], [huis.fiche_b.pk])
        geweigerd(roep, huis.controle.pk, [plek], [huis.fiches[1].pk])  # de fiche van een andere plek
        geweigerd(roep, huis.controle.pk, [plek, huis.plek_b.pk], [fiche, huis.fiche_b.pk])
        geweigerd(roep, huis.controle.pk, [], [])


# --- de tabellen


@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO controles_vraag (bestuur_id, controle_id, nummer, status) VALUES ({b}, {c}, 9, 'open')",
        "INSERT INTO controles_regel (bestuur_id, vraag_id, soort, tekst, door_id) VALUES ({b}, {v}, 'vraag', 'x', {l})",
        "INSERT INTO controles_steekproef (bestuur_id, controle_id, zaad, aantal, peildatum, populatie, getrokken_door_id)"
        " VALUES ({b}, {c}, 'x', 1, '2023-12-31', 1, {l})",
        "UPDATE controles_vraag SET status = 'afgesloten' WHERE id = {v}",
        "UPDATE controles_vraag SET nummer = 9 WHERE id = {v}",
        "UPDATE controles_regel SET tekst = 'anders' WHERE vraag_id = {v}",
        "DELETE FROM controles_regel WHERE vraag_id = {v}",
        "DELETE FROM controles_vraag WHERE id = {v}",
        "SELECT controle_regel({v}, 'antwoord', 'x', {l})",
        "SELECT controle_lid({c})",
        "UPDATE rapportage_controle SET project_id = {p} WHERE id = {c}",
    ],
)
def test_langs_de_tabellen_schrijft_niemand_in_de_plaats_van_de_controleur(huis, opdracht):
    """Ook het bestuur niet: het kan geen vraag verzinnen, wijzigen, afsluiten of wissen."""
    pk = gesteld(huis)
    lid = huis.huis.leden["hr"].pk
    zin = opdracht.format(b=huis.huis.bestuur_id, c=huis.controle.pk, v=pk, l=lid, p=huis.b.pk)
    for rol, lezend in (("controleur", True), ("hr", False), ("coordinator", False)):
        with als(huis, rol, lezend=lezend):
            geweigerd(zin, fout=DatabaseError)


def test_de_controleur_wijzigt_niets_anders(huis):
    with als(huis):
        for zin in (
            "UPDATE leerwerkplekken_leerwerkplek SET functie = 'x'",
            "UPDATE rapportage_controle SET tot = '2099-12-31'",
            "INSERT INTO taken_taak (naam, argumenten, bestuur_id, status) VALUES ('x', '[]', 1, 'wacht')",
        ):
            geweigerd(zin)


# --- de overgangen


def test_de_overgangen_zijn_die_van_de_enums(huis):
    """Elk paar statussen: wie mag wat, door de stap, zoals docs/statussen.md het toont."""
    hr = huis.huis.actor("hr")

    def antwoord(vraag):
        with huis.huis.binnen():
            antwoorden.antwoord(hr, vraag, "Hier.")

    def controleur(stap, *tekst):
        def doe(vraag):
            with huis.als_controleur():
                stap(huis.controleur, vraag, *tekst)

        return doe

    doet = {
        "antwoord": antwoord,
        "sluit_af": controleur(uitvoeren.sluit_af),
        "heropen": controleur(uitvoeren.heropen, "Nog iets."),
    }
    weg = {Status.OPEN: (), Status.BEANTWOORD: ("antwoord",), Status.AFGESLOTEN: ("sluit_af",)}
    mag = {(van, naar) for van, naar in OVERGANGEN if van is not None}
    gezien = set()
    for van, stappen in weg.items():
        for stap in doet.values():
            vraag = Vraag(pk=gesteld(huis))
            for eerst in stappen:
                doet[eerst](vraag)
            try:
                stap(vraag)
            except Geweigerd:
                continue
            with huis.huis.binnen():
                naar = haal(vraag.pk).status
            gezien |= {(van, naar)} if naar != van else set()
    assert gezien == mag


def test_een_dubbele_klik_doet_een_keer(huis):
    vraag = Vraag(pk=gesteld(huis))
    with huis.huis.binnen():
        hr = huis.huis.actor("hr")
        assert antwoorden.antwoord(hr, vraag, "Hier.") == antwoorden.antwoord(hr, vraag, " Hier. ")
        antwoorden.antwoord(hr, vraag, "En ook daar.")
    with huis.als_controleur():
        uitvoeren.sluit_af(huis.controleur, vraag, "Goed.")
        uitvoeren.sluit_af(huis.controleur, vraag, "Goed.")
    with huis.huis.binnen():
        soorten = list(Regel.objects.filter(vraag=vraag.pk).order_by("pk").values_list("soort", flat=True))
    assert soorten == [Soort.VRAAG, Soort.ANTWOORD, Soort.ANTWOORD, Soort.AFGESLOTEN]


def test_een_dubbele_klik_stelt_een_vraag(huis):
    """Dezelfde vraag over hetzelfde, zolang niemand er iets mee deed; over een andere plek is het een andere."""
    een = gesteld(huis)
    assert gesteld(huis, "  Waar is de affiche? ") == een
    anders = {een, gesteld(huis, plek=huis.huis.plek), gesteld(huis, "Waar is de banner?")}
    assert len(anders) == 3
    with huis.huis.binnen():
        antwoorden.antwoord(huis.huis.actor("hr"), Vraag(pk=een), "Daar.")
        assert Regel.objects.filter(soort=Soort.VRAAG).count() == 3
    assert gesteld(huis) not in anders  # er is al geantwoord: dit is een nieuwe vraag


def test_een_dubbele_klik_heropent_een_keer(huis):
    vraag = Vraag(pk=gesteld(huis))
    with huis.als_controleur():
        uitvoeren.sluit_af(huis.controleur, vraag, "Goed.")
        for _ in range(2):
            uitvoeren.heropen(huis.controleur, vraag, "Toch niet.")
        with pytest.raises(Geweigerd, match="staat al open"):
            uitvoeren.heropen(huis.controleur, vraag, "En nog iets.")
    with huis.huis.binnen():
        assert Regel.objects.filter(vraag=vraag.pk, soort=Soort.HEROPEND).count() == 1


def test_een_ander_slotwoord_gaat_niet_stil_verloren(huis):
    vraag = Vraag(pk=gesteld(huis))
    with huis.als_controleur():
        uitvoeren.sluit_af(huis.controleur, vraag, "Goed.")
        uitvoeren.sluit_af(huis.controleur, vraag)
        with pytest.raises(Geweigerd, match="was al afgesloten"):
            uitvoeren.sluit_af(huis.controleur, vraag, "Helemaal niet goed.")


def test_wat_niet_meer_kan_zegt_waarom(huis):
    vraag = Vraag(pk=gesteld(huis))
    with huis.als_controleur(), pytest.raises(Geweigerd, match="staat al open"):
        uitvoeren.heropen(huis.controleur, vraag, "x")
    with huis.als_controleur():
        uitvoeren.sluit_af(huis.controleur, vraag)
    with huis.huis.binnen(), pytest.raises(Geweigerd, match="sloot deze vraag af"):
        antwoorden.antwoord(huis.huis.actor("hr"), vraag, "te laat")
    with huis.huis.binnen(), pytest.raises(Geweigerd, match="Vul een antwoord in"):
        antwoorden.antwoord(huis.huis.actor("hr"), vraag, "  ")


def test_een_antwoord_in_de_tabel_kan_enkel_open_beantwoorden(huis):
    pk = gesteld(huis)
    with als(huis, "hr", lezend=False):
        Vraag.objects.filter(pk=pk).update(status="beantwoord")
        with pytest.raises(IntegrityError), transaction.atomic():
            Vraag.objects.filter(pk=pk).update(status="open")
