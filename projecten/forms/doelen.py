"""De doelen van een project verdelen: per organisatie een rij met twee aantallen."""

from collections.abc import Mapping, Sequence

from django import forms

from kern.formulieren import Formulier
from kern.gelijktijdig import Bewaakt
from organisaties.models import Organisatie
from projecten.forms.beleid import aantal
from projecten.stappen.doelen import LEEG, VELDEN, Deel


class VerdelingForm(Bewaakt, Formulier, forms.Form):
    """`delen`: wat er nu verdeeld is, per organisatie (pk)."""

    def __init__(self, *args, organisaties: Sequence[Organisatie], delen: Mapping[int, Deel], **kwargs):
        self.organisaties = organisaties
        labels = {"doel_leerwerkplekken": "Plekken", "doel_mentoren": "Mentoren"}
        self.base_fields = {
            f"{veld}_{o.pk}": aantal(f"{labels[veld]} bij {o.naam}", required=False)
            for o in organisaties
            for veld in VELDEN
        }
        staat = {f"{veld}_{o.pk}": delen.get(o.pk, LEEG)[veld] for o in organisaties for veld in VELDEN}
        super().__init__(*args, staat=staat, **kwargs)
        for naam in staat:
            self.fields[naam].zonder_merk = True  # leeg is hier een keuze

    @property
    def rijen(self) -> list[tuple[Organisatie, list[forms.BoundField]]]:
        return [(o, [self[f"{veld}_{o.pk}"] for veld in VELDEN]) for o in self.organisaties]

    def clean(self) -> dict:
        """Wie nog eens bewaart wat er al staat (een dubbele klik), krijgt geen waarschuwing."""
        if not self.errors and all(self.cleaned_data[veld] == waarde for veld, waarde in self.staat.items()):
            return self.cleaned_data
        return super().clean()

    def delen(self) -> dict[int, Deel]:
        return {o.pk: {veld: self.cleaned_data[f"{veld}_{o.pk}"] for veld in VELDEN} for o in self.organisaties}
