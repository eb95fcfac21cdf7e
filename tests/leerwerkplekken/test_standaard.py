"""Het standaardplan van het bestuur: nieuwe plekken beginnen ermee, bestaande volgen enkel als iemand het vraagt."""

import pytest

from leerwerkplekken import planstandaard, standaard, stappen, werkafspraken
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan, velden, vul_in
from tests.leerwerkplekken.hulp import adres, plek_nu, tweede_partner

pytestmark = pytest.mark.django_db
EIGEN_RIJ = {"onderwerp": "Materiaal", "mentor": "R", "leidinggevende": "A", "hr": "", "glow": "I", "begeleider": ""}


@pytest.mark.parametrize(("rol", "mag"), [("hr", True), ("beheerder", True), ("coordinator", False), ("mentor", False)])
def test_wie_de_standaard_kiest(huis, rol, mag):
    klant = meld_aan(huis.leden[rol].gebruiker)
    for naam in ("standaard", "standaard_rollen", "standaard_toepassen"):
        assert klant.get(adres(naam)).status_code == (200 if mag else 403)
        if not mag:
            assert klant.post(adres(naam), {}).status_code == 403
    if rol == "beheerder":
        assert adres("standaard") in klant.get("/").content.decode()


def test_een_nieuwe_plek_begint_met_de_standaard_van_haar_bestuur(huis, hr):
    ander = Huis("bb")
    antwoord = vul_in(hr, adres("standaard"), "gezien", onthaal="Aan balie 3.", taalniveau="a1", geschikt=["rustig"])
    assert antwoord.status_code == 302
    rollen = {"o7_onderwerp": "Materiaal", "o7_mentor": "R", "o7_leidinggevende": "A", "o7_glow": "I"}
    assert vul_in(hr, adres("standaard_rollen"), "gezien", **rollen).status_code == 302
    with huis.binnen():
        plan = plek_nu(huis, huis.maak_plek()).plan
        assert (plan.onthaal, plan.taalniveau, plan.geschikt) == ("Aan balie 3.", "a1", ["rustig"])
        assert plan.matrix == [*standaard.MATRIX, EIGEN_RIJ] and plan.standaard and plan.eigen == []
        assert plek_nu(huis).plan.onthaal == standaard.ONTHAAL  # wat er was, blijft
        assert Gebeurtenis.objects.filter(wat="planstandaard.gewijzigd").count() == 2
    with ander.binnen():
        assert plek_nu(ander, ander.maak_plek()).plan.onthaal == standaard.ONTHAAL


def test_een_onvolledige_standaard_wordt_geweigerd(huis, hr):
    antwoord = vul_in(hr, adres("standaard_rollen"), "gezien", o0_leidinggevende="", o0_begeleider="A")
    fouten = antwoord.context["form"].non_field_errors()
    assert fouten == ["Onthaal: kies precies één eindverantwoordelijke (A)."]
    assert velden(antwoord, "gezien")["o0_begeleider"] == "A"
    with huis.binnen(), pytest.raises(Geweigerd):
        stappen.bewaar_standaard(huis.actor("hr"), huis.bestuur, matrix=[])


def test_toepassen_raakt_enkel_wat_nog_standaard_is(huis, hr):
    with huis.binnen():
        actor = huis.actor("hr")
        eigen, nagekeken, gesloten = huis.maak_plek(), huis.maak_plek(), huis.maak_plek()
        stappen.bewaar_plan(actor, eigen, nagekeken=False, onthaal="Eigen onthaal.")
        stappen.bewaar_plan(actor, nagekeken, nagekeken=True)
        stappen.sluit(actor, gesloten)
        stappen.bewaar_standaard(actor, huis.bestuur, onthaal="Nieuw onthaal.", fiets="Stalling.")
    bevestig = hr.get(adres("standaard_toepassen")).content.decode()
    assert "op 2 plekken" in bevestig and huis.plek.code in bevestig and nagekeken.code not in bevestig
    assert "2 plekken kregen het standaardplan" in hr.post(adres("standaard_toepassen"), follow=True).content.decode()
    with huis.binnen():
        plannen = [plek_nu(huis, plek).plan for plek in (huis.plek, eigen, nagekeken, gesloten)]
        assert [p.onthaal for p in plannen] == ["Nieuw onthaal.", "Eigen onthaal.", *[standaard.ONTHAAL] * 2]
        assert [p.fiets for p in plannen] == ["Stalling.", "Stalling.", "", ""]
    nog_eens = hr.post(adres("standaard_toepassen"), follow=True).content.decode()
    assert "Er was niets te wijzigen" in nog_eens


def test_afspraken_per_partner_beginnen_met_die_van_het_bestuur(huis, hr):
    with huis.binnen():
        partner = tweede_partner(huis)
    naam = f"partner_{partner.pk}"
    assert vul_in(hr, adres("standaard"), "gezien", **{naam: "Elke week bellen."}).status_code == 302
    with huis.binnen():
        stappen.bied_aan(huis.actor("hr"), huis.plek, partner)
        plek = plek_nu(huis)
        assert werkafspraken.met(plek, partner) == "Elke week bellen."
        assert werkafspraken.met(plek, huis.partner) == standaard.WERKAFSPRAKEN
        stappen.bewaar_afspraak(huis.actor("hr"), plek, huis.partner, "Onze eigen afspraak.")
    assert vul_in(hr, adres("standaard"), "gezien", **{naam: "Elke maand bellen."}).status_code == 302
    hr.post(adres("standaard_toepassen"))
    with huis.binnen():
        assert werkafspraken.met(plek_nu(huis), partner) == "Elke maand bellen."
        assert werkafspraken.met(plek_nu(huis), huis.partner) == "Onze eigen afspraak."
    assert vul_in(hr, adres("standaard"), "gezien", **{naam: ""}).status_code == 302
    with huis.binnen():
        assert planstandaard.afspraken(huis.bestuur_id) == {}


def test_twee_tabbladen_op_de_standaard(huis, hr):
    tab = velden(hr.get(adres("standaard")), "gezien")
    assert hr.post(adres("standaard"), tab | {"onthaal": "een"}).status_code == 302
    antwoord = hr.post(adres("standaard"), tab | {"onthaal": "twee"})
    assert "Iemand wijzigde dit intussen" in antwoord.content.decode()
    with huis.binnen():
        assert planstandaard.van(huis.bestuur_id)["onthaal"] == "een"
