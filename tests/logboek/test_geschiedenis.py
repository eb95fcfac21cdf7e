"""De geschiedenis van elk ding, in woorden, voor wie dat ding mag zien."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beheer.woorden import Namen, zinnen
from evaluaties.stappen import evaluatie
from evaluaties.stappen.evaluatie import Wijzigingen
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Aanbod, Leerwerkplek
from logboek.models import Wijziging
from mentoren import stappen as mentor_stappen
from organisaties.models import Bestuur, Lidmaatschap
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Overleg, Subsidieproject
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan
from tests.kandidaten.hulp import Opzet
from werkblad.geschiedenis import SOORTEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def huis(db):
    with time_machine.travel("2023-06-15 10:00+02:00", tick=False):
        yield Huis("aa")


def als(huis, rol, **meer):
    return huis.binnen(gebruiker=huis.leden[rol].gebruiker_id, **meer)


def lees(huis, rol, soort, pk, vraag=""):
    antwoord = meld_aan(huis.leden[rol].gebruiker).get(f"/geschiedenis/{soort}/{pk}/{vraag}")
    assert antwoord.status_code == 200
    return " ".join(antwoord.content.decode().split())


def test_een_plek_in_woorden(huis):
    with als(huis, "hr"):
        plek_stappen.wijzig(
            huis.actor("hr"), huis.plek, uren_per_maand=64, taken=["gras maaien"], beschikbaar_tot=date(2023, 11, 30)
        )
    pagina = lees(huis, "hr", "leerwerkplek", huis.plek.pk)
    assert "<li>wijzigde uren per maand van 48 naar 64</li>" in pagina
    assert "<li>wijzigde beschikbaar tot van 31 december 2023 naar 30 november 2023</li>" in pagina
    assert "<li>wijzigde taken</li>" in pagina and "gras maaien" not in pagina
    assert '<span class="tijdlijn-wat">Hr Van Aa</span>' in pagina
    assert "De installatie" in pagina and "bood de plek aan Partner aa aan, op 1 maart 2023" in pagina
    assert "wijzigde status van klaar naar aangeboden" in pagina


def test_een_wijziging_is_een_zin_met_naam(huis):
    with als(huis, "hr"):
        Leerwerkplek.objects.filter(pk=huis.plek.pk).update(uren_per_maand=32)
    assert "Hr Van Aa wijzigde uren per maand van 48 naar 32" in lees(huis, "hr", "leerwerkplek", huis.plek.pk)


def test_leeg_en_ja_en_een_verwijzing(huis):
    with als(huis, "hr"):
        Leerwerkplek.objects.filter(pk=huis.plek.pk).update(mentor=None, additioneel=False, beschikbaar_tot=None)
        Aanbod.objects.filter(leerwerkplek=huis.plek).update(antwoord="aanvaard", antwoord_op=date(2023, 4, 1))
    pagina = lees(huis, "hr", "leerwerkplek", huis.plek.pk)
    for zin in (
        "maakte mentor leeg; het was mentor M001",
        "wijzigde additioneel van ja naar nee",
        "maakte beschikbaar tot leeg; het was 31 december 2023",
        "vulde antwoord in: zoekt kandidaten (aanbod van",
        "vulde antwoord op in: 1 april 2023",
    ):
        assert zin in pagina, zin


def test_een_mentor_met_leiding_en_opleiding(huis):
    with als(huis, "hr"):
        mentor_stappen.wijzig_mentor(
            huis.actor("hr"), huis.mentor, organisatie=huis.organisatie, dienst="Geheime dienst"
        )
        huis.certificaat()
    pagina = lees(huis, "hr", "mentor", huis.mentor.pk)
    assert "Hr Van Aa wijzigde dienst" in pagina or "<li>wijzigde dienst</li>" in pagina
    assert "Geheime dienst" not in pagina
    assert "noteerde Leidinggevende Van Aa als direct leidinggevende vanaf 1 januari 2023" in pagina
    assert "noteerde deelname aan opleiding O-M001" in pagina
    assert "vulde certificaat in: bestand" in pagina and "(opleiding O-M001)" in pagina


def test_een_fiche_en_haar_handtekening(huis):
    with als(huis, "leidinggevende"):
        fiche = huis.ondertekende_fiche()
    pagina = lees(huis, "coordinator", "fiche", fiche.pk)
    assert "wijzigde status van ter ondertekening naar ondertekend" in pagina
    assert "ondertekende in de toepassing, als direct leidinggevende van de mentor" in pagina


def test_de_uren_van_een_maand_ook_verwijderde(huis):
    with als(huis, "mentor"):
        plaatsing = huis.plaatsing()
        een = uren.voer_in(huis.installatie, plaatsing, Invoer(date(2023, 6, 5), minuten=450))
        weg = uren.voer_in(huis.installatie, plaatsing, Invoer(date(2023, 6, 6), minuten=60))
        uren.voer_in(huis.installatie, plaatsing, Invoer(date(2023, 5, 8), minuten=90))
        uren.wijzig(huis.installatie, een, Invoer(date(2023, 6, 5), minuten=360))
        uren.verwijder(huis.installatie, weg)
        staat = maand.doorsturen(huis.installatie, plaatsing, date(2023, 6, 1))
    for rol in ("hr", "mentor"):
        pagina = lees(huis, rol, "maandstaat", staat.pk)
        for zin in (
            "vulde 7,5 u in op 5 juni 2023",
            "wijzigde minuten van 7,5 u naar 6 u (uren van 5 juni 2023)",
            "verwijderde 1 u op 6 juni 2023",
            "juni 2023 van D001",
        ):
            assert zin in pagina, zin
        assert "1,5 u" not in pagina  # mei hoort er niet bij
        assert "Pauwels" not in pagina and "Filip" not in pagina
    assert "plaatsing P001" in lees(huis, "hr", "plaatsing", plaatsing.pk)


def test_rollen_project_en_instellingen(huis):
    with als(huis, "beheerder"):
        Lidmaatschap.objects.filter(pk=huis.leden["hr"].pk).update(rollen=["hr", "coordinator"], functie="hoofd")
        Subsidieproject.objects.filter(pk=huis.project.pk).update(toegekend_bedrag="14793.69", titel="Nieuw")
        Bestuur.objects.filter(pk=huis.bestuur_id).update(tweede_factor=True, kbo_nummer="0123456749")
        Bestuur.objects.filter(pk=huis.bestuur_id).update(tweede_factor=False)  # anders vraagt dit scherm ernaar
    pagina = lees(huis, "beheerder", "persoon", huis.leden["hr"].pk)
    assert "wijzigde rollen van HR naar HR en projectcoördinator" in pagina and "wijzigde functie" in pagina
    assert "hoofd" not in pagina
    pagina = lees(huis, "controleur", "project", huis.project.pk)
    assert "wijzigde toegekend bedrag van € 7.396,84 naar € 14.793,69" in pagina and "wijzigde titel" in pagina
    pagina = lees(huis, "beheerder", "bestuur", huis.bestuur_id)
    assert "wijzigde tweede factor verplicht van nee naar ja" in pagina
    assert "vulde KBO-nummer in: 0123.456.749" in pagina


def test_een_regel_van_een_andere_versie_blijft_leesbaar():
    """Kolommen komen en gaan; een oude regel geeft altijd een zin."""
    namen = Namen()
    for regel, verwacht in (
        (Wijziging(tabel="plaatsingen_prestatie", soort="I", sleutel=1, onder=1, nieuw={}), "vulde een dag zonder uren in op …"),
        (Wijziging(tabel="weg_tabel", soort="D", sleutel=7, onder=7, oud={"x": 1}), "verwijderd: weg_tabel 7"),
        (
            Wijziging(tabel="mentoren_opleiding", soort="U", sleutel=1, onder=1, oud={"uren": 4, "oude_id": 1}, nieuw={"uren": 4.5, "oude_id": 2}),
            "wijzigde uren van 4 naar 4,5",
        ),
    ):  # fmt: skip
        assert zinnen(regel, namen)[0] == verwacht
    assert zinnen(regel, namen)[1] == "wijzigde oude van 1 naar 2"


def test_wat_weg_is_heet_verwijderd(huis):
    with als(huis, "hr"):
        extra = Leerwerkplek.objects.get(pk=huis.plek.pk)
        ander = huis.lid("tijdelijk", "mentor")
        mentor = mentor_stappen.maak_mentor(
            huis.installatie, ander, organisatie=huis.organisatie, dienst="", leidinggevende=huis.leden["leidinggevende"],
            vanaf=date(2023, 1, 1),
        )  # fmt: skip
        Leerwerkplek.objects.filter(pk=extra.pk).update(mentor=mentor)
        Leerwerkplek.objects.filter(pk=extra.pk).update(mentor=huis.mentor)
        mentor.delete()
    assert "van mentor (verwijderd) naar mentor M001" in lees(huis, "hr", "leerwerkplek", extra.pk)


@pytest.mark.parametrize("soort", SOORTEN)
def test_buiten_je_bereik_404_verkeerde_rol_403(huis, soort):
    bb = Huis("bb")
    vreemd = {
        "leerwerkplek": bb.plek,
        "mentor": bb.mentor,
        "project": bb.project,
        "persoon": bb.leden["hr"],
        "bestuur": bb.bestuur,
    }
    with bb.binnen():
        vreemd["fiche"] = bb.fiche()
        vreemd["overleg"] = Overleg.objects.create(
            bestuur=bb.bestuur, datum=date(2023, 2, 1), met="vdab", onderwerp="o"
        )
        vreemd["plaatsing"] = bb.plaatsing()
        keuze = Wijzigingen({"goed": "rustig"})
        vreemd["evaluatie"] = evaluatie.bewaar(bb.installatie, vreemd["plaatsing"], "start", keuze)
        uren.voer_in(bb.installatie, vreemd["plaatsing"], Invoer(date(2023, 6, 5), minuten=60))
        vreemd["maandstaat"] = maand.doorsturen(bb.installatie, vreemd["plaatsing"], date(2023, 6, 1))
    if soort == "kandidatuur":
        opzet = Opzet("cc")
        vreemd[soort], bb = opzet.kandidaat(), opzet.huis
    mag = {"persoon": "beheerder", "bestuur": "beheerder", "project": "coordinator"}.get(soort, "hr")
    url = f"/geschiedenis/{soort}/{vreemd[soort].pk}/"
    assert meld_aan(huis.leden[mag].gebruiker).get(url).status_code == 404
    assert meld_aan(bb.leden[mag].gebruiker).get(url).status_code == 200
    assert meld_aan(bb.partnerlid.gebruiker).get(url).status_code == 403
    niet = "mentor" if mag != "hr" or soort in ("leerwerkplek", "mentor", "fiche") else "directeur"
    assert meld_aan(bb.leden[niet].gebruiker).get(url).status_code == 403


def test_onbekende_soort_en_rare_bladzijde(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    assert klant.get(f"/geschiedenis/onzin/{huis.plek.pk}/").status_code == 404
    assert "Ouder is er niet" in klant.get(f"/geschiedenis/leerwerkplek/{huis.plek.pk}/?voor=1").content.decode()
    for raar in ("x", "9" * 30, "-1"):
        assert klant.get(f"/geschiedenis/leerwerkplek/{huis.plek.pk}/?voor={raar}").status_code == 200


def test_bladeren_en_een_vast_aantal_vragen(huis):
    def tel():
        with CaptureQueriesContext(connection) as vragen:
            pagina = lees(huis, "hr", "leerwerkplek", huis.plek.pk)
        return len(vragen), pagina

    weinig, _ = tel()
    with als(huis, "hr"):
        for n in range(250):
            Leerwerkplek.objects.filter(pk=huis.plek.pk).update(uren_per_maand=32 + n % 30)
    veel, pagina = tel()
    assert veel <= weinig
    assert pagina.count("wijzigde uren per maand") == 100 and "Oudere tonen" in pagina
    volgende = pagina.partition("?voor=")[2].partition('"')[0]
    assert lees(huis, "hr", "leerwerkplek", huis.plek.pk, f"?voor={volgende}").count("wijzigde uren per maand") == 100
