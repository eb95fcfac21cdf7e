"""Op papier ondertekenen: een scan telt pas als een tweede persoon ze naast de versie legde en bevestigde."""

import io
from datetime import date

import pytest
import segno
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from berichten.models import Bericht
from documenten import huisstijl, opslag, scan
from documenten.opladen import Opgeladen
from documenten.scan import Gelezen
from fiches import pdf, stappen
from fiches.enums import Aanleverstatus, Status
from fiches.models import Aanlevering, Fiche, FicheBlad, Handtekening
from fiches.stappen import aanleveren, bevestigen
from fiches.verificatie import zoek
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur
from rapportage import cijfers, inhoud
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import PDF
from tests.hulp.scherm import aantal

DAG = date(2023, 6, 15)
SCAN = Opgeladen(PDF, "application/pdf", ".pdf")


@pytest.fixture
def codes(monkeypatch):
    """Wat er op de scan te lezen is; een scan echt openen doet test_een_echte_scan."""
    gelezen = []
    monkeypatch.setattr("documenten.scan.lees", lambda inhoud: Gelezen(1, tuple(gelezen)))
    return gelezen


@pytest.fixture
def papier(huis, codes):
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_papier=True)
        huis.leden["hr2"] = huis.lid("hr2", "hr")
    return huis


@pytest.fixture
def fiche(papier):
    with papier.binnen():
        return papier.fiche()


def lever(huis, fiche, wie="hr", ondertekenaar="leidinggevende", datum=DAG, hoedanigheid="leidinggevende"):
    return aanleveren.lever_papier(
        huis.actor(wie),
        fiche,
        bestand=SCAN,
        ondertekenaar=huis.leden[ondertekenaar],
        hoedanigheid=hoedanigheid,
        datum=datum,
    )


def bevestig(huis, rij, wie="directeur", vergeleken=True):
    sha = rij.fiche.inhoud_sha256
    return bevestigen.bevestig(huis.actor(wie), rij, vergeleken=vergeleken, inhoud_sha256=sha)


def test_van_scan_tot_bewijs(papier, fiche):
    """Opladen, bevestigen, verzegelen; de PDF, het rapport en het pakket zeggen hoe er getekend is."""
    with papier.binnen():
        rij = lever(papier, fiche)
        assert rij.status == Aanleverstatus.TE_BEVESTIGEN
        assert not Handtekening.objects.exists()
        handtekening = bevestig(papier, rij)
        assert handtekening.wijze == "papier"
        assert (handtekening.naam, handtekening.hoedanigheid) == ("Leidinggevende Van Aa", "leidinggevende")
        assert (handtekening.opgeladen_door, handtekening.bevestigd_door) == (
            papier.leden["hr"],
            papier.leden["directeur"],
        )
        assert handtekening.gezag["grond"] == "direct leidinggevende van mentor M001"
        assert handtekening.scan.bewaarklasse == "bewijs"
        assert "vergeleek" in handtekening.bewijst
        fiche.refresh_from_db()
        assert fiche.status == Status.ONDERTEKEND
        daden = set(Gebeurtenis.objects.filter(wat__startswith="fiche.").values_list("wat", flat=True))
        assert {"fiche.scan_opgeladen", "fiche.scan_bevestigd", "fiche.ondertekend"} <= daden
    assert voer_alles_uit(*Taak.objects.filter(naam="fiches.verzegel").values_list("pk", flat=True)) == []
    with papier.binnen():
        blad = FicheBlad.objects.get(soort="verzegeld").document
        (uitkomst,) = cijfers.bereken([papier.project], date(2023, 12, 31))
        (tellend,) = uitkomst.fiches
        assert (tellend.ondertekend_op, tellend.document, tellend.scan) == (DAG, blad, handtekening.scan)
        alles = inhoud.verzamel(uitkomst, papier.bestuur, huisstijl.voor(papier.bestuur))
        code = papier.plek.code
        assert set(alles.bewijzen) == {f"fiches/{code}-v1.pdf", f"scans/{code}-v1.pdf"}
        (tabel,) = [t for t in alles.tabellen if t.naam == "fiches"]
        assert dict(zip(tabel.koppen, tabel.rijen[0], strict=True))["Wijze"] == "op papier"
        assert dict(zip(tabel.koppen, tabel.rijen[0], strict=True))["Scan-sha256"] == handtekening.scan.sha256
        tekst = " ".join(p.extract_text() for p in PdfReader(opslag.pad(blad)).pages).replace("\n", " ")
    zin = "Op papier ondertekend door Leidinggevende Van Aa op 15 juni 2023, bevestigd door Directeur Van Aa op"
    assert zin in " ".join(tekst.split())
    assert handtekening.scan.sha256 in tekst.replace(" ", "")
    assert zoek(fiche.token).wijze == "papier"


