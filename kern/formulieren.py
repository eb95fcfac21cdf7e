"""Basis voor elk formulier: crispy met onze sjablonen, Nederlandse fouten, foutensamenvatting en actiebalk.

    class MentorForm(Formulier, forms.ModelForm):
        knop = "Bewaren"
        groepen = (("Persoon", ("voornaam", "naam")), (None, ("leidinggevende",)))

In het sjabloon volstaat `{% crispy form %}`.
"""

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms
from django.template.loader import render_to_string

from kern.velden import DatumField, EuroField, KboField, Tekstvlak, TijdField, UrenField

__all__ = [
    "Actiebalk", "DatumField", "EuroField", "Formulier", "Hulp", "KboField", "Tekstvlak", "TijdField", "UrenField",
]  # fmt: skip
Groep = tuple[str | None, Sequence[str]]


class Actiebalk(LayoutObject):
    """De knop onderaan, met een weg terug ernaast."""

    def __init__(self, knop: str, terug_url: str = "", terug_tekst: str = "Annuleren", knop_naam: str = ""):
        self.inhoud = {"knop": knop, "terug_url": terug_url, "terug_tekst": terug_tekst, "knop_naam": knop_naam}

    def render(self, form, context, template_pack=None, **kwargs) -> str:
        return render_to_string("onderdelen/actiebalk.html", self.inhoud)


class Hulp(FormHelper):
    """POST, controle door de server (in het Nederlands), en getypte tekst overleeft een verlopen sessie."""

    def __init__(self, form: forms.BaseForm | None = None):
        super().__init__(form)
        self.form_method = "post"
        self.disable_csrf = False
        self.html5_required = False
        self.attrs = {"novalidate": "novalidate", "data-concept": "ja"}


class Formulier(forms.BaseForm):
    """Mixin voor Form en ModelForm, vóór de andere klasse. `terug_url` komt van de view."""

    knop = "Bewaren"
    terug_tekst = "Annuleren"
    groepen: Sequence[Groep] = ()
    use_required_attribute = False

    def __init__(self, *args, terug_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.terug_url = terug_url
        for veld in self.fields.values():
            _nederlands(veld)

    @property
    def helper(self) -> Hulp:
        hulp = Hulp()
        hulp.layout = Layout(*self._delen(), Actiebalk(self.knop, self.terug_url, self.terug_tekst))
        return hulp

    def _delen(self) -> list:
        if not self.groepen:
            return list(self.fields)
        delen: list = []
        for titel, namen in self.groepen:
            aanwezig = [naam for naam in namen if naam in self.fields]
            delen += [Fieldset(titel, *aanwezig)] if titel else aanwezig
        gebruikt = {naam for _, namen in self.groepen for naam in namen}
        return delen + [naam for naam in self.fields if naam not in gebruikt]


def _nederlands(veld: forms.Field) -> None:
    """Een leeg verplicht veld zegt wat te doen, in plaats van 'Dit veld is verplicht'."""
    if veld.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        veld.error_messages["required"] = _verplicht(veld)
    if isinstance(veld, forms.ModelChoiceField) and veld.empty_label == "---------":
        veld.empty_label = "Kies…"


def _verplicht(veld: forms.Field) -> str:
    if isinstance(veld, forms.FileField):
        return "Kies een bestand."
    if isinstance(veld, forms.BooleanField):
        return "Vink dit aan om door te gaan."
    if isinstance(veld, forms.ChoiceField | forms.ModelChoiceField):
        return "Maak een keuze."
    if isinstance(veld, forms.DateField):
        return "Vul een datum in."
    return "Vul dit in."
