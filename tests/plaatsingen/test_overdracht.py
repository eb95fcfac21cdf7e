"""Een mentor vertrekt: plekken, deelnemers en vervangingen in één daad, en wat daarna nog klopt."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fiches.enums import Status as Fichestatus
from leerwerkplekken import stappen as plekstappen
from mentoren import stappen as mentorstappen
from mentoren.models import Mentor
from mentoren.regels import met_opgeleid
from organisaties.isolatie import Geweigerd
from plaatsingen import overdracht, toegang
from plaatsingen.models import Plaatsing
from plaatsingen.stappen import overdracht as stappen
from plaatsingen.stappen import patroon as patroonstappen
from tests.bouw import Huis
from tests.plaatsingen.hulp import Mentor as Doet
from tests.plaatsingen.hulp import als

VANDAAG = timezone.localdate


@pytest.fixture
def nieuw(binnen):
    return mentor(binnen, "nieuw")


def mentor(huis, wie):
    return mentorstappen.maak_mentor(huis.actor("hr"), huis.lid(wie, "mentor"), organisatie=huis.organisatie)


def nu(huis, **anders):
    """Een plaatsing die vandaag loopt."""
    begin = VANDAAG() - timedelta(days=20)
    return huis.plaatsing(van=begin, tot=begin + timedelta(days=100), **anders)


def draag_over(huis, plekken, **anders):
    gegevens = {"op": VANDAAG(), "plekken": plekken} | anders
    return stappen.draag_over(huis.actor("hr"), huis.mentor, **gegevens)


def test_alles_gaat_in_een_daad(binnen, nieuw):
    tweede, plaatsing = binnen.maak_plek(), nu(binnen)
    draag_over(binnen, {binnen.plek.pk: nieuw, tweede.pk: nieuw})
    plaatsing = Plaatsing.objects.get(pk=plaatsing.pk)
    assert plaatsing.leerwerkplek.mentor == nieuw
    assert Mentor.objects.get(pk=binnen.mentor.pk).vertrokken_op == VANDAAG()
    assert not toegang.eigen(binnen.actor("mentor")).exists()
    uren = Doet(binnen, plaatsing)
    with pytest.raises(Geweigerd, match="niet de mentor"):
        uren.uren(VANDAAG(), 120)
    from organisaties import toegang as rechten

    uren.door = rechten.als_lid(nieuw.lidmaatschap)
    assert uren.uren(VANDAAG(), 120).pk  # de open maand is meteen van de nieuwe mentor


def test_zonder_plekken_is_het_enkel_een_vertrek(binnen, nieuw):
    weg = mentor(binnen, "weg")
    stappen.draag_over(binnen.actor("hr"), weg, op=VANDAAG(), plekken={})
    assert Mentor.objects.get(pk=weg.pk).vertrokken_op == VANDAAG()


def test_een_vergeten_plek_weigert_alles(binnen, nieuw):
    tweede = binnen.maak_plek()
    with pytest.raises(Geweigerd, match=tweede.code):
        draag_over(binnen, {binnen.plek.pk: nieuw})
    assert Mentor.objects.get(pk=binnen.mentor.pk).vertrokken_op is None
    binnen.plek.refresh_from_db()
    assert binnen.plek.mentor == binnen.mentor


def test_een_gesloten_plek_blijft_tenzij_er_iemand_staat(binnen, nieuw):
    leeg, bezet = binnen.maak_plek(), binnen.plek
    nu(binnen)
    for plek in (leeg, bezet):
        plekstappen.sluit(binnen.actor("hr"), plek)
    assert list(overdracht.plekken(binnen.mentor, VANDAAG())) == [bezet]
    draag_over(binnen, {bezet.pk: nieuw})


def test_vervangingen_gaan_mee(binnen, nieuw):
    """De mentor vervangt elders; en de nieuwe mentor was hier vervanger en is het dan niet meer."""
    hr, ander = binnen.actor("hr"), mentor(binnen, "ander")
    hier = nu(binnen)
    elders = nu(binnen, deelnemer=binnen.deelnemer("D2"), plek=binnen.maak_plek(mentor=ander), code="P2")
    bij_nieuw = nu(binnen, deelnemer=binnen.deelnemer("D3"), plek=binnen.maak_plek(mentor=nieuw), code="P3")
    patroonstappen.zet_begeleiding(hr, hier, vervangend_mentor=nieuw)
    patroonstappen.zet_begeleiding(hr, elders, vervangend_mentor=binnen.mentor)
    patroonstappen.zet_begeleiding(hr, bij_nieuw, vervangend_mentor=binnen.mentor)
    draag_over(binnen, {binnen.plek.pk: nieuw}, vervanger=nieuw)
    gevonden = dict(Plaatsing.objects.order_by("code").values_list("code", "vervangend_mentor"))
    assert gevonden == {"P001": None, "P2": nieuw.pk, "P3": None}


@pytest.mark.parametrize("wie", ["zichzelf", "vertrokken", "later"])
def test_wie_niet_kan_overnemen(binnen, nieuw, wie):
    kandidaat = binnen.mentor if wie == "zichzelf" else nieuw
    if wie == "vertrokken":
        stappen.draag_over(binnen.actor("hr"), nieuw, op=VANDAAG(), plekken={})
    op = VANDAAG() + timedelta(days=1) if wie == "later" else VANDAAG()
    with pytest.raises(Geweigerd, match="moet nog komen" if wie == "later" else "in dienst"):
        draag_over(binnen, {binnen.plek.pk: kandidaat}, op=op)


def test_twee_keer_klikken(binnen, nieuw):
    draag_over(binnen, {binnen.plek.pk: nieuw})
    with pytest.raises(Geweigerd, match="al vertrokken"):
        draag_over(binnen, {binnen.plek.pk: nieuw})


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"])
def test_enkel_hr(binnen, nieuw, rol):
    with pytest.raises(PermissionDenied):
        stappen.draag_over(binnen.actor(rol), binnen.mentor, op=VANDAAG(), plekken={binnen.plek.pk: nieuw})


def test_een_mentor_van_een_ander_bestuur(huis):
    aa, bb = huis, Huis("bb")
    with aa.binnen(), pytest.raises(Geweigerd, match="in dienst"):
        draag_over(aa, {aa.plek.pk: bb.mentor})


def test_opleiding_en_fiche_blijven_gelden(binnen, nieuw):
    binnen.certificaat()
    fiche = binnen.ondertekende_fiche()
    draag_over(binnen, {binnen.plek.pk: nieuw})
    fiche.refresh_from_db()
    assert fiche.status == Fichestatus.ONDERTEKEND and fiche.mentor == binnen.mentor
    assert met_opgeleid(Mentor.objects.filter(pk=binnen.mentor.pk), date(2099, 1, 1)).get().is_opgeleid


def test_terug_in_dienst(binnen, nieuw):
    draag_over(binnen, {binnen.plek.pk: nieuw})
    mentorstappen.keert_terug(binnen.actor("hr"), binnen.mentor)
    assert Mentor.objects.get(pk=binnen.mentor.pk).vertrokken_op is None
    binnen.plek.refresh_from_db()
    assert binnen.plek.mentor == nieuw


# --- het scherm


@pytest.fixture
def opzet(huis):
    with huis.binnen():
        nieuw = mentor(huis, "nieuw")
        for _ in range(3):
            huis.maak_plek()
        nu(huis)
    return huis, nieuw


def test_nakijken_toont_het_signaal_en_bewaart_niets(opzet):
    huis, nieuw = opzet
    klant, url = als(huis, "hr"), f"/plaatsingen/mentor/{huis.mentor.pk}/overdragen/"
    pagina = klant.get(url).content.decode()
    assert "4 plekken over te nemen" in pagina and "Filip" not in pagina
    velden = {"vertrokken_op": f"{VANDAAG():%d/%m/%Y}", "allemaal": nieuw.pk}
    fout = klant.post(url, velden | {"allemaal": ""}).content.decode()
    assert fout.count("Kies wie deze plek overneemt.") >= 4
    na = klant.post(url, velden, follow=True).content.decode()
    assert "begeleidt dan 4 plekken" in na and "De richtlijn is 3" in na and "met plaatsing P001" in na
    with huis.binnen():
        assert Mentor.objects.get(pk=huis.mentor.pk).vertrokken_op is None
    klaar = klant.post(url, velden | {"stap": "overdragen"}, follow=True).content.decode()
    assert "4 plekken zijn overgedragen" in klaar and "vertrokken op" in klaar
    nog = klant.post(url, velden | {"stap": "overdragen"}, follow=True).content.decode()
    assert "was al overgedragen" in nog
    assert "weer in dienst" in klant.post(url, {"stap": "terug"}, follow=True).content.decode()