def test_wie_wat_hoort(papier, fiche):
    with papier.binnen():
        rij = lever(papier, fiche)
        kreeg = Bericht.objects.filter(soort="scan_te_bevestigen").values_list("ontvanger__email", flat=True)
        assert sorted(kreeg) == ["coordinator@aa.example", "directeur@aa.example", "hr2@aa.example"]
        bevestig(papier, rij, "coordinator")
        beslist = Bericht.objects.filter(soort="scan_beslist").values_list("ontvanger__email", flat=True)
        assert sorted(beslist) == ["hr@aa.example", "leidinggevende@aa.example"]  # wie oplaadde, en wie tekende
        assert not Bericht.objects.filter(soort="scan_te_bevestigen", gelezen_op=None).exists()


def test_wie_oplaadt_bevestigt_niet(papier, fiche):
    """De stap weigert, en ook de databank: met de rij en met de handtekening."""
    with papier.binnen():
        rij = lever(papier, fiche)
        with pytest.raises(PermissionDenied, match="Je laadde dit zelf op"):
            bevestig(papier, rij, "hr")
        with pytest.raises(PermissionDenied, match="Je laadde dit zelf op"):
            bevestigen.weiger(papier.actor("hr"), rij, reden="nee")
        with pytest.raises(IntegrityError, match="aanlevering_tweede_persoon"), transaction.atomic():
            Aanlevering.objects.filter(pk=rij.pk).update(beoordeeld_door=papier.leden["hr"])
        gegevens = {
            "bestuur": papier.bestuur, "fiche": fiche, "wijze": "papier", "ondertekenaar": papier.leden["leidinggevende"],
            "hoedanigheid": "leidinggevende", "naam": "x", "organisatie": "x", "gezag": {}, "verklaring": "x",
            "inhoud_sha256": fiche.inhoud_sha256, "ondertekend_op": fiche.vastgelegd_op, "scan": rij.bestand,
            "opgeladen_door": papier.leden["hr"], "bevestigd_door": papier.leden["hr"], "bevestigd_op": DAG,
        }  # fmt: skip
        with pytest.raises(IntegrityError, match="handtekening_tweede_persoon"), transaction.atomic():
            Handtekening.objects.create(**gegevens)
        for zonder in ("scan", "bevestigd_door"):
            with (
                pytest.raises(IntegrityError, match="handtekening_scan_bevestigd|handtekening_bevestigd"),
                transaction.atomic(),
            ):
                Handtekening.objects.create(**gegevens | {"bevestigd_door": papier.leden["directeur"]} | {zonder: None})


def test_de_mentor_van_de_plek_tekent_niet_en_bevestigt_niet(papier, fiche):
    with papier.binnen():
        mentor = papier.leden["mentor"]
        mentor.rollen = ["mentor", "hr", "coordinator"]
        mentor.save(update_fields=["rollen"])
        with pytest.raises(Geweigerd, match="mentor van de plek"):
            lever(papier, fiche, ondertekenaar="mentor", hoedanigheid="hr")
        rij = lever(papier, fiche)
        with pytest.raises(PermissionDenied, match="mentor van deze plek"):
            bevestig(papier, rij, "mentor")


