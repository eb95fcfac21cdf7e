"""Wie iemand vervangt, ziet wat op die persoon wacht en tekent in die plaats; wat getekend is, verandert nooit meer."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from beheer.stappen import plaatsvervanging as aanduiden
from documenten import opslag
from documenten.enums import Soort
from fiches import pdf, regels, stappen, toegang
from fiches.models import FicheBlad
from fiches.verificatie import zoek
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap, Plaatsvervanging
from rapportage import cijfers, tabellen
from tests.hulp.scherm import meld_aan, velden

pytestmark = pytest.mark.django_db
VANDAAG, DAG = timezone.localdate(), timedelta(days=1)
REFERENTIE = "besluit 12 van 3 maart 2026"


@pytest.fixture(autouse=True)
def _middag():
    """De dag van de datums hierboven, ook als de tests over middernacht lopen."""
    with time_machine.travel(datetime.combine(VANDAAG, time(12), timezone.get_default_timezone())):
        yield


def vervang(huis, hoedanigheid="directeur", door="coordinator", van=VANDAAG, tot=VANDAAG + DAG, referentie=REFERENTIE):
    return aanduiden.duid_aan(
        huis.actor("beheerder"),
        voor=huis.leden[hoedanigheid],
        plaatsvervanger=huis.leden[door],
        hoedanigheid=hoedanigheid,
        van=van,
        tot=tot,
        referentie=referentie,
    )


def teken(huis, fiche, rij, door="coordinator"):
    keuze = f"{rij.hoedanigheid}-{rij.pk}"
    return stappen.ondertekenen(huis.actor(door), fiche, hoedanigheid=keuze, inhoud_sha256=fiche.inhoud_sha256)


@pytest.mark.parametrize("hoedanigheid", ["directeur", "leidinggevende"])
def test_ziet_en_tekent_in_de_plaats_van_een_ander(huis, hoedanigheid):
    with huis.binnen():
        fiche = huis.fiche(op=VANDAAG)
        assert not huis.actor("beheerder").mag("fiche.ondertekenen")
        rij = vervang(huis, hoedanigheid, door="beheerder")
        actor = huis.actor("beheerder")
        assert actor.mag("fiche.ondertekenen") and not actor.mag("leerwerkplek.zien")
        assert [f.pk for f in toegang.te_ondertekenen(actor)] == [fiche.pk]
        (gezag,) = regels.gezag(fiche, huis.leden["beheerder"], VANDAAG)
        assert gezag.hoedanigheid == hoedanigheid and gezag.vervanging == rij
        handtekening = teken(huis, fiche, rij, door="beheerder")
    naam = huis.leden[hoedanigheid].gebruiker.volledige_naam
    assert handtekening.hoedanigheid == hoedanigheid and handtekening.naam == "Beheerder Van Aa"
    assert handtekening.als.startswith(f"plaatsvervanger van {naam}, ") and REFERENTIE in handtekening.als
    assert f"ik teken ze af als {handtekening.als}" in handtekening.verklaring.lower().replace(
        "en teken ze af", "ik teken ze af"
    ).replace(naam.lower(), naam)
    assert handtekening.gezag["plaatsvervanging"] == {
        "nummer": rij.pk,
        "voor": naam,
        "referentie": REFERENTIE,
        "van": VANDAAG.isoformat(),
        "tot": (VANDAAG + DAG).isoformat(),
    }


@pytest.mark.parametrize(
    ("van", "tot", "geldt"),
    [
        (VANDAAG + DAG, VANDAAG + 5 * DAG, False),
        (VANDAAG, VANDAAG + 5 * DAG, True),
        (VANDAAG - 5 * DAG, VANDAAG, True),
        (VANDAAG, VANDAAG, True),
    ],
)
def test_de_grens_aan_begin_en_einde(huis, van, tot, geldt):
    with huis.binnen():
        fiche = huis.fiche(op=VANDAAG)
        rij = vervang(huis, van=van, tot=tot)
        assert bool(huis.actor("coordinator").vervangt) is geldt
        assert toegang.te_ondertekenen(huis.actor("coordinator")).exists() is geldt
        for dag in (van - DAG, van, tot, tot + DAG):
            kan = bool(regels.gezag(fiche, huis.leden["coordinator"], dag))
            assert kan is (van <= dag <= tot), dag
        if geldt:
            teken(huis, fiche, rij)
        else:
            with pytest.raises(PermissionDenied):
                teken(huis, fiche, rij)


def test_een_dag_te_laat(huis, monkeypatch):
    with huis.binnen():
        fiche = huis.fiche(op=VANDAAG)
        rij = vervang(huis, door="hr", tot=VANDAAG)  # HR mag ook zelf: de keuze van de plaatsvervanging vervalt
        monkeypatch.setattr("fiches.stappen.timezone.localdate", lambda: VANDAAG + DAG)
        with pytest.raises(Geweigerd, match="Je plaatsvervanging geldt nu niet voor deze fiche"):
            teken(huis, fiche, rij, door="hr")


def test_de_mentor_van_de_plek_blijft_uitgesloten(huis):
    """Ook niet in andermans plaats; en wie zelf de mentor is, heeft niets om te laten overnemen."""
    with huis.binnen():
        fiche = huis.fiche(op=VANDAAG)
        rij = vervang(huis, door="mentor")
        assert not toegang.te_ondertekenen(huis.actor("mentor")).exists()
        with pytest.raises(Geweigerd, match="Je bent de mentor van deze plek"):
            teken(huis, fiche, rij, door="mentor")
        Lidmaatschap.objects.filter(pk=huis.leden["mentor"].pk).update(rollen=["mentor", "directeur"])
        huis.leden["mentor"].refresh_from_db()
        ander = aanduiden.duid_aan(
            huis.actor("beheerder"),
            voor=huis.leden["mentor"],
            plaatsvervanger=huis.leden["coordinator"],
            hoedanigheid="directeur",
            van=VANDAAG,
            tot=VANDAAG,
            referentie=REFERENTIE,
        )
        assert not toegang.te_ondertekenen(huis.actor("coordinator")).exists()
        with pytest.raises(Geweigerd, match="geldt nu niet"):
            teken(huis, fiche, ander)


@pytest.mark.parametrize("wat", ["beëindigd", "directeur weg", "rol weg", "einddatum voorbij"])
def test_wat_een_plaatsvervanging_doet_vervallen(huis, wat):
    with huis.binnen():
        fiche, rij = huis.fiche(op=VANDAAG), vervang(huis)
        directeur = Lidmaatschap.objects.filter(pk=huis.leden["directeur"].pk)
        if wat == "beëindigd":
            aanduiden.beeindig(huis.actor("beheerder"), rij)
        elif wat == "directeur weg":
            directeur.update(ingetrokken_op=timezone.now())
        elif wat == "rol weg":
            directeur.update(rollen=["hr"])
        else:
            directeur.update(tot=VANDAAG - DAG)
        actor = huis.actor("coordinator")
        assert not actor.vervangt and not actor.mag("fiche.ondertekenen")
        with pytest.raises(PermissionDenied):
            teken(huis, fiche, rij)


def test_leidinggevende_enkel_voor_de_eigen_mentoren(huis):
    """De plaatsvervanger van een leidinggevende die deze mentor niet leidt, ziet niets."""
    with huis.binnen():
        ander = huis.lid("ander", "leidinggevende")
        huis.leden["ander"] = ander
        fiche = huis.fiche(op=VANDAAG)
        rij = aanduiden.duid_aan(
            huis.actor("beheerder"),
            voor=ander,
            plaatsvervanger=huis.leden["coordinator"],
            hoedanigheid="leidinggevende",
            van=VANDAAG,
            tot=VANDAAG,
            referentie="",
        )
        assert not toegang.te_ondertekenen(huis.actor("coordinator")).exists()
        with pytest.raises(Geweigerd):
            teken(huis, fiche, rij)


def test_wat_getekend_is_verandert_niet_meer(huis):
    """Beëindigen, intrekken en een andere naam laten handtekening, PDF en controlepagina zoals ze waren."""
    with huis.binnen():
        fiche, rij = huis.fiche(op=VANDAAG), vervang(huis)
        handtekening = teken(huis, fiche, rij)
        toen, verklaring = handtekening.als, handtekening.verklaring
        aanduiden.beeindig(huis.actor("beheerder"), rij)
        Lidmaatschap.objects.filter(pk=huis.leden["directeur"].pk).update(ingetrokken_op=timezone.now())
        directeur = huis.leden["directeur"].gebruiker
        directeur.naam = "Anders"
        directeur.save(update_fields=["naam"])
        handtekening.refresh_from_db()
        fiche.refresh_from_db()
        assert (handtekening.als, handtekening.verklaring) == (toen, verklaring)
        blad = pdf.van_fiche(fiche, handtekening)
        assert blad.ondertekening.hoedanigheid == toen and "Anders" not in toen
        tekst = _tekst(pdf.definitief(fiche, handtekening))
        assert "plaatsvervanger van Directeur Van Aa" in tekst and REFERENTIE in tekst
    controle = zoek(fiche.token)
    assert controle.hoedanigheid_woord == "plaatsvervanger van de algemeen directeur"


def _tekst(pdf_bytes):
    from io import BytesIO

    from pypdf import PdfReader

    return " ".join(" ".join(blad.extract_text() for blad in PdfReader(BytesIO(pdf_bytes)).pages).split())


def test_op_het_scherm(huis):
    """Menu, startpagina, lijst, verklaring en de openbare controle: telkens in wiens plaats."""
    with huis.binnen():
        fiche, rij = huis.fiche(op=VANDAAG), vervang(huis, door="beheerder")
    klant = meld_aan(huis.leden["beheerder"].gebruiker)
    start = klant.get("/").content.decode()
    assert "Te ondertekenen" in start
    lijst = klant.get("/fiches/").content.decode()
    assert "Je vervangt Directeur Van Aa, algemeen directeur" in lijst and fiche.code in lijst
    bladzijde = klant.get(f"/fiches/{fiche.pk}/")
    assert "als plaatsvervanger van Directeur Van Aa, algemeen directeur (referentie" in bladzijde.content.decode()
    gegevens = velden(bladzijde, "inhoud_sha256")
    assert gegevens["hoedanigheid"] == f"directeur-{rij.pk}"
    from tests.bouw import WACHTWOORD

    klaar = klant.post(f"/fiches/{fiche.pk}/ondertekenen/", gegevens | {"wachtwoord": WACHTWOORD}, follow=True)
    assert "Ondertekend als plaatsvervanger van Directeur Van Aa" in klaar.content.decode()
    assert klant.get(f"/fiches/{fiche.pk}/").status_code == 200  # wat zelf getekend is, blijft te zien
    openbaar = klant.get(f"/v/{fiche.token}/").content.decode()
    assert "plaatsvervanger van de algemeen directeur" in openbaar and "Directeur Van Aa" not in openbaar


def test_wie_niemand_vervangt_ziet_niets(huis):
    with huis.binnen():
        fiche = huis.fiche(op=VANDAAG)
        vervang(huis, van=VANDAAG + DAG, tot=VANDAAG + DAG)
        assert Plaatsvervanging.objects.count() == 1
    klant = meld_aan(huis.leden["beheerder"].gebruiker)
    assert klant.get("/fiches/").status_code == 403 and klant.get(f"/fiches/{fiche.pk}/").status_code == 403


def test_in_het_rapport_en_het_pakket(huis):
    """De tabel van de fiches, in rapport, werkmap, CSV en pakket.json, zegt in wiens plaats getekend werd."""
    dag = date(2023, 6, 15)
    with huis.binnen():
        rij = Plaatsvervanging.objects.create(
            bestuur=huis.bestuur,
            voor=huis.leden["directeur"],
            plaatsvervanger=huis.leden["hr"],
            hoedanigheid="directeur",
            van=dag,
            tot=dag,
            referentie=REFERENTIE,
        )
        fiche = huis.fiche()
        keuze = f"directeur-{rij.pk}"
        stappen.ondertekenen(huis.actor("hr"), fiche, hoedanigheid=keuze, inhoud_sha256=fiche.inhoud_sha256, op=dag)
        bewaard = opslag.Bewaard("x.pdf", "0" * 64, 1)
        document = opslag.leg_vast(
            huis.bestuur, bewaard, soort=Soort.FICHE, naam="x.pdf", mime="application/pdf", zegel_niveau="B-B"
        )
        FicheBlad.objects.create(bestuur=huis.bestuur, fiche=fiche, soort="verzegeld", document=document)
        (uitkomst,) = cijfers.bereken([huis.project], date(2023, 12, 31))
    (regel,) = tabellen.fiches(uitkomst).rijen
    assert f"plaatsvervanger van Directeur Van Aa, algemeen directeur (referentie {REFERENTIE})" in regel
