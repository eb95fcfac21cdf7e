"""Formulieren van overleg: de afspraak en wie erbij is, het verslag, afgelasten, en actiepunten."""

from collections.abc import Iterable

from django import forms
from django.core.validators import validate_email
from django.db.models import QuerySet

from kern.formulieren import DatumField, Formulier, Tekstvlak, TijdField
from kern.gelijktijdig import Bewaakt
from organisaties.models import GlowPartner, Lidmaatschap
from projecten.forms.relatie import LedenKeuze, MetField, RegelsField, naam_en_functie

GEEN_NAMEN = "Noem een deelnemer met de code, niet met de naam."


class AnderenField(RegelsField):
    """Mensen van buiten, één per regel: naam en (na een komma) e-mailadres → paren."""

    def prepare_value(self, value: object) -> object:
        if isinstance(value, list | tuple):
            return "\n".join(", ".join(deel for deel in paar if deel) for paar in value)
        return value

    def clean(self, value: object) -> list[tuple[str, str]]:  # type: ignore[override]  # paren in plaats van regels
        return list(dict.fromkeys(self._paar(regel) for regel in super().clean(value)))

    def _paar(self, regel: str) -> tuple[str, str]:
        naam, _, email = (deel.strip() for deel in regel.rpartition(",")) if "@" in regel else (regel, "", "")
        if not naam:
            raise forms.ValidationError(f"Zet de naam voor het adres: “Jan Peeters, {regel[:60]}”.")
        if email:
            try:
                validate_email(email)
            except forms.ValidationError:
                raise forms.ValidationError(f"“{email[:60]}” is geen e-mailadres. Kijk het na.") from None
        if len(naam) > 120:
            raise forms.ValidationError(f"“{naam[:30]}…” is te lang. Gebruik hoogstens 120 tekens.")
        return naam, email.lower()


class OverlegForm(Bewaakt, Formulier, forms.Form):
    """De afspraak. Wat erover gekoppeld wordt (plekken, plaatsingen) voegt een hogere app toe."""

    groepen = (
        ("Wat en met wie", ("onderwerp", "met")),
        ("Wanneer en waar", ("datum", "uur", "einduur", "plaats")),
        ("Agenda", ("agenda",)),
        ("Wie is erbij?", ("leden", "partners", "anderen")),
    )
    onderwerp = forms.CharField(
        max_length=200,
        help_text=f"Bijvoorbeeld: startgesprek groendienst. {GEEN_NAMEN}",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul in waarover het overleg gaat."},
    )
    met = MetField(label="Met")
    datum = DatumField(label="Datum", help_text="Ook achteraf: een overleg dat al geweest is.")
    uur = TijdField(label="Van", required=False, help_text="Bijvoorbeeld 14:30. Leeg: de hele dag.")
    einduur = TijdField(label="Tot", required=False)
    plaats = forms.CharField(
        max_length=200,
        required=False,
        help_text="Het adres, of de link van een videogesprek.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agenda = RegelsField(label="Agendapunten", per_regel=200, help_text="Eén punt per regel.")
    leden = LedenKeuze(label="Van het bestuur", queryset=Lidmaatschap.objects.none(), required=False)
    partners = forms.ModelMultipleChoiceField(
        label="Andere GLOW-partners",
        queryset=GlowPartner.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De GLOW-partner met wie je overlegt, is altijd mee uitgenodigd.",
    )
    anderen = AnderenField(
        label="Anderen",
        per_regel=400,
        rijen=3,
        help_text="Eén persoon per regel: naam, e-mailadres. Zonder adres vertrekt er geen uitnodiging.",
    )

    def __init__(self, *args, partners: QuerySet[GlowPartner], leden: QuerySet[Lidmaatschap], **kwargs):
        super().__init__(*args, **kwargs)
        gekend = list(partners)
        self.fields["met"].zet_partners(gekend)
        self.fields["leden"].queryset, self.fields["partners"].queryset = leden, partners
        if len(gekend) < 2:  # die ene staat al bij *Met*, of er is er geen
            self.fields["partners"].label = "GLOW-partner"
            self.fields["partners"].help_text = "Ook als het overleg met een ander is."
        if not gekend:
            del self.fields["partners"]

    def clean(self) -> dict:
        gegevens = super().clean()
        uur, einduur = gegevens.get("uur"), gegevens.get("einduur")
        if einduur and not uur and "uur" not in self.errors:
            self.add_error("uur", "Vul ook het beginuur in, of laat het einduur leeg.")
        if uur and einduur and einduur <= uur:
            self.add_error("einduur", "Het einduur ligt na het beginuur. Pas een van beide aan.")
        return gegevens


class VerslagForm(Bewaakt, Formulier, forms.Form):
    knop = "Verslag bewaren"
    verslag = forms.CharField(
        label="Verslag",
        required=False,
        max_length=20_000,
        help_text=f"De GLOW-partner die erbij was, leest dit ook. {GEEN_NAMEN}",
        widget=Tekstvlak(attrs={"rows": 10}),
    )
    besluiten = RegelsField(label="Besluiten", per_regel=300, rijen=5, help_text="Eén besluit per regel.")


class AfgelastForm(Formulier, forms.Form):
    knop = "Overleg afgelasten"
    terug_tekst = "Laten doorgaan"
    reden = forms.CharField(
        label="Waarom gaat het niet door?",
        max_length=150,
        help_text="Dit staat in het bericht aan wie uitgenodigd was.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul in waarom het overleg niet doorgaat."},
    )


