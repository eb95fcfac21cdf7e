"""Wat een GLOW-partner ziet: precies wat hem aangeboden is en wie via hem geplaatst is, in elk bestuur (besluit 11)."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone

from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Aanbod, Leerwerkplek, PlanVanAanpak, Werkafspraak
from mentoren.models import Mentor
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.models import Bestuur, Lidmaatschap, Organisatie, Samenwerking
from organisaties.schema import tenantmodellen
from plaatsingen import indicaties
from plaatsingen.models import Deelnemer, DeelnemerMaand, Indicatie, Maandstaat, Plaatsing, Prestatie, Startvoorwaarde
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as maand_stappen
from plaatsingen.stappen import uren, wijziging
from tests.bouw import Huis

pytestmark = pytest.mark.django_db

ZIET = {
    Bestuur,
    Organisatie,
    Samenwerking,
    Aanbod,
    Leerwerkplek,
    PlanVanAanpak,
    Werkafspraak,
    Deelnemer,
    Indicatie,
    Plaatsing,
    Startvoorwaarde,
    Prestatie,
    Maandstaat,
}


@pytest.fixture
def huizen():
    """aa en bb werken beide met de partner van aa; bb bood die één van zijn twee plekken aan en plaatste er iemand."""
    aa, bb, cc = Huis("aa"), Huis("bb", plekken=2), Huis("cc")
    with bb.binnen():
        Samenwerking.objects.create(bestuur=bb.bestuur, glowpartner=aa.partner, code="ook")
        plek_stappen.bied_aan(bb.installatie, bb.plekken[1], aa.partner, op=date(2023, 3, 2))
        bb.deelnemer("D-bb")  # van de eigen partner van bb
        via = bb.deelnemer("D-via", glowpartner=aa.partner, voornaam="Via")
        bb.plaatsing(deelnemer=via, plek=bb.plekken[1])
        mentor = bb.actor("mentor")
        uren.voer_in(mentor, Plaatsing.objects.get(), Invoer(date(2023, 3, 3), minuten=240))
        maand_stappen.doorsturen(mentor, Plaatsing.objects.get(), date(2023, 3, 1))
    return aa, bb, cc


def ziet(model, veld="pk"):
    return sorted(model.objects.values_list(veld, flat=True))


def test_precies_wat_aangeboden_is_in_meer_besturen(huizen):
    aa, bb, _ = huizen
    with isolatie.namens(gebruiker=aa.partnerlid.gebruiker_id, glowpartner=aa.partner.pk):
        assert ziet(Leerwerkplek) == sorted([aa.plek.pk, bb.plekken[1].pk])
        assert ziet(PlanVanAanpak, "leerwerkplek") == ziet(Leerwerkplek) == ziet(Aanbod, "leerwerkplek")
        assert ziet(Bestuur, "slug") == ["aa", "bb"]
        assert ziet(Deelnemer, "code") == ["D-via"]
        assert (
            ziet(Plaatsing, "bestuur__slug")
            == ziet(Prestatie, "bestuur__slug")
            == ziet(Maandstaat, "bestuur__slug")
            == ["bb"]
        )


def test_en_verder_niets(huizen):
    """Geen mentor, project, fiche, document, teller of persoon: wat niet genoemd is, is er niet."""
    aa, *_ = huizen
    with isolatie.namens(gebruiker=aa.partnerlid.gebruiker_id, glowpartner=aa.partner.pk):
        gezien = {model for model in [*tenantmodellen(), Bestuur] if model.objects.exists()}
    assert gezien == ZIET
    assert not gezien & {Mentor, Lidmaatschap, DeelnemerMaand}


def test_enkel_de_organisatie_van_een_aangeboden_plek(huizen):
    """Waar een plek is, en verder geen enkele organisatie: ook niet die van een plek die enkel een ander kreeg."""
    aa, bb, _ = huizen
    with bb.binnen():
        ander = Organisatie.objects.create(bestuur=bb.bestuur, code="district", naam="District", soort="district")
        plek_stappen.wijzig(bb.installatie, bb.plekken[0], organisatie=ander)
    with isolatie.namens(glowpartner=aa.partner.pk):
        assert ziet(Organisatie) == sorted([aa.organisatie.pk, bb.organisatie.pk])
        assert Organisatie.objects.update(naam="x") == 0
    with isolatie.namens(glowpartner=bb.partner.pk):  # positieve controle: wie de plek wel kreeg
        assert ziet(Organisatie) == sorted([bb.organisatie.pk, ander.pk])
    with isolatie.namens(glowpartner=999_999):
        assert not Organisatie.objects.exists()


def test_een_andere_partner_ziet_het_zijne(huizen):
    _, bb, cc = huizen
    with isolatie.namens(glowpartner=bb.partner.pk):
        assert ziet(Leerwerkplek) == sorted(plek.pk for plek in bb.plekken)
        assert ziet(Deelnemer, "code") == ["D-bb"] and not Plaatsing.objects.exists() and not Prestatie.objects.exists()
    with isolatie.namens(glowpartner=cc.partner.pk):
        assert ziet(Leerwerkplek) == [cc.plek.pk]
    with isolatie.namens(glowpartner=999_999):
        assert not any(model.objects.exists() for model in [*tenantmodellen(), Bestuur])


def test_wat_aangeboden_werd_verdwijnt_niet(huizen):
    aa, *_ = huizen
    for binnen in (aa.binnen(), isolatie.namens(glowpartner=aa.partner.pk)):
        with binnen, pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Aanbod.objects.filter(leerwerkplek=aa.plek)._raw_delete("default")


def test_wat_het_bestuur_maakt_wijzigt_een_partner_niet(huizen):
    aa, *_ = huizen
    with isolatie.namens(gebruiker=aa.partnerlid.gebruiker_id, glowpartner=aa.partner.pk):
        for model in (Leerwerkplek, Prestatie, Maandstaat, Samenwerking):  # zijn antwoord: test_partner_schrijft.py
            veld = model._meta.local_concrete_fields[-1]
            assert model.objects.update(**{veld.name: model.objects.values_list(veld.name, flat=True)[0]}) == 0, model
        assert Plaatsing.objects.update(einde_reden="x") == 0
        for model in (Prestatie, Maandstaat, Plaatsing):
            assert model.objects.all()._raw_delete("default") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            nieuw = Aanbod.objects.first()
            nieuw.pk = None
            nieuw.save(force_insert=True)


def test_een_partner_komt_er_enkel_in_waar_een_aanbod_is(huizen):
    """Niet enkel de stap, ook de database: (bestuur, plek, partner) verwijst naar het aanbod."""
    aa, bb, _ = huizen
    with bb.binnen():
        vrij, via = bb.plekken[0], bb.deelnemer("D-nog", glowpartner=aa.partner, voornaam="Nog")
        with pytest.raises(Geweigerd, match="Bied deze plek eerst"):
            bb.plaatsing(deelnemer=via, plek=vrij, code="P9")
        velden = {
            "bestuur": bb.bestuur, "code": "P9", "leerwerkplek": vrij, "van": date(2023, 3, 1), "tot": date(2023, 3, 2),
            "uiterste_tot": date(2023, 8, 31), "uren_per_maand": 40,
        }  # fmt: skip
        with pytest.raises(IntegrityError, match="aanbod_fk"), transaction.atomic():
            Plaatsing.objects.create(deelnemer=via, glowpartner=aa.partner, **velden)


def test_de_partner_van_een_plaatsing_is_die_van_de_deelnemer(huizen):
    aa, bb, _ = huizen
    with bb.binnen():
        plaatsing = Plaatsing.objects.get()
        plek_stappen.bied_aan(bb.installatie, bb.plekken[0], aa.partner, op=date(2023, 3, 2))
        with pytest.raises(IntegrityError, match="plaatsing_glowpartner_van_deelnemer_fk"), transaction.atomic():
            Plaatsing.objects.filter(pk=plaatsing.pk).update(glowpartner=bb.partner, leerwerkplek=bb.plekken[1])
        with pytest.raises(IntegrityError, match="plaatsing_glowpartner_van_deelnemer_fk"), transaction.atomic():
            Deelnemer.objects.filter(pk=plaatsing.deelnemer_id).update(glowpartner=bb.partner)


# --- indicatoren


def test_indicatoren_leest_enkel_de_partner_die_ze_bevestigde(huizen):
    aa, bb, _ = huizen
    with bb.binnen():
        via = Deelnemer.objects.get(code="D-via")
        assert not Indicatie.objects.exists()
        bevestigd = indicaties.bevestiging(via)
        assert (bevestigd.glowpartner_id, bevestigd.aantal) == (aa.partner.pk, 1)
        assert timezone.localdate(bevestigd.op) == timezone.localdate()
    with isolatie.namens(glowpartner=aa.partner.pk):
        assert list(Indicatie.objects.values_list("deelnemer", "indicatoren")) == [(via.pk, ["werkervaring"])]
    with isolatie.namens(glowpartner=bb.partner.pk):
        assert ziet(Indicatie, "deelnemer__code") == ["D-bb"]


@pytest.mark.parametrize(
    "poging",
    [
        lambda huis: Indicatie.objects.update(indicatoren=[]),
        lambda huis: Indicatie.objects.all()._raw_delete("default"),
        lambda huis: Indicatie.objects.create(
            bestuur=huis.bestuur, deelnemer=huis.deelnemer("X"), glowpartner=huis.partner, indicatoren=["werkervaring"]
        ),
    ],
)
def test_een_bestuur_komt_enkel_langs_de_functie_bij_indicatoren(huizen, poging):
    with huizen[0].binnen(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        poging(huizen[0])


def test_een_lezer_bewaart_geen_indicatoren(huizen):
    aa, *_ = huizen
    with aa.binnen():
        deelnemer = aa.deelnemer()
    with aa.binnen(alleen_lezen=True):
        assert indicaties.bevestiging(deelnemer).aantal == 1
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            indicaties.bewaar(deelnemer, ["werkervaring"])


def test_de_functies_kennen_enkel_het_eigen_bestuur(huizen):
    aa, bb, _ = huizen
    with bb.binnen():
        vreemd = Deelnemer.objects.get(code="D-via")
    with aa.binnen():
        assert indicaties.bevestiging(vreemd) is None
        assert indicaties.bewaar(vreemd, []) is False
    with bb.binnen():
        assert indicaties.bevestiging(vreemd).aantal == 1
    with isolatie.namens(glowpartner=aa.partner.pk), connection.cursor() as c:
        c.execute("SELECT count(*) FROM indicatie_bevestigd(%s)", [vreemd.pk])
        assert c.fetchone() == (0,)


def test_wat_een_wijziging_is(huizen):
    aa, bb, _ = huizen
    with bb.binnen():
        deelnemer = Deelnemer.objects.get(code="D-bb")
        eerst = indicaties.bevestiging(deelnemer).op
        assert indicaties.bewaar(deelnemer, ["werkervaring"]) is False
        assert wijziging.wijzig_deelnemer(bb.installatie, deelnemer, indicatoren=["werkervaring"]) == []
        nieuw = ["participatierisico", "werkervaring"]
        assert wijziging.wijzig_deelnemer(bb.installatie, deelnemer, indicatoren=nieuw) == ["indicatoren"]
        assert indicaties.bevestiging(deelnemer).aantal == 2 and indicaties.bevestiging(deelnemer).op >= eerst


def test_een_nieuwe_partner_bevestigt_zelf(huizen):
    """Wisselt een deelnemer van partner, dan krijgt de nieuwe de indicatoren van de vorige niet te zien."""
    aa, bb, _ = huizen
    with bb.binnen():
        deelnemer = Deelnemer.objects.get(code="D-bb")
        wijziging.wijzig_deelnemer(bb.installatie, deelnemer, glowpartner=aa.partner)
        deelnemer.refresh_from_db()
        assert indicaties.bevestiging(deelnemer) is None
    with isolatie.namens(glowpartner=aa.partner.pk):
        assert "D-bb" not in ziet(Indicatie, "deelnemer__code") and "D-bb" in ziet(Deelnemer, "code")
    with bb.binnen():
        assert indicaties.bewaar(deelnemer, ["werkervaring"]) is True
        assert indicaties.bevestiging(deelnemer).glowpartner_id == aa.partner.pk
