"""Het leven van een fiche: bevroren bij het indienen, een correctie is een nieuwe versie."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import InternalError, ProgrammingError

from fiches import inhoud, pdf, stappen
from fiches.enums import Status
from fiches.models import Fiche, Handtekening
from kern import bevroren
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from logboek.models import Gebeurtenis
from mentoren import stappen as mentor_stappen
from organisaties.isolatie import Geweigerd
from taken.models import Taak

DAG = date(2023, 6, 15)


def teken(huis, fiche, wie="leidinggevende", sha=None, op=DAG):
    return stappen.ondertekenen(
        huis.actor(wie), fiche, hoedanigheid=wie, inhoud_sha256=sha or fiche.inhoud_sha256, op=op
    )


def wijzig(huis, **anders):
    plek = Leerwerkplek.objects.get(pk=huis.plek.pk)
    return plek_stappen.wijzig(huis.actor("hr"), plek, **anders)


def statussen():
    return dict(Fiche.objects.order_by("versie").values_list("versie", "status"))


def test_indienen_bevriest(huis):
    with huis.binnen():
        fiche = huis.fiche()
        voor, blad = fiche.inhoud, pdf.leeskopie(fiche)
        wijzig(huis, functie="iets anders", taken=["iets anders"])
        mentor_stappen.zet_leiding(
            huis.installatie, huis.mentor, huis.lid("nieuw", "leidinggevende"), vanaf=date(2023, 6, 2)
        )
        fiche = Fiche.objects.get(pk=fiche.pk)
        assert fiche.inhoud == voor
        assert pdf.leeskopie(fiche) == blad
        assert hashlib.sha256(fiche.inhoud.encode()).hexdigest() == fiche.inhoud_sha256


def test_de_inhoud_bevat_alles(huis):
    with huis.binnen():
        huis.certificaat()
        gegevens = json.loads(huis.fiche().inhoud)
    assert gegevens["schema"] == inhoud.SCHEMA
    assert gegevens["leerwerkplek"]["taken"] == ["onkruid wieden", "hagen snoeien"]
    assert gegevens["leerwerkplek"]["adres"] == "Markt 1"  # leeg op de plek: dat van de organisatie
    assert gegevens["mentor"]["leidinggevende"] == "Leidinggevende Van Aa"
    assert gegevens["mentor"]["certificaat_datum"] == "2023-05-30"
    assert gegevens["aanbod"] == [{"glowpartner": "Partner aa", "aangeboden_op": "2023-03-01"}]
    assert len(gegevens["plan"]["matrix"]) == 7
    assert gegevens["demo"] is True


def test_de_canonieke_tekst_hangt_niet_van_de_volgorde_af():
    assert bevroren.canoniek({"b": 1, "a": "é"}) == bevroren.canoniek({"a": "é", "b": 1}) == '{"a":"é","b":1}'


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE fiches_fiche SET inhoud = '{}'",
        "UPDATE fiches_fiche SET inhoud_sha256 = 'x'",
        "UPDATE fiches_fiche SET versie = 9",
        "UPDATE fiches_fiche SET token = 'x'",
        "DELETE FROM fiches_fiche",
        "UPDATE fiches_handtekening SET naam = 'x'",
        "DELETE FROM fiches_handtekening",
        "UPDATE fiches_ficheblad SET soort = 'x'",
    ],
)
def test_de_databank_weigert_te_raken_aan_wat_bevroren_is(huis, opdracht):
    from django.db import connection

    with huis.binnen():
        huis.ondertekende_fiche()
        with pytest.raises((ProgrammingError, InternalError), match="permission denied"), transaction.atomic():
            connection.cursor().execute(opdracht)


def test_indienen_noemt_alles_wat_ontbreekt(huis):
    with huis.binnen():
        wijzig(huis, taken=[], uren_per_maand=None)
        with pytest.raises(Geweigerd) as geweigerd:
            huis.fiche()
        assert geweigerd.value.alle == [
            ("Vul het aantal uren per maand in.", "gegevens"),
            ("Noem minstens één taak.", "taken"),
        ]
        assert not Fiche.objects.exists()


def test_zonder_banner_geen_fiche(huis):
    from documenten.models import Huisstijl

    with huis.binnen():
        Huisstijl.objects.create(bestuur=huis.bestuur, banner_tekst="")
        with pytest.raises(Geweigerd, match="logobanner"):
            huis.fiche()


def test_twee_keer_indienen_geeft_een_fiche(huis):
    with huis.binnen():
        huis.fiche()
        with pytest.raises(Geweigerd, match="ligt al ter ondertekening"):
            huis.fiche()
        assert Fiche.objects.count() == 1


def test_een_gesloten_plek_dient_niet_in(huis):
    with huis.binnen():
        plek_stappen.sluit(huis.actor("hr"), huis.plek)
        with pytest.raises(Geweigerd, match="gesloten"):
            huis.fiche()


def test_ondertekenen_bevriest_wie_wat_en_waarom(huis):
    with huis.binnen():
        fiche = huis.fiche()
        handtekening = teken(huis, fiche)
        assert handtekening.verklaring == (
            "Ik heb deze fiche gelezen en teken ze af als direct leidinggevende van de mentor van Gemeente aa."
        )
        assert handtekening.gezag == {
            "hoedanigheid": "leidinggevende",
            "grond": "direct leidinggevende van mentor M001",
            "vanaf": "2023-01-01",
        }
        assert (handtekening.naam, handtekening.functie) == ("Leidinggevende Van Aa", "functie leidinggevende")
        assert handtekening.inhoud_sha256 == fiche.inhoud_sha256
        assert statussen() == {1: Status.ONDERTEKEND}
        assert Gebeurtenis.objects.filter(wat="fiche.ondertekend", sleutel=fiche.pk).exists()
        taken = [t.naam for t in Taak.objects.order_by("pk")]
        assert taken == ["fiches.leeskopie", "berichten.mail", "fiches.verzegel"]


def test_een_verkeerde_sha_wordt_niet_ondertekend(huis):
    with huis.binnen():
        fiche = huis.fiche()
        with pytest.raises(Geweigerd, match="niet die welke je gelezen hebt"):
            teken(huis, fiche, sha="0" * 64)
        assert not Handtekening.objects.exists()
        assert statussen() == {1: Status.TER_ONDERTEKENING}


def test_twee_keer_ondertekenen_geeft_een_handtekening(huis):
    with huis.binnen():
        fiche = huis.fiche()
        teken(huis, fiche)
        with pytest.raises(Geweigerd, match="al ondertekend"):
            teken(huis, fiche, "directeur")
        assert Handtekening.objects.count() == 1


def test_de_installatie_tekent_nooit(huis):
    with huis.binnen():
        fiche = huis.fiche()
        with pytest.raises(PermissionDenied):
            stappen.ondertekenen(huis.installatie, fiche, hoedanigheid="hr", inhoud_sha256=fiche.inhoud_sha256)
        with pytest.raises(PermissionDenied):
            stappen.terugsturen(huis.installatie, fiche, reden="neen")


def test_een_correctie_is_een_nieuwe_versie_en_de_oude_geldt_tot_ze_ondertekend_is(huis):
    with huis.binnen():
        teken(huis, huis.fiche())
        with pytest.raises(Geweigerd, match="niets gewijzigd sinds versie 1"):
            huis.fiche()
        wijzig(huis, functie="medewerker begraafplaats")
        tweede = huis.fiche()
        assert statussen() == {1: Status.ONDERTEKEND, 2: Status.TER_ONDERTEKENING}
        teken(huis, tweede, "directeur")
        assert statussen() == {1: Status.VERVANGEN, 2: Status.ONDERTEKEND}


def test_terugsturen_en_opnieuw(huis):
    with huis.binnen():
        fiche = huis.fiche()
        with pytest.raises(Geweigerd, match="Zeg waarom"):
            stappen.terugsturen(huis.actor("leidinggevende"), fiche, reden="  ")
        stappen.terugsturen(huis.actor("leidinggevende"), fiche, reden=" De uren kloppen niet. ", op=DAG)
        fiche.refresh_from_db()
        assert (fiche.status, fiche.teruggestuurd_reden) == (Status.TERUGGESTUURD, "De uren kloppen niet.")
        with pytest.raises(Geweigerd, match="al teruggestuurd"):
            teken(huis, fiche)
        assert huis.fiche().versie == 2  # ook ongewijzigd mag ze terug
        assert statussen() == {1: Status.TERUGGESTUURD, 2: Status.TER_ONDERTEKENING}


def test_een_teruggestuurde_correctie_laat_de_oude_gelden(huis):
    with huis.binnen():
        teken(huis, huis.fiche())
        wijzig(huis, functie="iets anders")
        stappen.terugsturen(huis.actor("hr"), huis.fiche(), reden="Nog niet.", op=DAG)
        assert statussen() == {1: Status.ONDERTEKEND, 2: Status.TERUGGESTUURD}


def test_wie_niet_mag_tekenen_kan_ook_niet_terugsturen(huis):
    with huis.binnen():
        fiche, vreemde = huis.fiche(), huis.lid("vreemde", "leidinggevende")
        from organisaties.toegang import als_lid

        with pytest.raises(Geweigerd, match="dus ook niet terugsturen"):
            stappen.terugsturen(als_lid(vreemde), fiche, reden="neen", op=DAG)


def test_een_andere_mentor_na_het_tekenen_laat_de_fiche_gelden(huis):
    with huis.binnen():
        fiche = huis.fiche()
        teken(huis, fiche)
        nieuw = mentor_stappen.maak_mentor(
            huis.installatie,
            huis.lid("mentor2", "mentor"),
            organisatie=huis.organisatie,
            dienst="Groendienst",
            leidinggevende=huis.leden["leidinggevende"],
            vanaf=date(2023, 1, 1),
        )
        wijzig(huis, mentor=nieuw)
        assert statussen() == {1: Status.ONDERTEKEND}
        assert huis.fiche().versie == 2  # een correctie kan, maar hoeft niet