def test_geweigerd_met_reden_dan_opnieuw(papier, fiche):
    with papier.binnen():
        rij = lever(papier, fiche)
        with pytest.raises(Geweigerd, match="al een ondertekend exemplaar"):
            lever(papier, fiche, "hr2")
        with pytest.raises(Geweigerd, match="Zeg waarom"):
            bevestigen.weiger(papier.actor("directeur"), rij, reden="  ")
        bevestigen.weiger(papier.actor("directeur"), rij, reden="De handtekening ontbreekt.")
        (bericht,) = Bericht.objects.filter(soort="scan_beslist")
        assert bericht.ontvanger == papier.leden["hr"].gebruiker
        assert "De reden: De handtekening ontbreekt." in bericht.alineas
        with pytest.raises(Geweigerd, match="al geweigerd"):
            bevestig(papier, rij)
        fiche.refresh_from_db()
        assert fiche.status == Status.TER_ONDERTEKENING
        assert bevestig(papier, lever(papier, fiche)).wijze == "papier"


@pytest.mark.parametrize(
    ("dag", "zin"),
    [
        (date(2023, 5, 31), "Deze versie bestaat sinds 1 juni 2023"),
        (date(2023, 6, 1), ""),
        (date(2023, 6, 20), ""),
        (date(2023, 6, 21), "moet nog komen"),
    ],
)
def test_de_dag(papier, fiche, dag, zin):
    """Niet in de toekomst, en niet voor de versie er was; de randen tellen mee."""
    with papier.binnen(), time_machine.travel("2023-06-20T10:00:00Z", tick=False):
        if zin:
            with pytest.raises(Geweigerd, match=zin):
                lever(papier, fiche, datum=dag)
        else:
            assert lever(papier, fiche, datum=dag).getekend_op == dag


def test_wie_dat_toen_niet_mocht(papier, fiche):
    with papier.binnen():
        with pytest.raises(Geweigerd, match="niet in die hoedanigheid"):
            lever(papier, fiche, hoedanigheid="directeur")
        with pytest.raises(PermissionDenied):  # een leidinggevende van iemand anders
            papier.leden["ander"] = papier.lid("ander", "leidinggevende")
            lever(papier, fiche, "ander")
        assert lever(papier, fiche, "leidinggevende").door == papier.leden["leidinggevende"]


def test_de_code_van_een_andere_fiche_weigert(papier, codes, fiche):
    with papier.binnen():
        ander = papier.fiche(papier.maak_plek())
        for token, zin in (
            (
                ander.token,
                f"Dit is een scan van fiche {ander.code}, versie 1. Laad die van {fiche.code}, versie 1, op.",
            ),
            ("x" * 22, f"Dit is een scan van een andere fiche. Laad die van {fiche.code}, versie 1, op."),
        ):
            codes[:] = [pdf.controle_adres(Fiche(token=token))]
            with pytest.raises(Geweigerd) as geweigerd:
                lever(papier, fiche)
            assert geweigerd.value.alle == [(zin, "bestand")]
        stappen.terugsturen(papier.actor("leidinggevende"), fiche, reden="anders")
        tweede = papier.fiche(op=date(2023, 6, 2))
        codes[:] = [pdf.controle_adres(fiche), pdf.controle_adres(tweede)]
        with pytest.raises(Geweigerd, match=f"van fiche {fiche.code}, versie 1. Laad die van {fiche.code}, versie 2"):
            lever(papier, tweede)


def test_zonder_gelezen_code_vergelijkt_de_tweede_persoon(papier, codes, fiche):
    codes[:] = ["https://ergens.example/reclame"]  # een code die niet van ons is, telt niet
    with papier.binnen():
        rij = lever(papier, fiche)
        assert not rij.code_gelezen
        with pytest.raises(Geweigerd, match="vink het aan") as geweigerd:
            bevestig(papier, rij, vergeleken=False)
        assert geweigerd.value.veld == "vergeleken"
        aanleveren.trek_in(papier.actor("hr"), rij)
        codes[:] = [pdf.controle_adres(fiche)]
        rij = lever(papier, fiche)
        assert rij.code_gelezen
        assert bevestig(papier, rij, vergeleken=False).wijze == "papier"


