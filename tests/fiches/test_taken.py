"""De taken van een fiche: uit de stap volgt een leeskopie, uit de handtekening één verzegeld exemplaar."""

import pytest

from documenten import opslag
from fiches.models import FicheBlad
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis

pytestmark = pytest.mark.django_db(transaction=True)


def test_van_indienen_tot_verzegeld():
    huis = Huis()
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
    assert voer_alles_uit(*Taak.objects.order_by("pk").values_list("pk", flat=True)) == []
    with huis.binnen():
        bladen = {
            blad.soort: blad.document for blad in FicheBlad.objects.filter(fiche=fiche).select_related("document")
        }
        assert set(bladen) == {"leeskopie", "verzegeld"}
        assert bladen["verzegeld"].naam == f"{fiche.leerwerkplek.code}-v1.pdf"
        assert bladen["verzegeld"].zegel_niveau == "B-B"
        assert bladen["leeskopie"].zegel_niveau == ""
        assert opslag.lees(bladen["verzegeld"]).startswith(b"%PDF-1.7")
