"""Wat de controleur ziet, als gegevens: enkel van het eigen project, en van één plek alles wat erbij hoort."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from controles import dossier, toegang
from controles.models import Vraag
from controles.stappen import uitvoeren
from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from mentoren import stappen as mentor_stappen
from mentoren.models import Mentor
from rapportage.models import Controle
from tests.controles.hulp import Opzet, bewaar, vandaag
from tests.evaluaties.hulp import afgerond, bespreek
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db
gebouwd_huis, huis = eens(Opzet)


def codes(actor):
    """Per soort wat deze actor ziet."""
    return {
        "controles": [c.pk for c in toegang.controles(actor)],
        "plekken": sorted(p.code for p in toegang.plekken(actor)),
        "fiches": sorted(f.pk for f in toegang.fiches(actor)),
        "plaatsingen": [p.code for p in toegang.plaatsingen(actor)],
        "urenstaten": [v.staat_id for v in toegang.urenstaten(actor)],
        "certificaten": [d.pk for d in toegang.certificaten(actor)],
    }


def test_enkel_wat_bij_het_gecontroleerde_project_hoort(huis):
    with huis.huis.binnen():
        assert codes(huis.controleur) == {
            "controles": [huis.controle.pk],
            "plekken": sorted(plek.code for plek in huis.huis.plekken),
            "fiches": sorted(fiche.pk for fiche in huis.fiches),
            "plaatsingen": ["P001"],
            "urenstaten": [huis.staat.pk],
            "certificaten": [huis.certificaat.pk],
        }
        voorbij = Controle.objects.create(
            bestuur=huis.huis.bestuur, project=huis.b, email="x@x.example", voornaam="A", naam="B",
            lidmaatschap=huis.huis.leden["controleur"], van=vandaag(-5), tot=vandaag(-1),
        )  # fmt: skip
        niets = dict.fromkeys(("plekken", "fiches", "plaatsingen", "urenstaten", "certificaten"), [])
        assert codes(huis.huis.actor("hr")) == niets | {
            "controles": [voorbij.pk, huis.controle.pk]
        }  # het laatste begin eerst
        assert codes(huis.huis.actor("mentor")) == niets | {"controles": []}
        ander = huis.huis.lid("ander", "controleur")
        Controle.objects.create(
            bestuur=huis.huis.bestuur, project=huis.b, email="y@x.example", voornaam="A", naam="B", lidmaatschap=ander,
            van=vandaag(-30), tot=vandaag(5),
        )  # fmt: skip
        assert codes(huis.controleur)["controles"] == [huis.controle.pk]
        assert codes(huis.controleur)["plekken"] == sorted(plek.code for plek in huis.huis.plekken)
        Controle.objects.filter(pk=huis.controle.pk).update(ingetrokken_op=timezone.now())
        assert codes(huis.controleur) == niets | {"controles": []}
        assert {voorbij.pk, huis.controle.pk} < set(codes(huis.huis.actor("hr"))["controles"])


def test_het_certificaat_van_wie_telt_van_wie_op_de_plek_staat_en_van_wie_op_de_fiche_staat(huis):
    with huis.huis.binnen():
        plek = Leerwerkplek.objects.filter(pk=huis.huis.plekken[2].pk)
        plek.update(mentor=huis.mentor_b)  # telt voor het andere project, en staat hier op een plek zonder fiche
        assert codes(huis.controleur)["certificaten"] == [huis.certificaat.pk, huis.certificaat_b.pk]
        Mentor.objects.filter(pk=huis.huis.mentor.pk).update(organisatie=huis.b.organisatie)
        Leerwerkplek.objects.filter(project=huis.a).update(mentor=None)  # nu staat hij enkel nog op zijn fiches
        assert codes(huis.controleur)["certificaten"] == [huis.certificaat.pk]
        derde = mentor_stappen.maak_mentor(
            huis.huis.installatie, huis.huis.lid("derde", "mentor"), organisatie=huis.huis.organisatie
        )
        nieuw = huis.huis.certificaat(derde)  # telt voor het project, en staat nergens
        assert codes(huis.controleur)["certificaten"] == [huis.certificaat.pk, nieuw.pk]


def maak(huis, toon=0):
    plek = toegang.plekken(huis.controleur).get(pk=huis.huis.plek.pk)
    return dossier.maak(huis.controleur, plek, toon)


def test_het_dossier_van_een_plek_en_van_geen_andere(huis):
    with huis.als_controleur():
        uitvoeren.stel(huis.controleur, huis.controle, "Over alles")
        vraag = uitvoeren.stel(huis.controleur, huis.controle, "Over de plek", huis.huis.plek)
        nog_een = uitvoeren.stel(huis.controleur, huis.controle, "Nog over de plek", huis.huis.plek)
    with huis.huis.binnen():
        nog = huis.huis.plaatsing(deelnemer=huis.huis.deelnemer("D003"), plek=huis.huis.plekken[1], code="P003")
        afgerond(huis.huis, huis.plaatsing, op=date(2023, 3, 8))
        bespreek(huis.huis, huis.plaatsing, "eind", op=date(2023, 8, 31))  # niet afgerond telt niet
        afgerond(huis.huis, nog, op=date(2023, 3, 8))
        d = maak(huis, toon=huis.plaatsing.pk)
        assert d.telt.fiche.pk == huis.fiches[0].pk and d.waarom_niet == []
        assert [(v.fiche.pk, v.handtekening.hoedanigheid, v.verzegeld, v.telt) for v in d.versies] == [
            (huis.fiches[0].pk, "leidinggevende", True, True)
        ]
        assert [c.pk for c in d.certificaten] == [huis.certificaat.pk]
        assert [rij.leerwerkplek_id for rij, _ in d.aanbod] == [huis.huis.plek.pk]
        (v,) = d.verblijven
        assert (v.plaatsing.code, v.toon, v.evaluaties, v.minuten) == ("P001", True, 1, 720)
        assert [q.pk for q in d.vragen] == [nog_een, vraag] and Vraag.objects.count() == 3
        assert not maak(huis).verblijven[0].toon


def test_een_nieuwe_versie_met_enkel_een_leeskopie_is_niet_verzegeld_en_telt_niet(huis):
    with huis.huis.binnen():
        plek = huis.huis.plek
        plek_stappen.wijzig(huis.huis.installatie, plek, uren_per_maand=40)
        tweede = huis.huis.fiche(plek)
        FicheBlad.objects.create(
            bestuur=huis.huis.bestuur, fiche=tweede, soort=SoortBlad.LEESKOPIE, document=bewaar(huis.huis, "lees.pdf")
        )
        Leerwerkplek.objects.filter(pk=plek.pk).update(mentor=huis.mentor_b)
        d = maak(huis)
        versies = {v.fiche.versie: (v.handtekening is not None, v.verzegeld, v.telt) for v in d.versies}
        assert versies == {1: (True, True, True), 2: (False, False, False)}
        assert {c.pk for c in d.certificaten} == {huis.certificaat.pk, huis.certificaat_b.pk}  # op de fiche, en nu


def test_een_plek_zonder_fiche_zegt_waarom_ze_niet_telt(huis):
    with huis.huis.binnen():
        plek = toegang.plekken(huis.controleur).get(pk=huis.huis.plekken[2].pk)
        d = dossier.maak(huis.controleur, plek)
        assert d.telt is None and len(d.waarom_niet) == 1 and d.versies == d.verblijven == d.vragen == []
        assert [c.pk for c in d.certificaten] == [huis.certificaat.pk]  # van de mentor van de plek


def test_van_elke_maand_de_jongste_versie_op_maand():
    def versie(staat, nummer, maand):
        return SimpleNamespace(staat_id=staat, versie=nummer, staat=SimpleNamespace(maand=date(2023, maand, 1)))

    april, maart, oud = versie(2, 2, 4), versie(1, 1, 3), versie(2, 1, 4)
    assert dossier.nieuwste([april, maart, oud]) == [maart, april]
