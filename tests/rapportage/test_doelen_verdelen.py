"""De doelen van een project verdelen: samen hoogstens het doel, per bestuur, door de coördinator, met geschiedenis."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kern.gelijktijdig import INTUSSEN
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from organisaties.models import Organisatie
from projecten.models import Doelverdeling, Subsidieproject
from projecten.stappen.doelen import verdeel
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db


def _huis():
    huis = Huis("aa", plekken=0)
    with huis.binnen():
        Subsidieproject.objects.update(doel_leerwerkplekken=39, doel_mentoren=13)
        huis.vzw = Organisatie.objects.create(bestuur=huis.bestuur, code="vzw", naam="Oesterbank vzw", soort="vzw")
        huis.adres = reverse("rapportage:doelen", args=[huis.project.pk])
    return huis


gebouwd_huis, huis = eens(_huis)


def deel(plekken=None, mentoren=None):
    return {"doel_leerwerkplekken": plekken, "doel_mentoren": mentoren}


def bewaard(huis):
    with huis.binnen():
        rijen = Doelverdeling.objects.order_by("organisatie__code")
        return list(rijen.values_list("organisatie__code", "doel_leerwerkplekken", "doel_mentoren"))


def velden(huis, pagina, **anders):
    """Wat een browser instuurt: elk veld zoals het op de pagina staat, en wat iemand intussen typte."""
    html = pagina.content.decode()
    uit = {naam: "" for naam in re.findall(r'name="(doel_\w+)"', html)}
    uit |= dict(re.findall(r'name="(doel_\w+)"[^>]*? value="(\d+)"', html))
    gezien = re.search(r'name="gezien" value="([^"]*)"', html)
    return uit | {"gezien": gezien[1]} | anders


@pytest.mark.parametrize(
    ("stad", "vzw", "over"),
    [
        (deel(39, 13), deel(0, 0), []),
        (deel(12), deel(27), []),
        (deel(12, 13), deel(28, 0), ["doel_leerwerkplekken"]),
        (deel(40), deel(), ["doel_leerwerkplekken"]),
        (deel(12, 7), deel(28, 7), ["doel_leerwerkplekken", "doel_mentoren"]),
    ],
)
def test_samen_hoogstens_het_doel_en_minder_mag(huis, stad, vzw, over):
    with huis.binnen():
        delen, wie = {huis.organisatie.pk: stad, huis.vzw.pk: vzw}, huis.actor("coordinator")
        if not over:
            assert len(verdeel(wie, huis.project, delen)) == 2
            return
        with pytest.raises(Geweigerd) as geweigerd:
            verdeel(wie, huis.project, delen)
        pk = huis.organisatie.pk if stad["doel_leerwerkplekken"] == 40 else huis.vzw.pk
        assert [veld for _, veld in geweigerd.value.alle] == [f"{veld}_{pk}" for veld in over]
        assert "Verdeel er hoogstens 39: dat is het doel." in geweigerd.value.alle[0][0]
        assert not Doelverdeling.objects.exists()


def test_wat_een_ander_al_verdeelde_telt_mee(huis):
    """Wie niet meegegeven is, houdt zijn deel, en dat deel telt in de som."""
    with huis.binnen():
        wie = huis.actor("coordinator")
        verdeel(wie, huis.project, {huis.vzw.pk: deel(27)})
        with pytest.raises(Geweigerd):
            verdeel(wie, huis.project, {huis.organisatie.pk: deel(13)})
        assert [r.organisatie_id for r in verdeel(wie, huis.project, {huis.organisatie.pk: deel(12)})] == [
            huis.organisatie.pk
        ]
        assert verdeel(wie, huis.project, {huis.organisatie.pk: deel(12)}) == []
        assert Gebeurtenis.objects.filter(wat="doelen.verdeeld").count() == 2
        assert verdeel(wie, huis.project, {huis.organisatie.pk: deel()})  # weer leeg; de rij blijft voor wie terugkijkt
    assert bewaard(huis) == [("gem", None, None), ("vzw", 27, None)]


def test_enkel_de_coordinator_en_enkel_eigen_organisaties(huis):
    ander = Huis("bb", plekken=0)
    with huis.binnen():
        for rol in ("hr", "beheerder", "controleur", "directeur"):
            with pytest.raises(PermissionDenied):
                verdeel(huis.actor(rol), huis.project, {huis.vzw.pk: deel(1)})
        with pytest.raises(Geweigerd, match="bestaat hier niet"):
            verdeel(huis.actor("coordinator"), huis.project, {ander.organisatie.pk: deel(1)})
    with ander.binnen(), pytest.raises(Subsidieproject.DoesNotExist):
        verdeel(ander.actor("coordinator"), huis.project, {ander.organisatie.pk: deel(1)})
    assert meld_aan(ander.leden["coordinator"].gebruiker).get(huis.adres).status_code == 404
    assert meld_aan(huis.leden["controleur"].gebruiker).get(huis.adres).status_code == 403
    assert bewaard(huis) == []


def test_het_scherm_bewaart_en_zegt_bij_het_veld_wat_te_veel_is(huis):
    browser = meld_aan(huis.leden["coordinator"].gebruiker)
    project = reverse("rapportage:project", args=[huis.project.pk])
    assert f'href="{huis.adres}"' in browser.get(project).content.decode()
    pagina = browser.get(huis.adres)
    stad, vzw = f"doel_leerwerkplekken_{huis.organisatie.pk}", f"doel_leerwerkplekken_{huis.vzw.pk}"
    fout = browser.post(huis.adres, velden(huis, pagina, **{stad: "12", vzw: "28"}))
    assert fout.status_code == 200 and fout.context["form"].errors[vzw] == [
        "Samen zijn dit 40 leerwerkplekken. Verdeel er hoogstens 39: dat is het doel."
    ]
    assert 'value="28"' in fout.content.decode() and bewaard(huis) == []
    for onzin, zin in (("-1", "Vul nul of meer in."), ("veel", "Vul een heel getal in"), ("9" * 12, "te groot")):
        assert zin in str(browser.post(huis.adres, velden(huis, pagina, **{stad: onzin})).context["form"].errors[stad])
    goed = velden(huis, pagina, **{stad: "12"})
    assert browser.post(huis.adres, goed, follow=True).redirect_chain == [(project, 302)]
    assert bewaard(huis) == [("gem", 12, None)]
    dubbel = browser.post(huis.adres, goed, follow=True)  # dubbele klik
    assert "Dit stond er al zo." in dubbel.content.decode() and bewaard(huis) == [("gem", 12, None)]
    geschiedenis = browser.get(reverse("geschiedenis", args=["project", huis.project.pk])).content.decode()
    assert "gaf Gemeente aa doelen: plekken 12, mentoren leeg" in re.sub(r"<[^>]+>", "", geschiedenis)


def test_twee_tabbladen_overschrijven_elkaar_niet_ongemerkt(huis):
    browser = meld_aan(huis.leden["coordinator"].gebruiker)
    eerst, tweede = browser.get(huis.adres), browser.get(huis.adres)
    stad = f"doel_leerwerkplekken_{huis.organisatie.pk}"
    browser.post(huis.adres, velden(huis, eerst, **{stad: "12"}))
    fout = browser.post(huis.adres, velden(huis, tweede, **{stad: "20"}))
    assert INTUSSEN in fout.content.decode() and 'value="20"' in fout.content.decode()
    assert "Plekken bij Gemeente aa”: 12." in fout.content.decode() and bewaard(huis) == [("gem", 12, None)]
    browser.post(huis.adres, velden(huis, fout))  # wie nog eens bewaart, kiest daar bewust voor
    assert bewaard(huis) == [("gem", 20, None)]


def test_van_een_project_van_een_district_enkel_wat_erbij_hoort(huis):
    browser = meld_aan(huis.leden["coordinator"].gebruiker)
    with huis.binnen():
        Subsidieproject.objects.update(organisatie=huis.vzw)
    assert [o.code for o in browser.get(huis.adres).context["form"].organisaties] == ["vzw"]
    with huis.binnen():
        verdeel(huis.actor("coordinator"), huis.project, {huis.organisatie.pk: deel(3)})
    assert [o.code for o in browser.get(huis.adres).context["form"].organisaties] == ["gem", "vzw"]