def test_een_echte_scan(papier, fiche):
    """De code staat op de leeskopie en is uit een scheve foto te lezen; rommel is een zin bij het veld."""
    tekening = io.BytesIO()
    segno.make(pdf.controle_adres(fiche), error="m").save(tekening, kind="png", scale=5, border=4)
    blad = Image.new("RGB", (1240, 1754), "white")
    blad.paste(Image.open(tekening).convert("RGB").rotate(4, expand=True, fillcolor="white"), (700, 1200))
    foto = io.BytesIO()
    blad.save(foto, "JPEG", quality=60)
    uitvoer = scan._kind(foto.getvalue(), "lees")
    assert pdf.controle_adres(fiche).encode() in uitvoer
    assert scan.toon(foto.getvalue(), 1).startswith(b"\xff\xd8")
    for rommel in (b"%PDF-1.4 niets %%EOF", b"\x89PNG\r\n\x1a\nkapot IEND"):
        with pytest.raises(scan.Onleesbaar, match="Deze scan gaat niet open"):
            scan._kind(rommel, "lees")


def test_een_ander_was_eerst(papier, fiche):
    """Wie in de toepassing tekent, laat de scan vervallen; niemand moet ze nog bevestigen."""
    with papier.binnen():
        rij = lever(papier, fiche)
        stappen.ondertekenen(
            papier.actor("leidinggevende"), fiche, hoedanigheid="leidinggevende", inhoud_sha256=fiche.inhoud_sha256
        )
        rij.refresh_from_db()
        assert rij.status == Aanleverstatus.VERVALLEN
        with pytest.raises(Geweigerd, match="al vervallen"):
            bevestig(papier, rij)


def test_niet_toegelaten(huis, codes):
    with huis.binnen():
        fiche = huis.fiche()
        with pytest.raises(Geweigerd, match="laat deze manier van ondertekenen niet toe"):
            lever(huis, fiche)
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_papier=True, teken_toepassing=False)
        with pytest.raises(Geweigerd, match="ondertekent niet in de toepassing"):
            stappen.ondertekenen(
                huis.actor("leidinggevende"), fiche, hoedanigheid="leidinggevende", inhoud_sha256=fiche.inhoud_sha256
            )
        assert lever(huis, fiche).wijze == "papier"


def test_wat_opgeladen_is_ligt_vast(papier, fiche):
    with papier.binnen():
        rij = lever(papier, fiche)
        for kolom in ("naam", "hoedanigheid", "door_id", "code_gelezen", "wijze"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"UPDATE fiches_aanlevering SET {kolom} = {kolom} WHERE id = {rij.pk}")


# --- de schermen


def bestand(inhoud=PDF, naam="scan.pdf"):
    return SimpleUploadedFile(naam, inhoud)


def gelezen(antwoord):
    inhoud = b"".join(antwoord.streaming_content)
    return inhoud


def invoer(huis, **anders):
    lid = huis.leden["leidinggevende"].pk
    return {
        "ondertekenaar": lid,
        "hoedanigheid": "leidinggevende",
        "datum": "15/06/2023",
        "bestand": bestand(),
    } | anders


