"""Twee mensen of twee tabbladen op hetzelfde ogenblik, in echte transacties."""

from uuid import uuid4

import pytest

from fiches import stappen
from fiches.enums import Status
from fiches.models import Fiche, Handtekening, Tekenronde
from fiches.ronde import onderteken_samen
from fiches.selectie import Keuze, kies
from taken.models import Taak
from tests.bouw import Huis
from tests.fiches.veel import kopieen
from tests.hulp.samen import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("wie", [("leidinggevende", "leidinggevende"), ("leidinggevende", "directeur")])
def test_een_handtekening(wie):
    huis = Huis()
    with huis.binnen():
        fiche, actoren = huis.fiche(), [huis.actor(rol) for rol in wie]

    def teken(actor, rol):
        return lambda: stappen.ondertekenen(actor, fiche, hoedanigheid=rol, inhoud_sha256=fiche.inhoud_sha256)

    assert tegelijk(huis, *map(teken, actoren, wie)) == ["Deze fiche is al ondertekend.", "gelukt"]
    with huis.binnen():
        assert Handtekening.objects.count() == 1
    assert Taak.objects.filter(naam="fiches.verzegel").count() == 1


def test_ondertekenen_tegen_terugsturen():
    huis = Huis()
    with huis.binnen():
        fiche, leiding, directeur = huis.fiche(), huis.actor("leidinggevende"), huis.actor("directeur")
    uitkomst = tegelijk(
        huis,
        lambda: stappen.ondertekenen(directeur, fiche, hoedanigheid="directeur", inhoud_sha256=fiche.inhoud_sha256),
        lambda: stappen.terugsturen(leiding, fiche, reden="Nog niet."),
    )
    assert uitkomst.count("gelukt") == 1
    with huis.binnen():
        ondertekend = Fiche.objects.get().status == Status.ONDERTEKEND
        assert Handtekening.objects.count() == int(ondertekend)


def test_een_indiening():
    huis = Huis()
    with huis.binnen():
        hr = huis.actor("hr")
    uitkomst = tegelijk(huis, *[lambda: stappen.indienen(hr, huis.plek) for _ in range(3)])
    assert uitkomst.count("gelukt") == 1
    assert uitkomst.count("Versie 1 van deze fiche ligt al ter ondertekening.") == 2
    with huis.binnen():
        assert Fiche.objects.count() == 1


@pytest.mark.parametrize("zelfde", [True, False], ids=["dubbele klik", "twee tabbladen"])
def test_een_ronde_tekent_een_keer(zelfde):
    """Eén formulier is één ronde; twee formulieren zijn er twee, waarvan de tweede overal hoort dat het al gedaan is."""
    huis = Huis()
    with huis.binnen():
        huis.fiche(), kopieen(huis, 3)
        actor = huis.actor("leidinggevende")
        op_scherm = [kandidaat.gezien for kandidaat in kies(actor, Keuze()).te_tekenen]
    sleutels = [uuid4()] * 2 if zelfde else [uuid4(), uuid4()]
    daden = [lambda s=s: onderteken_samen(actor, op_scherm, voorkeur="", sleutel=s) for s in sleutels]
    assert tegelijk(huis, *daden) == ["gelukt", "gelukt"]
    with huis.binnen():
        assert Handtekening.objects.count() == 4
        per_ronde = sorted(sorted(r.regels.values_list("uitkomst", flat=True)) for r in Tekenronde.objects.all())
        assert per_ronde == ([["ondertekend"] * 4] if zelfde else [["geweigerd"] * 4, ["ondertekend"] * 4])
    assert Taak.objects.filter(naam="fiches.verzegel").count() == 4
