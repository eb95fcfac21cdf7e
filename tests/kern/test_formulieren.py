from datetime import date, time
from decimal import Decimal

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from kern.formulieren import DatumField, EuroField, Formulier, KboField, Tekstvlak, TijdField, UrenField


def fout(veld, invoer):
    with pytest.raises(forms.ValidationError) as gevangen:
        veld.clean(invoer)
    return gevangen.value.messages[0]


@pytest.mark.parametrize(
    ("invoer", "minuten"),
    [
        ("7,5", 450),
        ("7.5", 450),
        ("7:30", 450),
        ("7u30", 450),
        ("7h30", 450),
        ("7 u 30 min", 450),
        ("7", 420),
        ("7 u", 420),
        (" 7,25 ", 435),
        ("0,25", 15),
        ("10", 600),
        ("7,6", 456),
        ("7:36", 456),
        ("7,75", 465),
        ("8:00", 480),
    ],
)
def test_uren_verstaat(invoer, minuten):
    assert UrenField().clean(invoer) == minuten


@pytest.mark.parametrize(
    "invoer", ["0", "0,24", "10,01", "10:01", "11", "-1", "zeven", "7,5,5", "7:60", "7:5", "7;30", "٧"]
)
def test_uren_weigert_met_wat_te_doen(invoer):
    zin = fout(UrenField(), invoer)
    assert zin in {
        "Vul een getal in tussen 0,25 en 10, bijvoorbeeld 7,5.",
        "Rond af op een kwartier, bijvoorbeeld 7,5 of 7:45.",
    }


@pytest.mark.parametrize("invoer", ["7:35", "7:37", "7,1", "0:20"])
def test_uren_per_kwartier(invoer):
    assert fout(UrenField(), invoer) == "Rond af op een kwartier, bijvoorbeeld 7,5 of 7:45."


def test_uren_per_maand_met_eigen_grens():
    veld = UrenField(minimum=1920, maximum=3840)
    assert (veld.clean("32"), veld.clean("64")) == (1920, 3840)
    assert fout(veld, "31,75") == fout(veld, "64,25") == "Vul een getal in tussen 32 en 64, bijvoorbeeld 64."


def test_uren_toont_wat_er_stond():
    veld = UrenField(required=False)
    assert [veld.prepare_value(w) for w in (450, 456, "7;5", None)] == ["7,5", "7:36", "7;5", None]
    assert veld.clean("") is None
    assert not veld.has_changed(450, "7:30")
    assert veld.has_changed(450, "8") and veld.has_changed(450, "x")


@pytest.mark.parametrize(
    "invoer", ["04/03/2025", "4/3/2025", "04-03-2025", "4.3.2025", "2025-03-04", "04032025", "4 3 2025", "4/3/25"]
)
def test_datum_verstaat(invoer):
    assert DatumField().clean(invoer) == date(2025, 3, 4)


def test_datum_weigert():
    assert fout(DatumField(), "31/02/2025") == "Vul een datum in, bijvoorbeeld 04/03/2025."
    veld = DatumField(vroegst=date(2023, 1, 1), laatst=date(2023, 12, 31))
    assert veld.clean("01/01/2023") and veld.clean("31/12/2023")
    assert fout(veld, "31/12/2022") == "Kies een datum vanaf 1 januari 2023."
    assert fout(veld, "01/01/2024") == "Kies een datum tot en met 31 december 2023."


@pytest.mark.parametrize("invoer", ["8:30", "08:30", "8u30", "8.30", "8h30", "0830", "8 u 30"])
def test_tijd_verstaat(invoer):
    assert TijdField().clean(invoer) == time(8, 30)


def test_tijd_grenzen():
    assert (TijdField().clean("8"), TijdField().clean("0:00"), TijdField().clean("23:59")) == (
        time(8),
        time(0),
        time(23, 59),
    )
    assert {fout(TijdField(), w) for w in ("24:00", "8:60", "acht", "8:3")} == {"Vul een uur in, bijvoorbeeld 8:30."}


def test_kbo():
    assert KboField().clean("BE 0123.456.749") == "0123456749"
    assert KboField(required=False).clean("") == ""
    assert KboField().prepare_value("0123456749") == "0123.456.749"
    assert "klopt niet" in fout(KboField(), "0123456748")