def test_van_opladen_tot_bevestigen_op_het_scherm(papier, fiche, als):
    pagina, adres = reverse("fiches:fiche", args=[fiche.pk]), reverse("fiches:papier", args=[fiche.pk])
    browser = als(papier.leden["hr"])
    assertContains(browser.get(pagina), adres)
    fout = browser.post(adres, invoer(papier, datum="15/06/2099"))
    assertContains(fout, "Deze dag moet nog komen")
    assertContains(fout, "Kies het bestand opnieuw.")
    assertContains(browser.post(adres, invoer(papier, bestand=bestand(b"hallo", "x.txt"))), "geen PDF, JPEG of PNG")
    assertRedirects(browser.post(adres, invoer(papier)), pagina)
    with papier.binnen():
        rij = Aanlevering.objects.get()
    assertContains(browser.get(pagina), "Scan intrekken")
    zelf = reverse("fiches:bevestigen", args=[rij.pk])
    assert browser.get(zelf).status_code == 403
    assertContains(browser.get(reverse("fiches:te_bevestigen")), "Alles is bevestigd")
    directeur = als(papier.leden["directeur"])
    assertContains(directeur.get(reverse("start")), "Scans te bevestigen")
    assertContains(directeur.get(reverse("fiches:te_bevestigen")), zelf)
    scherm = directeur.get(zelf)
    for stuk in ("onkruid wieden", reverse("fiches:scanblad", args=[rij.pk, 1]), "De controlecode is niet gelezen",
                 "Leidinggevende Van Aa", "15 juni 2023", fiche.inhoud_sha256[:16]):  # fmt: skip
        assertContains(scherm, stuk)
    assert gelezen(directeur.get(reverse("fiches:aangeleverd", args=[rij.pk]))) == PDF
    sha = {"inhoud_sha256": fiche.inhoud_sha256}
    assertContains(directeur.post(zelf, sha), "Kijk dit na en vink het aan.")
    assertRedirects(directeur.post(zelf, sha | {"vergeleken": "on"}), pagina)
    assertRedirects(directeur.post(zelf, sha | {"vergeleken": "on"}), pagina)  # nog eens: een antwoord
    klaar = directeur.get(pagina)
    for stuk in ("Ondertekend op papier", "bevestigd door Directeur Van Aa", "Scan openen"):
        assertContains(klaar, stuk)
    assert gelezen(directeur.get(reverse("fiches:document", args=[fiche.pk, "scan"]))) == PDF
    assertContains(directeur.get(reverse("verificatie", args=[fiche.token])), "op papier")


def test_weigeren_op_het_scherm(papier, fiche, als):
    with papier.binnen():
        rij = lever(papier, fiche, "leidinggevende")
    adres = reverse("fiches:weigeren", args=[rij.pk])
    hr = als(papier.leden["hr"])
    assertContains(hr.post(adres, {"reden": ""}), "Zeg waarom je de scan weigert.")
    assertRedirects(hr.post(adres, {"reden": "Onleesbaar."}), reverse("fiches:te_bevestigen"))
    scherm = als(papier.leden["leidinggevende"]).get(reverse("fiches:fiche", args=[fiche.pk]))
    assertContains(scherm, "Hr Van Aa weigerde wat opgeladen was")
    assertContains(scherm, "Onleesbaar.")


def test_enkel_wat_het_bestuur_toelaat_is_te_zien(huis, als):
    with huis.binnen():
        fiche = huis.fiche()
    adres = reverse("fiches:fiche", args=[fiche.pk])
    scherm = als(huis.leden["leidinggevende"]).get(adres)
    assertContains(scherm, "Je verklaart:")
    assertNotContains(scherm, "Op papier ondertekenen")
    assert als(huis.leden["hr"]).get(reverse("fiches:papier", args=[fiche.pk])).status_code == 403
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_papier=True, teken_toepassing=False)
    scherm = als(huis.leden["leidinggevende"]).get(adres)
    assertNotContains(scherm, "Je verklaart:")
    assertContains(scherm, "Op papier ondertekenen")


def test_de_leeskopie_heeft_een_plaats_om_te_tekenen(fiche):
    met, zonder = (PdfReader(io.BytesIO(pdf.leeskopie(fiche, papier=p))) for p in (True, False))
    tekst = " ".join(p.extract_text() for p in met.pages)
    assert "Handtekening" in tekst
    assert fiche.inhoud_sha256[:16] in tekst
    assert "Handtekening" not in " ".join(p.extract_text() for p in zonder.pages)


def test_evenveel_vragen_bij_een_als_bij_meer(papier, als):
    aantallen, adres = [], reverse("fiches:te_bevestigen")
    for meer in (1, 4):
        with papier.binnen():
            for _ in range(meer):
                lever(papier, papier.fiche(papier.maak_plek()))
        browser = als(papier.leden["directeur"])
        browser.get(adres)
        with CaptureQueriesContext(connection) as vragen:
            browser.get(adres)
        aantallen.append(aantal(vragen))
    assert aantallen[0] == aantallen[1] <= 15
