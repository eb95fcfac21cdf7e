"""De dagelijkse werkplekbegeleider: iemand met een account of een naam, op de plek, bij de mentor en op papier."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documenten import huisstijl
from leerwerkplekken import standaard, stappen
from mentoren import stappen as mentor_stappen
from organisaties.isolatie import Geweigerd
from plaatsingen.models import Plaatsing
from plaatsingen.pdf.afspraken import werkafspraken
from tests.hulp.scherm import meld_aan, velden, vul_in
from tests.leerwerkplekken.hulp import adres, plek_nu

pytestmark = pytest.mark.django_db


def test_een_begeleider_met_een_account_staat_op_de_plek_en_bij_de_mentor(huis, hr):
    with huis.binnen():
        collega = huis.lid("collega", "leidinggevende")
    assert vul_in(hr, adres("mentor", huis.plek), "gezien", begeleider=str(collega.pk)).status_code == 302
    for url in (adres("takenlijst", huis.plek), reverse("mentoren:mentor", args=[huis.mentor.pk])):
        assert "Collega Van Aa, functie collega" in hr.get(url).content.decode()
    rollen = hr.get(adres("rollen", huis.plek)).content.decode()
    assert "Onthaal: </span>begeleider" in rollen
    with huis.binnen():
        assert plek_nu(huis).status == "aangeboden"


def test_een_begeleider_zonder_account_is_een_naam_en_een_functie(huis, hr):
    gegevens = {"begeleider_naam": "Bram Claes", "begeleider_functie": "tuinman"}
    assert vul_in(hr, adres("mentor", huis.plek), "gezien", **gegevens).status_code == 302
    coordinator = meld_aan(huis.leden["coordinator"].gebruiker)
    assert "Bram Claes, tuinman" in coordinator.get(adres("takenlijst", huis.plek)).content.decode()


@pytest.mark.parametrize(
    ("gegevens", "veld", "zin"),
    [
        ({"begeleider": "hr", "begeleider_naam": "Bram"}, "begeleider_naam", "Niet allebei"),
        ({"begeleider_functie": "tuinman"}, "begeleider_naam", "Vul ook de naam"),
        ({"begeleider": "mentor"}, "begeleider", "Dit is de mentor zelf"),
        ({"begeleider": "controleur"}, "begeleider", "geldige"),
    ],
)
def test_wie_niet_kan_staat_bij_het_veld(huis, hr, gegevens, veld, zin):
    if rol := gegevens.get("begeleider"):
        gegevens = gegevens | {"begeleider": str(huis.leden[rol].pk)}
    antwoord = vul_in(hr, adres("mentor", huis.plek), "gezien", **gegevens)
    assert zin in antwoord.context["form"].errors[veld][0]
    assert velden(antwoord, "gezien")["begeleider_functie"] == gegevens.get("begeleider_functie", "")


def test_de_mentor_wordt_niet_zijn_eigen_begeleider(huis):
    with huis.binnen(), pytest.raises(Geweigerd, match="de mentor zelf"):
        stappen.wijzig(huis.actor("hr"), huis.plek, begeleider=huis.leden["mentor"])


def test_wie_mentor_wordt_is_geen_begeleider_meer(huis):
    with huis.binnen():
        hr = huis.actor("hr")
        nieuw = mentor_stappen.maak_mentor(huis.installatie, huis.leden["hr"], organisatie=huis.organisatie)
        stappen.wijzig(hr, huis.plek, begeleider=huis.leden["hr"])
        plek = stappen.wijzig(hr, huis.plek, mentor=nieuw)
        assert plek.mentor == nieuw and not plek_nu(huis).met_begeleider


def test_de_werkafspraken_op_papier_noemen_hem_en_de_afspraken_met_deze_partner(huis):
    with huis.binnen():
        hr = huis.actor("hr")
        stappen.wijzig(hr, huis.plek, begeleider_naam="Bram Claes", leerdoelen=["hagen snoeien"])
        stappen.bewaar_plan(
            hr, huis.plek, risicos=["lawaai"], beschermingsmiddelen=["oorkappen"], bus="Lijn 214.", fiets="Stalling."
        )
        stappen.bewaar_afspraak(hr, huis.plek, huis.partner, "Elke dinsdag bellen.")
        huis.plaatsing()
        plaatsing = Plaatsing.objects.select_related("leerwerkplek__organisatie").get()
        moment = datetime(2023, 3, 1, 12, tzinfo=ZoneInfo("Europe/Brussels"))
        bytes_ = werkafspraken(plaatsing, huisstijl.voor(huis.bestuur), moment)
    bladen = PdfReader(io.BytesIO(bytes_)).pages
    tekst = " ".join(" ".join(blad.extract_text() for blad in bladen).split())
    for deel in ("Bram Claes", "hagen snoeien", "lawaai", "oorkappen", "Lijn 214.", "Elke dinsdag bellen."):
        assert deel in tekst, deel
    assert standaard.WERKAFSPRAKEN not in tekst and len(bladen) == 2