class ActiepuntForm(Formulier, forms.Form):
    """Wat, wie en tegen wanneer. `wie` is iemand uit de lijst, of een naam in `ander`."""

    wat = forms.CharField(
        label="Wat moet er gebeuren?",
        max_length=300,
        help_text=GEEN_NAMEN,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul in wat er moet gebeuren."},
    )
    wie = forms.ChoiceField(label="Wie neemt het op?", required=False)
    ander = forms.CharField(
        label="Of iemand anders",
        max_length=120,
        required=False,
        help_text="Enkel een naam. Die persoon krijgt geen bericht.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tegen = DatumField(label="Tegen", required=False, help_text="Bijvoorbeeld 04/03/2025. Leeg: geen einddatum.")

    def __init__(self, *args, leden: Iterable[Lidmaatschap], partners: Iterable[GlowPartner], **kwargs):
        super().__init__(*args, **kwargs)
        self._wie: dict[str, Lidmaatschap | GlowPartner] = {f"p{p.pk}": p for p in partners}
        keuzes = [(sleutel, str(partner)) for sleutel, partner in self._wie.items()]
        for lid in leden:
            self._wie[f"l{lid.pk}"] = lid
            keuzes.append((f"l{lid.pk}", naam_en_functie(lid)))
        self.fields["wie"].choices = [("", "Niemand uit de lijst"), *keuzes]
        self.fields["wie"].error_messages["invalid_choice"] = "Kies iemand uit de lijst."
        for naam in ("wie", "ander"):
            self.fields[naam].zonder_merk = True

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        ander = gegevens.get("ander", "").strip()
        if gegevens.get("wie") and ander:
            self.add_error("ander", "Kies iemand uit de lijst of vul een naam in, niet allebei.")
        elif not gegevens.get("wie") and not ander and "wie" not in self.errors:
            self.add_error("wie", "Kies wie dit opneemt, of vul hieronder een naam in.")
        return gegevens

    @property
    def waarden(self) -> dict:
        """Na `is_valid()`: wat de stap vraagt."""
        gegevens = self.cleaned_data
        wie = self._wie.get(gegevens["wie"]) or gegevens["ander"]
        return {"wat": gegevens["wat"], "wie": wie, "tegen": gegevens["tegen"]}
