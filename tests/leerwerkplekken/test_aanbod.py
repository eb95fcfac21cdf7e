"""De stappen van het aanbod: aanbieden, lezen, vragen, weigeren, voorstellen, intrekken, vervallen en vernieuwen."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from berichten.models import Bericht
from documenten import huisstijl
from gemeenschapsdienst.celery import app
from leerwerkplekken import regels, tasks, woorden
from leerwerkplekken.enums import Aanbodstand
from leerwerkplekken.models import Aanbod, Aanbodronde, Aanbodvraag, Leerwerkplek
from leerwerkplekken.models.aanbod import Keer
from leerwerkplekken.stappen import antwoord, bied_samen_aan, sluit
from leerwerkplekken.stappen.aanbod import PER_KEER, beantwoord, trek_aanbod_in, verloop, voorstel
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from organisaties.models import Samenwerking
from projecten.models import OproepInstelling
from taken.models import Taak

pytestmark = pytest.mark.django_db
EERST = date(2023, 3, 1)  # de dag waarop de opzet ze aanbood


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


def vandaag():
    return timezone.localdate()


def nieuwe_plekken(opzet, aantal=2):
    """Volledige plekken die nog niemand aangeboden kreeg."""
    from leerwerkplekken.stappen import kopieer

    return kopieer(opzet.huis.installatie, opzet.plek, aantal=aantal)


def bied(opzet, plekken, *partners, **anders):
    with opzet.huis.binnen():
        return bied_samen_aan(opzet.hr, plekken, [p.glowpartner for p in partners or (opzet.partner,)], **anders)


def van(opzet, plek=None, partner=None) -> Aanbod:
    with opzet.huis.binnen():
        return Aanbod.objects.select_related("leerwerkplek", "glowpartner").get(
            leerwerkplek=plek or opzet.plek, glowpartner=(partner or opzet.partner).glowpartner
        )


def zet(opzet, plek=None, **velden):
    with opzet.huis.binnen():
        Aanbod.objects.filter(leerwerkplek=plek or opzet.plek).update(**velden)


def berichten(opzet, soort, **filter_):
    with opzet.huis.binnen():
        return list(Bericht.objects.filter(soort=soort, **filter_).order_by("pk"))


def als(partner, stap, *args, **anders):
    with partner.binnen():
        return stap(partner.actor, *args, **anders)


# --- aanbieden


def test_veel_plekken_aan_veel_partners_in_een_daad_met_een_bericht_per_partner(opzet):
    with opzet.huis.binnen():
        plekken = nieuwe_plekken(opzet, 3)
        Leerwerkplek.objects.filter(pk__in=[p.pk for p in plekken]).update(beschikbaar_van=EERST)
    gedaan = bied(opzet, plekken, opzet.partner, opzet.tweede, boodschap="  We zoeken twee mensen voor de zomer. ")
    assert len(gedaan) == 6
    assert {(a.aangeboden_op, a.vervalt_op, a.aangeboden_door) for a in gedaan} == {
        (vandaag(), vandaag() + timedelta(days=60), opzet.hr.lidmaatschap)
    }
    gekregen = berichten(opzet, "aanbod")
    assert {b.glowpartner_id for b in gekregen} == {opzet.partner.glowpartner.pk, opzet.tweede.glowpartner.pk}
    assert len(gekregen) == 2
    (lijst,) = [alinea for alinea in gekregen[0].alineas if alinea.startswith("– ")]
    assert lijst.count("\n– ") == 2 and lijst.startswith(f"– {plekken[0].functie} ({plekken[0].code}), 48 u per maand")
    tekst = " ".join(gekregen[0].alineas)
    assert "We zoeken twee mensen voor de zomer." in gekregen[0].alineas
    assert all(plek.code in tekst for plek in plekken) and gekregen[0].knop_pad == "/"
    with opzet.huis.binnen():
        assert set(Leerwerkplek.objects.filter(pk__in=[p.pk for p in plekken]).values_list("status", flat=True)) == {
            "aangeboden"
        }


def test_wat_wegvalt_staat_er_met_de_reden(opzet):
    with opzet.huis.binnen():
        vrij, dicht, voorbij = nieuwe_plekken(opzet, 3)
        dicht = sluit(opzet.hr, dicht)
        Leerwerkplek.objects.filter(pk=voorbij.pk).update(beschikbaar_tot=vandaag() - timedelta(days=1))
        voorbij.refresh_from_db()
        Samenwerking.objects.filter(glowpartner=opzet.tweede.glowpartner).update(tot=vandaag() - timedelta(days=1))
        paren = voorstel(
            [opzet.plek, vrij, dicht, voorbij], [opzet.partner.glowpartner, opzet.tweede.glowpartner], vandaag()
        )
    redenen = {(p.plek.pk, p.partner.pk): p.reden for p in paren}
    eigen, ander = opzet.partner.glowpartner.pk, opzet.tweede.glowpartner.pk
    assert redenen[vrij.pk, eigen] == ""
    assert redenen[opzet.plek.pk, eigen] == "Is al aangeboden en loopt nog."
    assert redenen[dicht.pk, eigen] == "De plek is gesloten."
    assert "niet meer beschikbaar" in redenen[voorbij.pk, eigen]
    assert {redenen[p.pk, ander] for p in (opzet.plek, vrij)} == {"De samenwerking met deze partner loopt nu niet."}
    gedaan = bied(opzet, [opzet.plek, vrij, dicht, voorbij], opzet.partner, opzet.tweede)
    assert [(a.leerwerkplek_id, a.glowpartner_id) for a in gedaan] == [(vrij.pk, eigen)]


def test_twee_keer_versturen_biedt_niets_twee_keer_aan(opzet):
    with opzet.huis.binnen():
        plekken = nieuwe_plekken(opzet)
    bied(opzet, plekken)
    with pytest.raises(Geweigerd, match="niets aan te bieden"):
        bied(opzet, plekken)
    assert len(berichten(opzet, "aanbod")) == 1


def test_wie_niet_mag_en_een_dag_in_de_toekomst(opzet):
    with opzet.huis.binnen(), pytest.raises(PermissionDenied):
        bied_samen_aan(opzet.huis.actor("coordinator"), [opzet.plek], [opzet.partner.glowpartner])
    with pytest.raises(Geweigerd, match="toekomst"):
        bied(opzet, [opzet.plek], op=vandaag() + timedelta(days=1))
    with pytest.raises(Geweigerd, match="2000 tekens"):
        bied(opzet, [opzet.plek], boodschap="x" * 2001)


def test_hoe_lang_een_aanbod_loopt_kiest_het_bestuur(opzet):
    with opzet.huis.binnen():
        (plek,) = nieuwe_plekken(opzet, 1)
        OproepInstelling.objects.create(
            bestuur=opzet.huis.bestuur,
            oproep=opzet.huis.project.oproep,
            sleutel="aanbod_dagen",
            waarde=10,
            vanaf=EERST,
        )
    (aanbod,) = bied(opzet, [plek])
    assert aanbod.vervalt_op == vandaag() + timedelta(days=10)


# --- lezen


def test_openen_is_een_feit_de_eerste_keer_ook_in_een_get(opzet):
    with opzet.partner.binnen(alleen_lezen=True):
        antwoord.open_aanbod(opzet.partner.actor, opzet.plek)
    eerste = van(opzet).gelezen_op
    assert eerste is not None and van(opzet, partner=opzet.tweede).gelezen_op is None
    als(opzet.partner, antwoord.open_aanbod, opzet.plek)
    assert van(opzet).gelezen_op == eerste
    with opzet.huis.binnen():
        boek = Gebeurtenis.objects.get(wat="aanbod.gelezen")
        assert (boek.gebruiker_id, boek.glowpartner_id) == (
            opzet.partner.gebruiker.pk,
            opzet.partner.glowpartner.pk,
        )
    assert "gelezen op" in woorden.bewijs(van(opzet))


# --- vragen


def test_een_vraag_en_een_antwoord_blijven_met_dag_en_persoon(opzet):
    gesteld = als(opzet.partner, antwoord.vraag, opzet.plek, " Kan het ook in de namiddag? ")
    assert als(opzet.partner, antwoord.vraag, opzet.plek, "Kan het ook in de namiddag?") == gesteld  # dubbele klik
    with opzet.tweede.binnen():
        assert not Aanbodvraag.objects.exists()  # een andere partner ziet ze niet
    voer_uit(opzet, tasks.vraag, "leerwerkplekken.vraag")
    (bij_hr,) = berichten(opzet, "aanbod_vraag", glowpartner=None)
    assert bij_hr.ontvanger_id == opzet.hr.gebruiker.pk and "namiddag" in " ".join(bij_hr.alineas)
    with opzet.huis.binnen():
        vraag = beantwoord(opzet.hr, gesteld, "Ja, vanaf 13 uur.")
        assert (vraag.gevraagd_door, vraag.beantwoord_door) == (opzet.partner.gebruiker, opzet.hr.lidmaatschap)
        assert vraag.gevraagd_op <= vraag.beantwoord_op and vraag.beantwoord_naam == opzet.hr.naam
        with pytest.raises(Geweigerd, match="al beantwoord"):
            beantwoord(opzet.hr, gesteld, "Toch niet.")
        with pytest.raises(Geweigerd, match="Schrijf een antwoord"):
            beantwoord(opzet.hr, gesteld, "  ")
    (terug,) = berichten(opzet, "aanbod_vraag", glowpartner=opzet.partner.glowpartner)
    assert "Het antwoord: Ja, vanaf 13 uur." in terug.alineas
    with pytest.raises(Geweigerd, match="Schrijf een vraag"):
        als(opzet.partner, antwoord.vraag, opzet.plek, " ")


class Werk:
    """Een taak in het bestuur, zonder de claim eromheen."""

    def __init__(self, opzet):
        self.afronden = opzet.huis.binnen


def voer_uit(opzet, taak, naam):
    with opzet.huis.binnen():
        argumenten = list(Taak.objects.filter(naam=naam).order_by("pk").values_list("argumenten", flat=True))
    for nummers in argumenten:
        taak(Werk(opzet), *nummers)


@pytest.mark.parametrize(
    ("van_", "tot", "zin"),
    [
        (None, None, ""),
        (date(2023, 3, 1), None, "vanaf 1 maart 2023"),
        (None, date(2023, 9, 30), "tot en met 30 september 2023"),
        (date(2023, 3, 1), date(2023, 9, 30), "van 1 maart 2023 tot en met 30 september 2023"),
    ],
)
def test_wanneer_een_plek_beschikbaar_is_in_woorden(van_, tot, zin):
    assert woorden.beschikbaar(Leerwerkplek(beschikbaar_van=van_, beschikbaar_tot=tot)) == zin


# --- antwoorden


def test_weigeren_met_een_reden_uit_de_lijst(opzet):
    for reden, nota, zin in (("", "", "Kies een reden"), ("andere", " ", "enkele woorden"), ("taal", "x" * 151, "150")):
        with pytest.raises(Geweigerd, match=zin):
            als(opzet.partner, antwoord.weiger, opzet.plek, reden=reden, nota=nota)
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="te_ver", nota="geen bus.")
    rij = van(opzet)
    assert (rij.antwoord, rij.antwoord_op, rij.antwoord_door) == ("geweigerd", vandaag(), opzet.partner.gebruiker)
    assert regels.aanbodstand(rij, vandaag()) == Aanbodstand.GEWEIGERD
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="te_ver", nota="geen bus.")  # dubbele klik
    voer_uit(opzet, tasks.antwoord, "leerwerkplekken.antwoord")
    (bericht,) = berichten(opzet, "aanbod_antwoord")
    assert "De reden: te ver of moeilijk te bereiken (geen bus)." in bericht.alineas
    assert bericht.knop_pad == f"/leerwerkplekken/{opzet.plek.pk}/aanbod/"


def test_een_collega_die_intussen_antwoordde_gaat_voor(opzet):
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="taal", gezien="")
    with pytest.raises(Geweigerd, match="collega antwoordde intussen"):
        als(opzet.partner, antwoord.weiger, opzet.plek, reden="uren", gezien="")
    assert van(opzet).weiger_reden == "taal"
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="uren", gezien="geweigerd")  # wie het zag, mag het verbeteren
    assert van(opzet).weiger_reden == "uren"


def test_iemand_voorstellen_is_het_antwoord_ook_na_een_weigering(opzet):
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="andere", nota="niemand in de buurt")
    opzet.kandidaat("K1")
    rij = van(opzet)
    assert (rij.antwoord, rij.antwoord_op, rij.weiger_reden, rij.weiger_nota) == ("aanvaard", vandaag(), "", "")
    assert van(opzet, partner=opzet.tweede).antwoord == ""
    voer_uit(opzet, tasks.antwoord, "leerwerkplekken.antwoord")  # het nieuws van de weigering is voorbij
    assert not berichten(opzet, "aanbod_antwoord")


# --- intrekken


def test_ingetrokken_is_voorbij_maar_blijft_bewijs(opzet):
    with opzet.huis.binnen():
        rij = trek_aanbod_in(opzet.hr, van_binnen(opzet))
        with pytest.raises(Geweigerd, match="al ingetrokken"):
            trek_aanbod_in(opzet.hr, rij)
    assert regels.aanbodstand(rij, vandaag()) == Aanbodstand.INGETROKKEN and rij.aangeboden_op == EERST
    (bericht,) = berichten(opzet, "aanbod")
    assert bericht.onderwerp == "Een aanbod is ingetrokken"
    for stap, anders in ((antwoord.weiger, {"reden": "taal"}), (antwoord.vraag, {"tekst": "Waarom?"})):
        with pytest.raises(Geweigerd, match="trok dit aanbod"):
            als(opzet.partner, stap, opzet.plek, **anders)
    with pytest.raises(Geweigerd, match="trok dit aanbod intussen in"):
        opzet.kandidaat("K1")
    with opzet.partner.binnen():
        assert Leerwerkplek.objects.filter(pk=opzet.plek.pk).exists()  # nog te lezen, als iets van vroeger


def van_binnen(opzet):
    return Aanbod.objects.select_related("leerwerkplek", "glowpartner").get(
        leerwerkplek=opzet.plek, glowpartner=opzet.partner.glowpartner
    )


# --- vervallen en vernieuwen


@pytest.mark.parametrize(("dagen", "kan"), [(1, True), (0, True), (-1, False)])
def test_de_laatste_dag_telt_nog_mee(opzet, dagen, kan):
    zet(opzet, vervalt_op=vandaag() + timedelta(days=dagen))
    assert regels.loopt(van(opzet), vandaag()) is kan
    with opzet.huis.binnen():
        assert Aanbod.objects.filter(regels.lopend(vandaag()), leerwerkplek=opzet.plek).exists() is kan
    if kan:
        assert opzet.kandidaat("K1").pk
    else:
        with pytest.raises(Geweigerd, match="Vraag het bestuur om het te vernieuwen"):
            opzet.kandidaat("K1")


def test_vervallen_horen_partner_en_hr_een_keer(opzet):
    gisteren = vandaag() - timedelta(days=1)
    for plek in opzet.plekken[:2]:
        zet(opzet, plek, vervalt_op=gisteren)
    zet(opzet, opzet.plekken[2], vervalt_op=vandaag())
    opzet_weigert = {"antwoord": "geweigerd", "antwoord_op": gisteren, "weiger_reden": "taal"}
    with opzet.huis.binnen():
        Aanbod.objects.filter(leerwerkplek=opzet.plek, glowpartner=opzet.tweede.glowpartner).update(**opzet_weigert)
        assert verloop(opzet.huis.bestuur) == 4
        assert verloop(opzet.huis.bestuur) == 0
    bij_partner, bij_hr = berichten(opzet, "aanbod"), berichten(opzet, "aanbod_antwoord")
    assert len(bij_partner) == 2 and len(bij_hr) == 1  # per partner alles samen; wie weigerde hoeft niets te horen
    per_partner = {b.glowpartner_id: " ".join(b.alineas) for b in bij_partner}
    assert opzet.plek.code in per_partner[opzet.partner.glowpartner.pk]
    assert opzet.plek.code not in per_partner[opzet.tweede.glowpartner.pk]
    assert bij_hr[0].onderwerp == "Aanbod vervallen zonder antwoord"


def test_de_opdracht_draait_elke_ochtend(opzet):
    zet(opzet, vervalt_op=vandaag() - timedelta(days=1))
    call_command("verloop_aanbod")
    assert van(opzet).vervallen_op == vandaag()
    plan = app.conf.beat_schedule["verloop_aanbod"]
    assert plan["args"] == ["verloop_aanbod"] and plan["schedule"].hour == {5}


def test_vernieuwen_bewaart_elke_keer_en_verliest_de_eerste_dag_niet(opzet):
    als(opzet.partner, antwoord.open_aanbod, opzet.plek)
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="uren", nota="enkel ochtend")
    eerste = van(opzet)
    (na,) = bied(opzet, [opzet.plek], boodschap="Nu ook in de namiddag.")
    assert (na.pk, na.keer, na.aangeboden_op, na.laatst_op) == (eerste.pk, 2, EERST, vandaag())
    assert (na.antwoord, na.gelezen_op, na.weiger_reden, na.boodschap) == ("", None, "", "Nu ook in de namiddag.")
    assert na.vervalt_op == vandaag() + timedelta(days=60)
    with opzet.huis.binnen():
        ronde = Aanbodronde.objects.get(aanbod=na)
        assert (ronde.keer, ronde.op, ronde.gelezen_op) == (1, EERST, eerste.gelezen_op)
        assert (ronde.antwoord, ronde.antwoord_op, ronde.weiger_nota) == ("geweigerd", vandaag(), "enkel ochtend")
        wat = [m.wat for m in woorden.tijdlijn(na, [ronde])]
    assert wat == ["Aangeboden", "Gelezen", "Geen kandidaten", "Opnieuw aangeboden"]
    als(opzet.partner, antwoord.open_aanbod, opzet.plek)  # elke keer aanbieden heeft haar eigen eerste lezing
    assert van(opzet).gelezen_op > eerste.gelezen_op
    with pytest.raises(Geweigerd, match="niets aan te bieden"):
        bied(opzet, [opzet.plek])  # loopt weer


def test_een_vervallen_en_een_ingetrokken_aanbod_gaan_opnieuw_mee(opzet):
    zet(opzet, opzet.plekken[0], vervalt_op=vandaag() - timedelta(days=1), vervallen_op=vandaag())
    zet(opzet, opzet.plekken[1], ingetrokken_op=vandaag())
    gedaan = bied(opzet, opzet.plekken[:2])
    assert [(a.keer, a.ingetrokken_op, a.vervallen_op) for a in gedaan] == [(2, None, None)] * 2
    zet(opzet, opzet.plekken[0], ingetrokken_op=vandaag())
    with opzet.huis.binnen():
        (paar,) = voorstel([opzet.plekken[0]], [opzet.partner.glowpartner], vandaag() - timedelta(days=1))
    assert "Kies die dag of later" in paar.reden  # niet vroeger dan de vorige keer


def test_elk_veld_van_een_keer_begint_opnieuw():
    assert set(PER_KEER) | {"bestuur"} == {veld.name for veld in Keer._meta.local_fields}


@pytest.mark.parametrize("stand", Aanbodstand.values)
def test_de_stand_van_een_rij_is_die_van_de_lijst(opzet, stand):
    dag, gelezen = vandaag(), timezone.now()
    velden = {
        "open": {},
        "gelezen": {"gelezen_op": gelezen},
        "aanvaard": {"antwoord": "aanvaard", "antwoord_op": dag},
        "geweigerd": {"antwoord": "geweigerd", "antwoord_op": dag},
        "vervallen": {"vervalt_op": dag - timedelta(days=1), "antwoord": "aanvaard", "antwoord_op": EERST},
        "ingetrokken": {"ingetrokken_op": dag, "vervalt_op": dag - timedelta(days=1)},
    }[stand]
    zet(opzet, **velden)
    rij = van(opzet)
    assert regels.aanbodstand(rij, dag) == stand
    with opzet.huis.binnen():
        for ander in Aanbodstand.values:
            gevonden = Aanbod.objects.filter(regels.in_aanbodstand(ander, dag), pk=rij.pk).exists()
            assert gevonden is (ander == stand), ander


def test_fiche_en_rapport_dragen_de_drie_datums(opzet):
    from fiches.blad_inhoud import _aanbod
    from fiches.inhoud import stel_samen
    from rapportage.tabellen import aanbod as tabel

    als(opzet.partner, antwoord.open_aanbod, opzet.plek)
    als(opzet.partner, antwoord.weiger, opzet.plek, reden="taal")
    rij, dag = van(opzet), vandaag()
    with opzet.huis.binnen():
        stijl = huisstijl.voor(opzet.huis.bestuur)
        plek = Leerwerkplek.objects.get(pk=opzet.plek.pk)
        een, twee = stel_samen(plek, versie=1, op=dag, stijl=stijl)["aanbod"]
    assert een | twee and {"gelezen_op": dag.isoformat(), "beantwoord_op": dag.isoformat()}.items() <= een.items()
    assert "gelezen_op" not in twee
    assert _aanbod(een).startswith("aangeboden op 1 maart 2023, gelezen op ") and "beantwoord op" in _aanbod(een)
    (regel,) = tabel(SimpleNamespace(aanbod=[rij])).rijen
    assert list(regel)[2:] == [EERST, dag, "geen kandidaten", dag, "", dag]
