from django import forms

from berichten import regels
from berichten.soorten import Soort
from kern.formulieren import Formulier
from kern.lijst import Filtervelden


class InboxFilter(Filtervelden):
    """Wat er in de inbox te zien is; de soorten zijn die welke erin voorkomen."""

    NIEUW = "nieuw"
    stand = forms.ChoiceField(label="Tonen", required=False, choices=[("", "Alle"), (NIEUW, "Enkel nieuwe")])
    soort = forms.ChoiceField(label="Waarover", required=False)

    def __init__(self, *args, soorten: list[Soort], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = [("", "Alle"), *((soort.naam, soort.label) for soort in soorten)]


class VoorkeurenForm(Formulier, forms.Form):
    """Per soort bericht: wanneer de mail komt. Wat verplicht is, kan niet af."""

    knop = "Bewaren"

    def __init__(self, *args, soorten: list[Soort], keuzes: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        for soort in soorten:
            self.fields[soort.naam] = forms.ChoiceField(
                label=soort.label,
                choices=[(wanneer.value, wanneer.label.capitalize()) for wanneer in regels.keuzes(soort)],
                initial=regels.wanneer(soort, keuzes.get(soort.naam)).value,
                help_text="Deze mail is nodig: kies meteen of samen." if soort.verplicht else "",
                error_messages={"invalid_choice": "Kies een van de momenten in de lijst."},
            )
