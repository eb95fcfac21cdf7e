"""De schermen: overleg van plannen tot afvinken, de lijst met filters, en wat een genodigde en een partner zien."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from berichten.models import Bericht
from plaatsingen import overlegdossier
from plaatsingen.models import OverlegPlaatsing, OverlegPlek
from projecten.models import Actiepunt, Overeenkomst, Overleg, Prospect
from projecten.overzicht import met_punten
from projecten.stappen import actiepunten as punt_stappen
from projecten.stappen import overleg as stappen
from tests.bouw import PDF
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord.status_code
    return antwoord.content.decode()


def vul(klant, url, anker, waarden):
    """Zoals `vul_in`, ook voor een veld dat `met` heet."""
    return klant.post(url, velden(klant.get(url), anker) | waarden)


def dag(dagen):
    return f"{timezone.localdate() + timedelta(days=dagen):%d/%m/%Y}"


def hr(huis):
    return meld_aan(huis.leden["hr"].gebruiker)


def test_plannen_uitnodigen_verslag_en_actiepunt(huis):
    klant, plek = hr(huis), huis.plek
    begin = velden(klant.get(f"/overleg/nieuw/?plek={plek.pk}"), "onderwerp")
    assert begin["plekken"] == plek.code and begin["leden"] == [str(huis.leden["hr"].pk)]
    antwoord = klant.post(
        "/overleg/nieuw/",
        begin
        | {
            "onderwerp": "Startgesprek",
            "met": str(huis.partner.pk),
            "datum": dag(0),
            "uur": "14u30",
            "agenda": "- Kennismaking\n\nUren",
            "plaatsingen": "p001",
            "anderen": "Jo, jo@vdab.example",
        },
    )
    with huis.binnen():
        overleg = Overleg.objects.get()
        assert antwoord.url == f"/overleg/{overleg.pk}/" and overleg.agenda == ["Kennismaking", "Uren"]
        assert (
            OverlegPlek.objects.get().leerwerkplek == plek and OverlegPlaatsing.objects.get().plaatsing.code == "P001"
        )
    pad = antwoord.url
    assert "Uitnodigingen versturen" in tekst(klant.get(pad))
    pagina = tekst(klant.post(f"{pad}uitnodigen/", velden(klant.get(pad), "csrfmiddlewaretoken"), follow=True))
    assert "De uitnodigingen zijn vertrokken." in pagina and "Uitnodigingen versturen" not in pagina
    with huis.binnen():
        assert Bericht.objects.filter(soort="overleg").count() == 3
    assert vul_in(klant, f"{pad}verslag/", "verslag", verslag="Alles besproken", besluiten="Starten in mei").url == pad
    vul_in(klant, f"{pad}actiepunt/", "wat", wat="Kleding bestellen", wie=f"l{huis.leden['mentor'].pk}", tegen=dag(3))
    pagina = tekst(klant.get(pad))
    for deel in (
        "Starten in mei",
        "Kleding bestellen",
        "Mentor Van Aa",
        "Plaatsing P001",
        plek.code,
        "Kennismaking",
    ):
        assert deel in pagina
    assert "Pauwels" not in pagina  # een deelnemer heet hier zijn code
    for waar in (f"/leerwerkplekken/{plek.pk}/", f"/plaatsingen/{_plaatsing(huis)}/"):
        assert "Startgesprek" in tekst(klant.get(waar))
    geschiedenis = tekst(klant.get(f"/geschiedenis/overleg/{overleg.pk}/"))
    assert "noteerde een actiepunt" in geschiedenis and f"koppelde leerwerkplek {plek.code}" in geschiedenis

    mentor = meld_aan(huis.leden["mentor"].gebruiker)
    assert "Actiepunten" in tekst(mentor.get("/")) and "Alles besproken" in tekst(mentor.get(pad))
    pagina = tekst(mentor.get("/overleg/actiepunten/"))
    with huis.binnen():
        punt = Actiepunt.objects.get()
    post = velden(mentor.get("/overleg/actiepunten/"), "mijn") | {"gedaan": "ja"}
    assert "is gedaan" in tekst(mentor.post(f"/overleg/actiepunten/{punt.pk}/afvinken/", post, follow=True))
    assert "Kleding bestellen" not in tekst(mentor.get("/overleg/actiepunten/"))
    assert "Kleding bestellen" in tekst(mentor.get("/overleg/actiepunten/?stand=gedaan"))


def _plaatsing(huis):
    with huis.binnen():
        return OverlegPlaatsing.objects.get().plaatsing_id


def test_slechte_invoer_blijft_staan_met_een_zin_bij_het_veld(huis):
    klant = hr(huis)
    fout = {
        "onderwerp": "Bewaar mij",
        "met": "vdab",
        "datum": dag(1),
        "einduur": "10",
        "plekken": "BESTAAT-NIET",
        "anderen": "Jo, jo@fout",
    }
    pagina = tekst(vul(klant, "/overleg/nieuw/", "onderwerp", fout))
    for zin in ("“BESTAAT-NIET” bestaat niet", "“jo@fout” is geen e-mailadres", "Vul ook het beginuur in"):
        assert zin in pagina
    assert 'value="Bewaar mij"' in pagina and "Jo, jo@fout" in pagina
    for raar in ("", "x", "99999999999999999999", "٣"):
        assert klant.get(f"/overleg/nieuw/?plek={raar}&plaatsing={raar}").status_code == 200


def test_twee_tabbladen_en_afgelasten(huis, plan):
    with huis.binnen():
        overleg = plan(3)
        stappen.nodig_uit(huis.actor("hr"), overleg)
    klant, pad = hr(huis), f"/overleg/{overleg.pk}/"
    oud = velden(klant.get(f"{pad}wijzigen/"), "onderwerp")
    assert klant.post(f"{pad}wijzigen/", oud | {"plaats": "Zaal 1"}).status_code == 302
    pagina = tekst(klant.post(f"{pad}wijzigen/", oud | {"plaats": "Zaal 2"}))
    assert "Iemand wijzigde dit intussen" in pagina and "Zaal 1" in pagina and 'value="Zaal 2"' in pagina
    assert "2 genodigden krijgen bericht" in tekst(klant.get(f"{pad}afgelasten/"))
    vul_in(klant, f"{pad}afgelasten/", "reden", reden="ziekte")
    pagina = tekst(klant.get(pad))
    assert "Afgelast" in pagina and "ziekte" in pagina and "Overleg wijzigen" not in pagina
    ics = klant.get(f"{pad}agenda.ics")
    assert Calendar.from_ical(ics.content)["METHOD"] == "CANCEL"


def test_de_lijst_filters_en_export(huis, plan):
    with huis.binnen():
        punt_stappen.voeg_toe(huis.actor("hr"), plan(-40, onderwerp="Oud"), wat="x", wie="Jo")
        plan(5, onderwerp="Straks", met="vdab", glowpartner=None)
        mee = plan(-2, onderwerp="Samen", met="vdab", glowpartner=None, partners=[huis.partner])
        stappen.last_af(huis.actor("hr"), plan(6, onderwerp="Weg"), reden="ziek")
    klant = hr(huis)
    alles = {"Oud", "Straks", "Samen", "Weg"}
    for vraag, wel in (
        ("", alles),
        ("?stand=komt", {"Straks"}),
        ("?stand=geweest", {"Oud", "Samen"}),
        ("?stand=afgelast", {"Weg"}),
        ("?open=ja", {"Oud"}),
        (f"?met={huis.partner.pk}", {"Oud", "Samen", "Weg"}),
        ("?met=vdab", {"Straks", "Samen"}),
        (f"?van={dag(-3)}&tot={dag(5)}", {"Straks", "Samen"}),
        ("?q=oud", {"Oud"}),
        ("?van=onzin&met=9999&stand=x&sorteer=-open", alles),
    ):
        pagina = tekst(klant.get(f"/overleg/{vraag}"))
        assert {naam for naam in alles if f">{naam}</a>" in pagina} == wel, vraag
    assert "Geen overleg gevonden" in tekst(klant.get("/overleg/?q=niets"))
    with huis.binnen():
        blad = overlegdossier.tabel(met_punten(Overleg.objects.filter(pk=mee.pk)), timezone.localdate(), partner=False)
    assert blad.rijen[0][2:9] == ["Samen", "VDAB", "", "Geweest", "stand van zaken; uren", "", 0]
    map_ = openpyxl.load_workbook(io.BytesIO(klant.get("/overleg/?vorm=xlsx&stand=geweest").content))
    assert [rij[2] for rij in map_["Overleg"].iter_rows(min_row=2, values_only=True)] == ["Samen", "Oud"]


def test_een_constant_aantal_vragen(huis, plan):
    klant = hr(huis)

    def vragen(pad):
        with CaptureQueriesContext(
            connection,
        ) as gemeten:
            tekst(klant.get(pad))
        return len(gemeten)

    with huis.binnen():
        for nummer in range(2):
            punt_stappen.voeg_toe(huis.actor("hr"), plan(-1, onderwerp=f"o{nummer}"), wat="x", wie=huis.leden["hr"])
            Prospect.objects.create(
                bestuur=huis.bestuur, organisatie_naam=f"p{nummer}", soort="vzw", status="verkend",
                datum=timezone.localdate(), opvolger=huis.leden["hr"],
            )  # fmt: skip
            Overeenkomst.objects.create(
                bestuur=huis.bestuur, met="glow", glowpartner=huis.partner, onderwerp="x",
                van=timezone.localdate() + timedelta(days=nummer),
            )  # fmt: skip
    paden = ("/overleg/", "/overleg/actiepunten/", "/prospecten/", "/overeenkomsten/")
    eerst = [vragen(pad) for pad in paden]
    with huis.binnen():
        for nummer in range(2, 60):
            punt_stappen.voeg_toe(huis.actor("hr"), plan(-1, onderwerp=f"o{nummer}"), wat="x", wie=huis.leden["hr"])
            Prospect.objects.create(
                bestuur=huis.bestuur, organisatie_naam=f"p{nummer}", soort="vzw", status="toegezegd",
                datum=timezone.localdate(), opvolger=huis.leden["mentor"],
            )  # fmt: skip
    assert [vragen(pad) for pad in paden] == eerst and max(eerst) <= 18
    assert "pagina=2" in tekst(klant.get("/overleg/")) and "sorteer=open&amp;pagina=2" in tekst(
        klant.get("/overleg/?sorteer=open")
    )


def test_een_partner_leest_mee_en_vinkt_af(huis, bb, plan):
    with huis.binnen():
        overleg = plan(-1)
        stappen.noteer_verslag(huis.actor("hr"), overleg, verslag="Samen besproken", besluiten=["Verder doen"])
        punt = punt_stappen.voeg_toe(huis.actor("hr"), overleg, wat="Kandidaat zoeken", wie=huis.partner)
        intern = punt_stappen.voeg_toe(huis.actor("hr"), overleg, wat="Intern nakijken", wie=huis.leden["mentor"])
        ander = plan(-2, met="vdab", glowpartner=None, onderwerp="Enkel met VDAB")
    klant, pad = meld_aan(huis.partnerlid.gebruiker), f"/overleg/{overleg.pk}/"
    lijst = tekst(klant.get("/overleg/"))
    assert "Opvolging groendienst" in lijst and "Gemeente AA" in lijst and "VDAB" not in lijst
    pagina = tekst(klant.get(pad))
    assert "Samen besproken" in pagina and "Verder doen" in pagina and "Kandidaat zoeken" in pagina
    assert "Intern nakijken" not in pagina and "Van Aa" not in pagina.partition("<main")[2]
    assert klant.get(f"/overleg/{ander.pk}/").status_code == 404
    assert klant.get(f"{pad}wijzigen/").status_code == 403
    post = velden(klant.get(pad), "csrfmiddlewaretoken") | {"gedaan": "ja"}
    assert klant.post(f"/overleg/actiepunten/{intern.pk}/afvinken/", post).status_code == 404
    assert klant.post(f"/overleg/actiepunten/{punt.pk}/afvinken/", post).status_code == 302
    with huis.binnen():
        assert Actiepunt.objects.get(pk=punt.pk).gedaan_op == timezone.localdate()
    assert meld_aan(bb.leden["hr"].gebruiker).get(pad).status_code == 404
    assert meld_aan(huis.leden["directeur"].gebruiker).get(pad).status_code == 404  # was er niet bij


def test_een_prospect_van_contact_tot_leerwerkplek(huis):
    klant = hr(huis)
    pad = vul_in(
        klant, "/prospecten/nieuw/", "organisatie_naam",
        organisatie_naam="Basisschool De Boom", soort="onderwijs", volgende_stap="Bellen", volgende_op=dag(0),
    ).url  # fmt: skip
    assert "Prospecten op te volgen" in tekst(klant.get("/"))
    assert vul_in(klant, pad, "nota", nota="Directie is enthousiast").status_code == 302
    assert "Directie is enthousiast" in tekst(klant.get(pad)) and "Maak leerwerkplek" not in tekst(klant.get(pad))
    post = velden(klant.get("/prospecten/"), "lijst") | {"naar": "toegezegd"}
    pagina = tekst(klant.post(f"{pad}status/", post, follow=True))
    assert "Basisschool De Boom is nu toegezegd." in pagina and "Toegezegd (1)" in pagina
    assert "Basisschool De Boom" not in tekst(klant.get("/prospecten/?status=verkend"))
    antwoord = klant.post(f"{pad}leerwerkplek/", velden(klant.get(pad), "csrfmiddlewaretoken"))
    with huis.binnen():
        organisatie = Prospect.objects.get().organisatie
    assert antwoord.url == f"/leerwerkplekken/nieuw/?organisatie={organisatie.pk}"
    assert velden(klant.get(antwoord.url), "functie")["organisatie"] == str(organisatie.pk)
    coordinator = meld_aan(huis.leden["coordinator"].gebruiker)
    assert "HR kan hier nu een leerwerkplek maken." in tekst(coordinator.get(pad))


def test_een_overeenkomst_bewaren_en_verlengen(huis):
    klant = hr(huis)
    gegevens = {"onderwerp": "Toeleiding", "met": str(huis.partner.pk), "van": dag(-300), "tot": dag(20)}
    gegevens |= {"getekend_op": dag(-301), "bestand": SimpleUploadedFile("o.pdf", PDF, "application/pdf")}
    assert vul(klant, "/overeenkomsten/nieuw/", "onderwerp", gegevens).status_code == 302
    pagina = tekst(klant.get("/overeenkomsten/"))
    assert (
        "loopt binnenkort af" in pagina
        and "nog 20 dagen" in pagina
        and "Overeenkomsten die aflopen" in tekst(klant.get("/"))
    )
    with huis.binnen():
        rij = Overeenkomst.objects.get()
    document = klant.get(f"/overeenkomsten/{rij.pk}/document/")
    assert b"".join(document.streaming_content) == PDF
    fout = vul_in(klant, f"/overeenkomsten/{rij.pk}/verlengen/", "onderwerp", van=dag(20), tot=dag(300))
    assert "De vorige loopt nog die dag" in tekst(fout)
    begin = velden(klant.get(f"/overeenkomsten/{rij.pk}/verlengen/"), "onderwerp")
    assert begin["van"] == dag(21)  # de dag na het einde staat er al
    assert vul_in(klant, f"/overeenkomsten/{rij.pk}/verlengen/", "onderwerp", tot=dag(400)).status_code == 302
    pagina = tekst(klant.get("/overeenkomsten/"))
    assert "loopt binnenkort af" not in pagina and "Verlengd" in pagina
    gegevens = {"onderwerp": "x", "met": "vdab", "van": dag(5), "tot": dag(1)}
    fout = vul(klant, "/overeenkomsten/nieuw/", "onderwerp", gegevens)
    assert "De einddatum ligt voor de begindatum" in tekst(fout)
