"""Archieftijdstempels op tijd hernieuwd: het origineel blijft, het jongste wordt gebruikt, en elke sha256 blijft bekend."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.utils import ProgrammingError

from beheer.regels import raad
from documenten import hernieuwen, opslag
from documenten.models import Document, Hernieuwing
from documenten.zegel import bewijs, tsa
from documenten.zegel.controle import controleer_pdf
from documenten.zegel.fouten import ZegelFout
from documenten.zegel.hernieuw import hernieuw
from fiches.models import Fiche, FicheBlad
from fiches.verificatie import bekend, zoek
from organisaties.isolatie import namens
from plaatsingen.models import Ondertekening
from rapportage import cijfers, tabellen
from taken.models import Taak
from taken.uitvoering import voer_alles_uit, voer_uit
from tests.bouw import Huis
from tests.documenten.test_zegel_pdf import overplak

IN_2038, IN_2040, IN_2046 = (datetime(jaar, 7, 1, 12, tzinfo=UTC) for jaar in (2038, 2040, 2046))


@pytest.fixture
def huis(db, settings, tmp_path):
    """Een bestuur met een fiche voor de lange duur verzegeld in 2026, en haar leeskopie."""
    settings.GD_ZEGEL_MAP, settings.GD_ZEGELS, settings.GD_ZEGEL_PKCS12 = tmp_path / "zegel", "", ""
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], "B-LTA"
    tsa.vergeet()
    bewijs.vergeet()
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        huis = Huis()
        with huis.binnen():
            huis.ondertekende_fiche()
        assert voer_alles_uit(*Taak.objects.filter(naam__startswith="fiches.").values_list("pk", flat=True)) == []
    yield huis
    tsa.vergeet()


def document(huis):
    with huis.binnen():
        return FicheBlad.objects.select_related("document").get(soort="verzegeld").document


def plan(huis):
    """Wat de opdracht van die nacht plant."""
    voor = set(Taak.objects.values_list("pk", flat=True))
    call_command("hernieuw_tijdstempels")
    return list(Taak.objects.filter(naam=hernieuwen.TAAK).exclude(pk__in=voor).values_list("pk", flat=True))


def test_op_tijd_hernieuwd_en_het_jongste_telt(huis):
    origineel = document(huis)
    with huis.binnen():
        eerste = opslag.lees(origineel)
        token = Fiche.objects.get().token
    assert origineel.zegel_niveau == "B-LTA" and origineel.archief_tot.year == 2038
    assert plan(huis) == []  # in 2026 nog lang niet
    with huis.binnen():  # wat geen B-LTA is (de leeskopie) wordt nooit hernieuwd
        assert set(Document.objects.exclude(archief_tot=None).values_list("soort", flat=True)) == {"fiche"}
    with time_machine.travel(IN_2038):
        (taak,) = plan(huis)
        assert plan(huis) == []  # twee nachten na elkaar, één taak
        assert voer_alles_uit(taak) == [] and plan(huis) == []
        with huis.binnen():
            (rij,) = Hernieuwing.objects.all()
            tweede = opslag.lees(origineel)
            assert opslag.pad(origineel).read_bytes() == eerste  # het origineel blijft
            assert (rij.nr, rij.sha256, rij.archief_tot.year) == (1, opslag.jongste(origineel).sha256, 2046)
            assert opslag.veeg_wezen(huis.bestuur_id, ouder_dan=-1e9) == 0
            with opslag.open_(origineel) as f:
                assert f.read() == tweede
        assert tweede.startswith(eerste) and len(tweede) > len(eerste)
        assert controleer_pdf(tweede, origineel=eerste).niveau == "B-LTA"
    with namens(alleen_lezen=True):  # iedereen: oude en nieuwe sha256 horen bij dezelfde fiche
        oud, nieuw, gezien = bekend(origineel.sha256), bekend(rij.sha256), zoek(token)
        assert oud == nieuw and oud.token == token
        assert (gezien.document_sha256, gezien.bestand) == (rij.sha256, rij.bestand)
        assert gezien.looptijd.geldig_tot == rij.archief_tot
    with huis.binnen():
        (uit,) = cijfers.bereken([huis.project], date(2023, 12, 31))
        (fiche,) = uit.fiches
        assert (fiche.document.sha256, opslag.pad(fiche.document).read_bytes()) == (rij.sha256, tweede)
        lijst = next(t for t in tabellen.alle(uit) if rij.sha256 in str(t.rijen))
        assert origineel.sha256 not in str(lijst.rijen)
    with time_machine.travel(IN_2040):  # het eerste archieftijdstempel is verlopen
        assert (controleer_pdf(eerste).ok, controleer_pdf(tweede).niveau, controleer_pdf(tweede).ok) == (
            False,
            "B-LTA",
            True,
        )


def test_wat_geweigerd_wordt(huis, settings):
    """Zonder server, veranderd, te laat; en een tijdstempel dat niet langer geldt dan het vorige."""
    rij = document(huis)
    with huis.binnen():
        data = opslag.lees(rij)
    with time_machine.travel(IN_2038):
        settings.GD_TSA_URLS = []
        with pytest.raises(ZegelFout, match="Er is geen tijdstempelserver"):
            hernieuw(data)
        settings.GD_TSA_URLS = ["test"]
        with pytest.raises(ZegelFout, match="krijgt geen nieuw tijdstempel"):
            hernieuw(overplak(data))
    with time_machine.travel(IN_2040), pytest.raises(ZegelFout, match="krijgt geen nieuw tijdstempel"):
        hernieuw(data)
    with time_machine.travel(IN_2038):
        assert voer_alles_uit(*plan(huis)) == []
    with time_machine.travel(IN_2046):  # de test-CA zelf eindigt: er is niets later te krijgen
        (taak,) = plan(huis)
        voer_uit(taak)
    fout = Taak.objects.get(pk=taak)
    assert fout.status == "wacht" and fout.fout.startswith("NietLanger")
    assert raad(fout.fout) == "De tijdstempelserver geeft geen langer tijdstempel. Kies een andere en probeer opnieuw."
    with huis.binnen():
        assert Hernieuwing.objects.count() == 1


def test_een_partner_ziet_enkel_wat_van_zijn_documenten_hernieuwd_werd(db):
    huis, ander = Huis(), Huis("bb", plekken=0)
    einde = datetime(2038, 11, 1, tzinfo=UTC)
    with huis.binnen():
        oud, nieuw = opslag.bewaar(huis.bestuur_id, b"oud"), opslag.bewaar(huis.bestuur_id, b"oud en nieuw")
        van = {"naam": "werkafspraken.pdf", "mime": "application/pdf", "archief_tot": einde}
        rij = opslag.leg_vast(huis.bestuur, oud, soort="afspraken", **van)
        Ondertekening.objects.create(
            bestuur=huis.bestuur, plaatsing=huis.plaatsing(), glowpartner=huis.partner, document=rij, sha256=oud.sha256
        )
        Hernieuwing.objects.create(
            bestuur=huis.bestuur, document=rij, nr=1, bestand=nieuw.bestand, sha256=nieuw.sha256,
            grootte=nieuw.grootte, archief_tot=einde.replace(year=2046),
        )  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic():  # enkel toevoegen
            Hernieuwing.objects.update(nr=2)
    for lid, ziet in ((huis.partnerlid, [1]), (ander.partnerlid, [])):
        with namens(gebruiker=lid.gebruiker_id, glowpartner=lid.glowpartner_id):
            assert list(Hernieuwing.objects.values_list("nr", flat=True)) == ziet
            if ziet:
                assert opslag.lees(rij) == b"oud en nieuw"
