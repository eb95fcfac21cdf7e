"""De ingesloten JSON houdt zich aan haar gedocumenteerde schema (docs/schema): van elk schema, en wat echt bevroren wordt."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from documenten import huisstijl, opslag
from fiches import inhoud, pdf
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.fiches.test_oude_inhoud import OUD
from tests.fiches.test_pdf import extreem, gegevens

MAP = Path(__file__).parent.parent.parent / "docs" / "schema"
SCHEMAS = {f"gemeenschapsdienst-fiche/{n}": json.loads((MAP / f"fiche-{n}.json").read_text("utf-8")) for n in (1, 2)}


def fouten(ingesloten):
    keurder = Draft202012Validator(SCHEMAS[ingesloten["schema"]], format_checker=Draft202012Validator.FORMAT_CHECKER)
    return sorted(f"{fout.json_path}: {fout.message}"[:200] for fout in keurder.iter_errors(ingesloten))


def test_elk_schema_is_zelf_geldig_en_dat_van_nu_is_er():
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    assert {inhoud.SCHEMA, inhoud.EERSTE_SCHEMA} == set(SCHEMAS)


def test_wat_vroeger_bevroren_werd():
    assert fouten(json.loads(OUD)) == []
    assert fouten(inhoud.in_dit_schema(json.loads(OUD))) == []


def test_voorbeelden_van_gewoon_tot_overvol():
    assert fouten(gegevens()) == [] and fouten(extreem().gegevens) == []


def test_wat_in_de_verzegelde_pdf_zit(huis):
    with huis.binnen():
        hr = huis.actor("hr")
        plek_stappen.wijzig(hr, huis.plek, begeleider=huis.leden["hr"], leerdoelen=["hagen snoeien"])
        plek_stappen.bewaar_plan(hr, huis.plek, risicos=["tillen"], taalniveau="a2", geschikt=["vast"], bus="Lijn 3.")
        plek_stappen.bewaar_afspraak(hr, huis.plek, huis.partner, "Bel ons.")
        fiche = huis.ondertekende_fiche(Leerwerkplek.objects.get(pk=huis.plek.pk))
    assert voer_alles_uit(*Taak.objects.filter(naam="fiches.verzegel").values_list("pk", flat=True)) == []
    with huis.binnen():
        lezer = PdfReader(io.BytesIO(opslag.lees(fiche.bladen.get(soort="verzegeld").document)))
    (bijlage,) = lezer.attachments[pdf.BIJLAGE]
    assert fouten(json.loads(bijlage)) == []


def test_ook_een_plek_waar_nog_niets_is(huis):
    """Wat iemand nakijkt voor het indienen heeft dezelfde vorm."""
    with huis.binnen():
        kaal = huis.maak_plek(mentor=None, taken=[], dienst="", beschikbaar_van=None, beschikbaar_tot=None)
        stijl = huisstijl.voor(huis.bestuur)
        assert fouten(inhoud.stel_samen(kaal, versie=1, op=date(2023, 6, 1), stijl=stijl)) == []


@pytest.mark.parametrize(
    ("anders", "waar"),
    [
        ({"versie": 0}, "$.versie"),
        ({"ingediend_op": "1 juni"}, "$.ingediend_op"),
        ({"deelnemer": {"naam": "Filip"}}, "$:"),
        ({"mentor": {}}, "$.mentor"),
        ({"aanbod": [{"glowpartner": "x"}]}, "$.aanbod[0]"),
    ],
)
def test_de_keurder_ziet_een_gebrek(anders, waar):
    assert any(fout.startswith(waar) for fout in fouten(gegevens() | anders))
