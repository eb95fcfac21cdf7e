"""De doelen van een project verdelen: per organisatie een groep met twee aantallen."""

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
        labels = {"doel_leerwerkplekken": "Leerwerkplekken", "doel_mentoren": "Mentoren"}
        self.base_fields = {
            f"{veld}_{o.pk}": aantal(f"{labels[veld]} bij {o.naam}", required=False)
            for o in organisaties
            for veld in VELDEN
        }
        self.groepen = tuple((o.naam, tuple(f"{veld}_{o.pk}" for veld in VELDEN)) for o in organisaties)
        staat = {f"{veld}_{o.pk}": delen.get(o.pk, LEEG)[veld] for o in organisaties for veld in VELDEN}
        super().__init__(*args, staat=staat, **kwargs)

    def clean(self) -> dict:
        """Wie nog eens bewaart wat er al staat (een dubbele klik), krijgt geen waarschuwing."""
        if not self.errors and all(self.cleaned_data[veld] == waarde for veld, waarde in self.staat.items()):
            return self.cleaned_data
        return super().clean()

    def delen(self) -> dict[int, Deel]:
        return {o.pk: {veld: self.cleaned_data[f"{veld}_{o.pk}"] for veld in VELDEN} for o in self.organisaties}
