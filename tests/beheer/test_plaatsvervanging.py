"""Een plaatsvervanger aanduiden en dat beëindigen: de beheerder voor iedereen, een ander enkel voor zichzelf."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beheer.stappen import plaatsvervanging as stappen
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap, Plaatsvervanging
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
VANDAAG, DAG = timezone.localdate(), timedelta(days=1)
ALLE, EIGEN = "/beheer/plaatsvervangers/", "/beheer/mijn-plaatsvervanger/"


def waarden(huis, **anders):
    return {
        "voor": huis.leden["directeur"],
        "plaatsvervanger": huis.leden["hr"],
        "hoedanigheid": "directeur",
        "van": VANDAAG,
        "tot": VANDAAG + 7 * DAG,
        "referentie": "besluit 12 van 3 maart 2026",
    } | anders


def duid_aan(huis, door="beheerder", **anders):
    return stappen.duid_aan(huis.actor(door), **waarden(huis, **anders))


def getypt(huis, **anders):
    gewoon = {
        "voor": str(huis.leden["directeur"].pk),
        "plaatsvervanger": str(huis.leden["hr"].pk),
        "hoedanigheid": "directeur",
        "van": f"{VANDAAG:%d/%m/%Y}",
        "tot": f"{VANDAAG + 7 * DAG:%d/%m/%Y}",
        "referentie": "besluit 12 van 3 maart 2026",
    }
    return gewoon | anders


@pytest.fixture
def beheerder(huizen):
    return meld_aan(huizen[0].leden["beheerder"].gebruiker)


def test_aanduiden_en_beeindigen_op_het_scherm(huizen, beheerder):
    aa, _ = huizen
    assert "Nog geen plaatsvervangers" in beheerder.get(ALLE).content.decode()
    assert vul_in(beheerder, f"{ALLE}nieuw/", "referentie", **getypt(aa)).url == ALLE
    pagina = beheerder.get(ALLE).content.decode()
    assert "Hr Van Aa" in pagina and "Loopt nu" in pagina and "besluit 12 van 3 maart 2026" in pagina
    with aa.binnen():
        rij = Plaatsvervanging.objects.get()
        assert Gebeurtenis.objects.get(wat="plaatsvervanging.aangeduid").gegevens["hoedanigheid"] == "directeur"
    url = f"{ALLE}{rij.pk}/beeindigen/"
    assert "Plaatsvervanging door Hr Van Aa beëindigen?" in beheerder.get(url).content.decode()
    for _ in range(2):
        assert beheerder.post(url).status_code == 302
    assert "Vroeger beëindigd" in beheerder.get(ALLE).content.decode()
    with aa.binnen():
        assert Gebeurtenis.objects.filter(wat="plaatsvervanging.beeindigd").count() == 1
    assert "al voorbij" in beheerder.get(url, follow=True).content.decode()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"referentie": ""}, "Vul de schriftelijke opdracht in"),
        ({"referentie": "   "}, "Vul de schriftelijke opdracht in"),
        ({"hoedanigheid": "leidinggevende"}, "Directeur Van Aa is geen direct leidinggevende."),
        ({"tot": f"{VANDAAG - DAG:%d/%m/%Y}"}, "De einddatum ligt voor de begindatum."),
        (
            {"van": f"{VANDAAG - 5 * DAG:%d/%m/%Y}", "tot": f"{VANDAAG - DAG:%d/%m/%Y}"},
            "Deze periode is voorbij.",
        ),
        ({"tot": ""}, "Vul een datum in."),
        ({"hoedanigheid": ""}, "Maak een keuze."),
        ({"plaatsvervanger": "0"}, "keuze"),
    ],
)
def test_een_fout_staat_bij_haar_veld(huizen, beheerder, anders, zin):
    antwoord = vul_in(beheerder, f"{ALLE}nieuw/", "referentie", **getypt(huizen[0], **anders))
    assert antwoord.status_code == 200 and zin in antwoord.content.decode()
    with huizen[0].binnen():
        assert not Plaatsvervanging.objects.exists()


def test_niet_voor_zichzelf_en_geen_controleur(huizen, beheerder):
    aa, _ = huizen
    zelf = vul_in(beheerder, f"{ALLE}nieuw/", "referentie", **getypt(aa, plaatsvervanger=str(aa.leden["directeur"].pk)))
    assert "Niemand vervangt zichzelf." in zelf.content.decode()
    with aa.binnen():
        with pytest.raises(Geweigerd, match="kan niet tekenen"):
            duid_aan(aa, plaatsvervanger=aa.leden["controleur"])
        with pytest.raises(Geweigerd, match="Niemand vervangt zichzelf"), grenzen():
            Plaatsvervanging.objects.create(bestuur=aa.bestuur, **waarden(aa, plaatsvervanger=aa.leden["directeur"]))
        Lidmaatschap.objects.filter(pk=aa.leden["hr"].pk).update(ingetrokken_op=timezone.now())
        with pytest.raises(Geweigerd, match="kan niet tekenen"):
            duid_aan(aa)


@pytest.mark.parametrize(
    ("van", "tot", "mag"), [(-3, -1, True), (-3, 0, False), (0, 0, False), (7, 9, False), (8, 9, True)]
)
def test_geen_overlap_van_hetzelfde_paar(huizen, van, tot, mag):
    """Een lopende van dag 0 tot en met 7: de buurdagen mogen, dag 0 en dag 7 niet."""
    aa, _ = huizen
    with aa.binnen():
        eerste = duid_aan(aa)
        nieuw = waarden(aa, van=VANDAAG + van * DAG, tot=VANDAAG + tot * DAG)
        if mag:
            Plaatsvervanging.objects.create(bestuur=aa.bestuur, **nieuw)
        else:
            with pytest.raises(Geweigerd, match="in die periode al plaatsvervanger"), grenzen():
                Plaatsvervanging.objects.create(bestuur=aa.bestuur, **nieuw)
        stappen.beeindig(aa.actor("beheerder"), eerste)
        duid_aan(aa, van=VANDAAG + DAG)  # na een vroeg einde kan het opnieuw


def test_twee_verschillende_plaatsvervangers_tegelijk_mag(huizen):
    with huizen[0].binnen():
        duid_aan(huizen[0])
        duid_aan(huizen[0], plaatsvervanger=huizen[0].leden["coordinator"])


def test_een_ander_regelt_enkel_de_eigen_afwezigheid(huizen):
    aa, _ = huizen
    directeur = meld_aan(aa.leden["directeur"].gebruiker)
    antwoord = vul_in(
        directeur, f"{EIGEN}nieuw/", "referentie", **getypt(aa, voor=None) | {"voor": str(aa.leden["directeur"].pk)}
    )
    assert antwoord.url == EIGEN and "Hr Van Aa" in directeur.get(EIGEN).content.decode()
    with aa.binnen():
        rij = Plaatsvervanging.objects.get()
        with pytest.raises(PermissionDenied):
            duid_aan(aa, door="leidinggevende")
        with pytest.raises(PermissionDenied):
            stappen.beeindig(aa.actor("leidinggevende"), rij)
        with pytest.raises(PermissionDenied):
            duid_aan(aa, door="hr")
    leiding = meld_aan(aa.leden["leidinggevende"].gebruiker)
    assert "Nog geen plaatsvervangers" in leiding.get(EIGEN).content.decode()
    assert leiding.post(f"{EIGEN}{rij.pk}/beeindigen/").status_code == 404
    vreemd = vul_in(leiding, f"{EIGEN}nieuw/", "referentie", **getypt(aa))
    assert vreemd.status_code == 200  # een andere voor dan jezelf bestaat niet in de keuze
    assert directeur.post(f"{EIGEN}{rij.pk}/beeindigen/").url == EIGEN


def test_rollen_en_besturen(huizen, beheerder):
    aa, bb = huizen
    with bb.binnen():
        vreemd = duid_aan(bb)
    for methode in (beheerder.get, beheerder.post):
        assert methode(f"{ALLE}{vreemd.pk}/beeindigen/").status_code == 404
    for rol in ("hr", "mentor", "coordinator", "controleur"):
        klant = meld_aan(aa.leden[rol].gebruiker)
        for pad in (ALLE, f"{ALLE}nieuw/", EIGEN, f"{EIGEN}nieuw/"):
            assert klant.get(pad).status_code == 403
    assert meld_aan(aa.leden["directeur"].gebruiker).get(ALLE).status_code == 403
    assert beheerder.get(EIGEN).status_code == 403


def test_wat_vastligt_kan_de_toepassing_niet_wijzigen(huizen):
    aa, _ = huizen
    with aa.binnen():
        rij = duid_aan(aa)
        for poging in (
            lambda: Plaatsvervanging.objects.filter(pk=rij.pk).update(tot=VANDAAG + 99 * DAG),
            lambda: Plaatsvervanging.objects.filter(pk=rij.pk).update(referentie="iets anders"),
            lambda: Plaatsvervanging.objects.filter(pk=rij.pk).delete(),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                poging()


def test_evenveel_vragen(huizen, beheerder):
    aa, _ = huizen
    with aa.binnen():
        duid_aan(aa)
    beheerder.get(ALLE)
    with CaptureQueriesContext(connection) as een:
        beheerder.get(ALLE)
    with aa.binnen():
        for n in range(12):
            duid_aan(aa, plaatsvervanger=aa.lid(f"p{n}", "hr"))
    with CaptureQueriesContext(connection) as veel:
        beheerder.get(ALLE)
    assert len(een) == len(veel) <= 15
