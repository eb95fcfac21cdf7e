"""Een demo: wie mag ze laden, accounts en wachtwoord, voorbeeldcertificaten, fiches door de echte taken verzegeld."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader

from documenten import opslag
from documenten.models import Document
from evaluaties.models import Evaluatie
from fiches.models import FicheBlad
from mentoren.models import Deelname
from organisaties import isolatie
from organisaties.models import Bestuur, Gebruiker
from rapportage.models import Controle
from taken.models import Taak
from tests.uitwisseling.hulp import aantallen, importeer, klein, kopie, schrijf, weigering
from uitwisseling import certificaten
from uitwisseling.toelating import besturen

DEMO = {"demo": True, "peildatum": "vandaag", "niet_wachten": True}


def binnen():
    return isolatie.namens(bestuur=besturen()[0][0])


def test_demo_alleen_waar_ze_mag(leeg, settings, demo, tmp_path):
    pad = schrijf(tmp_path, klein("opwijk"))
    voor = aantallen()
    settings.GD_DEMO = False
    assert "geen demo" in weigering(pad, demo=True)[0]
    settings.GD_DEMO = True
    settings.GD_ZEGEL_PKCS12 = "/zegel/echt.p12"
    assert "echt zegel" in weigering(pad, demo=True)[0]
    settings.GD_ZEGEL_PKCS12 = ""
    settings.GD_DEMO_WACHTWOORD = ""
    assert "GD_DEMO_WACHTWOORD" in weigering(pad, demo=True)[0]
    assert aantallen() == voor


def test_demo_en_echt_staan_nooit_naast_elkaar(leeg, demo, tmp_path):
    opwijk, herent = schrijf(tmp_path, klein("opwijk")), schrijf(tmp_path, klein("herent"), "herent.json")
    importeer(opwijk)
    assert "echte gegevens (opwijk)" in weigering(herent, demo=True)[0]
    assert "echte gegevens (opwijk)" in weigering(opwijk, demo=True)[0]
    leeg()
    importeer(opwijk, **DEMO)
    assert "demogegevens (opwijk)" in weigering(herent)[0]
    assert "demogegevens (opwijk)" in weigering(opwijk)[0]
    leeg()


def test_verschoven_blijft_verschoven(leeg, demo, tmp_path, time_machine):
    pad = schrijf(tmp_path, klein("opwijk"))
    time_machine.move_to("2025-03-05T10:00:00+01:00", tick=False)
    importeer(pad, **DEMO)
    assert "verschoven datums" in weigering(pad, demo=True)[0]
    time_machine.move_to("2025-06-20T10:00:00+02:00", tick=False)
    assert "er is niets gewijzigd" in importeer(pad, **DEMO)
    with binnen():
        assert Bestuur.objects.get().demo_verschuiving_weken == 72  # 17/10/2023 → 4/3/2025
    leeg()
    importeer(pad, demo=True, niet_wachten=True)
    assert "zonder verschoven datums" in weigering(pad, **DEMO)[0]
    leeg()


def test_de_controleur_van_een_demo_heeft_een_controle(leeg, demo, tmp_path):
    """Ook na twee keer laden één; buiten een demo opent de import niets."""
    pad = schrijf(tmp_path, klein("opwijk"))
    for _ in range(2):
        importeer(pad, **DEMO)
    with binnen():
        controle = Controle.objects.select_related("lidmaatschap").get()
        assert controle.lidmaatschap.rollen == ["controleur"] and controle.tot == controle.lidmaatschap.tot
    leeg()
    importeer(pad)
    with binnen():
        assert not Controle.objects.exists()
    leeg()


def test_een_demo_heeft_evaluaties(leeg, demo, tmp_path):
    """Met echte stappen, tot vandaag, en een tweede keer laden voegt er geen toe."""
    pad = schrijf(tmp_path, klein("opwijk", 3))
    importeer(pad, **DEMO)
    with binnen():
        gemaakt = list(Evaluatie.objects.values_list("moment", "status", "afgerond_op"))
        assert {status for _, status, _ in gemaakt} == {"afgerond"} and {"start"} <= {moment for moment, *_ in gemaakt}
        assert max(dag for *_, dag in gemaakt) <= timezone.localdate()
    importeer(pad, **DEMO)
    with binnen():
        assert Evaluatie.objects.count() == len(gemaakt)
    leeg()


def test_wachtwoord_voor_nieuwe_personen_en_nooit_opnieuw(leeg, demo, settings, tmp_path):
    d = klein("opwijk")
    Gebruiker.objects.create_user("hr1@opwijk.example", "mijn-eigen-wachtwoord", voornaam="Zoë", naam="Aerts")
    importeer(schrijf(tmp_path, d), **DEMO)
    eigen = Gebruiker.objects.get(email="hr1@opwijk.example")
    assert eigen.check_password("mijn-eigen-wachtwoord") and not eigen.check_password(settings.GD_DEMO_WACHTWOORD)
    andere = Gebruiker.objects.exclude(pk=eigen.pk)
    assert andere.count() == len(d["personen"]) - 1
    assert all(g.check_password(settings.GD_DEMO_WACHTWOORD) for g in andere)
    settings.GD_DEMO_WACHTWOORD = "een-ander-wachtwoord"
    importeer(schrijf(tmp_path, d), **DEMO)
    assert not any(g.check_password("een-ander-wachtwoord") for g in Gebruiker.objects.all())
    leeg()


def test_accounts_per_rol_met_adres_en_wachtwoord(leeg, demo, settings, tmp_path):
    settings.GD_ADRES = "http://127.0.0.1:8000"
    with pytest.raises(CommandError, match="nog geen demobestuur"):
        call_command("demo_accounts")
    importeer(schrijf(tmp_path, klein("opwijk")), **DEMO)
    importeer(schrijf(tmp_path, klein("herent")), **DEMO)
    uit = io.StringIO()
    call_command("demo_accounts", stdout=uit)
    regels = dict(regel.rsplit(maxsplit=1) for regel in uit.getvalue().splitlines())
    assert regels["Adres"] == "http://127.0.0.1:8000/" and regels["Wachtwoord"] == "demo-wachtwoord-12"
    assert regels["HR"] == "hr1@opwijk.example" and regels["GLOW-partner"].startswith("glow")
    assert len(regels) == 10 and all(r.endswith("@opwijk.example") for r in list(regels.values())[1:-1])
    settings.GD_DEMO = False
    with pytest.raises(CommandError, match="geen demo"):
        call_command("demo_accounts")
    leeg()


def test_voorbeeldcertificaat_is_gemerkt_en_telkens_gelijk(leeg, demo, tmp_path):
    importeer(schrijf(tmp_path, klein("opwijk")), **DEMO)
    with binnen():
        deelname = Deelname.objects.select_related("certificaat", "opleiding", "mentor__lidmaatschap__gebruiker").get()
        inhoud = opslag.lees(deelname.certificaat)
        naam = deelname.mentor.naam
        assert certificaten.voorbeeld(deelname, deelname.certificaat_datum, "Gemeente Opwijk") == inhoud
    tekst = "\n".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(inhoud)).pages)
    assert "VOORBEELD" in tekst and "Demogegevens" in tekst and naam in tekst
    leeg()


def test_een_mislukte_demo_laat_geen_bestanden_achter(leeg, demo, settings, tmp_path):
    d = klein("opwijk")
    settings.GD_OPSLAG = tmp_path / "opslag"
    d["fiches"][0]["ondertekenaar"] = d["leerwerkplekken"][0]["mentor"]  # pas na de certificaten gezien
    voor = aantallen()
    assert "de mentor van de plek zelf" in weigering(schrijf(tmp_path, d), **DEMO)[0]
    assert aantallen() == voor
    assert not [pad for pad in (tmp_path / "opslag").rglob("*") if pad.is_file()]


def test_een_fiche_die_klaarligt_wordt_later_getekend(leeg, demo, tmp_path):
    d = klein("opwijk")
    getekend = kopie(d)
    d["fiches"][0] = {"leerwerkplek": "OPW-01", "status": "ter_ondertekening", "datum": "2023-06-15"}
    importeer(schrijf(tmp_path, d), **DEMO)
    assert Taak.objects.filter(naam__startswith="fiches.").get().naam == "fiches.leeskopie"
    assert "fiches, rij 2 (OPW-01): status gewijzigd." in importeer(schrijf(tmp_path, getekend), **DEMO)
    assert "er is niets gewijzigd" in importeer(schrijf(tmp_path, d), **DEMO), "wat getekend is blijft getekend"
    leeg()


def test_de_opdracht_wacht_tot_alles_verzegeld_is(leeg, demo, tmp_path):
    uit = importeer(schrijf(tmp_path, klein("opwijk")), demo=True, peildatum="vandaag")
    assert "Fiches: 2 van 2 documenten klaar." in uit
    assert set(Taak.objects.filter(naam__startswith="fiches.").values_list("status", flat=True)) == {"klaar"}
    with binnen():
        assert set(FicheBlad.objects.values_list("soort", flat=True)) == {"leeskopie", "verzegeld"}
        assert Document.objects.exclude(zegel_niveau="").count() == 1
    leeg()


def test_een_taak_die_niet_lukt_faalt_de_opdracht(leeg, demo, tmp_path, monkeypatch):
    from taken.register import VERWERKERS, Verwerker

    def stuk(werk, fiche_id):
        raise LookupError

    monkeypatch.setitem(VERWERKERS, "fiches.verzegel", Verwerker(stuk, 30, 1))
    regels = weigering(schrijf(tmp_path, klein("opwijk")), demo=True, peildatum="vandaag")
    assert "1 documenten zijn niet gemaakt (fiches.verzegel: LookupError" in regels[-1]
    assert aantallen()["fiches_fiche"] == 1, "de gegevens zelf zijn er: de taak staat bij de beheerder"
    leeg()
