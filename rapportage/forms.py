from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from kern.formulieren import DatumField, Formulier
from kern.lijst import Filtervelden
from projecten.models import Subsidieproject


class PeildatumForm(Filtervelden):
    """Op welke dag de cijfers gelden (GET). Leeg is vandaag."""

    peildatum = DatumField(label="Peildatum", required=False, help_text="Wat na deze dag gebeurde, telt niet mee.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peildatum"].laatst = timezone.localdate()


class PakketForm(Formulier, forms.Form):
    """Voor welk project, met de stand op welke dag."""

    knop = "Bewijspakket maken"
    project = forms.ModelChoiceField(Subsidieproject.objects.none(), label="Project", empty_label="Kies een project")
    peildatum = DatumField(label="Peildatum", help_text="Wat na deze dag gebeurde, telt niet mee.")

    def __init__(self, *args, projecten: QuerySet[Subsidieproject], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projecten