@pytest.mark.parametrize(
    ("invoer", "bedrag"),
    [
        ("14.793,69", "14793.69"),
        ("14793,69", "14793.69"),
        ("€ 1.200", "1200"),
        ("1200.50", "1200.50"),
        ("0", "0"),
        ("1,5", "1.5"),
        ("1.234.567", "1234567"),
    ],
)
def test_euro_verstaat(invoer, bedrag):
    assert EuroField().clean(invoer) == Decimal(bedrag)


@pytest.mark.parametrize("invoer", ["-1", "1,234", "1.2.3", "veel", "NaN", "1e5", "100000000"])
def test_euro_weigert(invoer):
    assert fout(EuroField(), invoer).startswith("Vul een bedrag in")


class Proef(Formulier, forms.Form):
    knop = "Doorsturen"
    groepen = (("Persoon", ("naam", "soort")), (None, ("uren",)))
    naam = forms.CharField(label="Naam", help_text="Zoals op de kaart.")
    soort = forms.ChoiceField(label="Soort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    uren = UrenField(label="Uren")
    akkoord = forms.BooleanField(label="Akkoord")
    bestand = forms.FileField(label="Bestand", widget=forms.FileInput)
    nota = forms.CharField(label="Nota", required=False)


def test_leeg_formulier():
    html = render_crispy_form(Proef(terug_url="/terug/"))
    assert html.count("(niet verplicht)") == 1
    assert "asterisk" not in html and "style=" not in html and "foutensamenvatting" not in html
    assert '<a class="btn btn-link" href="/terug/">Annuleren</a>' in html
    assert 'enctype="multipart/form-data"' in html and "novalidate" in html
    assert html.index("Persoon") < html.index('for="id_uren"') < html.index('for="id_nota"')


def test_fouten_met_link_en_beschrijving():
    html = render_crispy_form(Proef(data={"uren": "12"}))
    for anker in ("#id_naam", "#id_soort_0", "#id_uren", "#id_akkoord", "#id_bestand"):
        assert f'href="{anker}"' in html
        assert f'id="{anker[1:]}"' in html
    assert 'aria-describedby="id_naam_helptext id_naam_error"' in html
    assert html.count('id="id_naam_error"') == html.count('id="id_naam_helptext"') == 1
    assert 'value="12"' in html  # wat je typte blijft staan
    for zin in ("Vul dit in.", "Maak een keuze.", "Vink dit aan om door te gaan.", "Kies een bestand."):
        assert zin in html
    assert "verplicht.</" not in html


def test_geldig():
    data = {"naam": "Ayşe Yılmaz", "soort": "a", "uren": "7,5", "akkoord": "on"}
    formulier = Proef(data, {"bestand": SimpleUploadedFile("c.pdf", b"%PDF-")})
    assert formulier.is_valid() and formulier.cleaned_data["uren"] == 450


def test_een_datum_staat_er_zoals_je_ze_schrijft():
    formulier = type("Dag", (Formulier, forms.Form), {"dag": DatumField(label="Dag")})(
        initial={"dag": date(2025, 3, 4)}
    )
    html = render_crispy_form(formulier)
    assert 'value="04/03/2025"' in html and 'type="text"' in html and "Bijvoorbeeld 04/03/2025." in html


class Brief(Formulier, forms.Form):
    tekst = forms.CharField(max_length=5, widget=Tekstvlak)


def test_een_tekst_wordt_bewaard_vergeleken_en_geteld_zonder_wat_de_browser_aan_een_regeleinde_toevoegt():
    zelfde = Brief({"tekst": "ab\r\ncd"}, initial={"tekst": "ab\ncd"})
    assert zelfde.is_valid() and zelfde.cleaned_data == {"tekst": "ab\ncd"} and not zelfde.has_changed()
    assert not Brief({"tekst": "ab\r\ncde"}).is_valid() and not Brief({}).is_valid()


def alle(klasse):
    return {klasse}.union(*(alle(onder) for onder in klasse.__subclasses__()))


def test_elk_groot_tekstvak_van_het_huis_doet_dat():
    assert get_resolver().url_patterns  # laadt elk scherm, en zo elk formulier
    vakken = [
        (klasse, naam, veld.widget)
        for klasse in alle(Formulier)
        if not klasse.__module__.startswith("tests.")  # ook een ander testbestand maakt zich een proefformulier
        for naam, veld in getattr(klasse, "base_fields", {}).items()
        if isinstance(veld.widget, forms.Textarea)
    ]
    assert len(vakken) > 20
    assert [(str(klasse), naam) for klasse, naam, widget in vakken if not isinstance(widget, Tekstvlak)] == []
