from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from kern.formulieren import DatumField, Formulier
from kern.lijst import Filtervelden
from mentoren.models import Mentor
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


class MentorForm(Filtervelden):
    """Welke mentor zou vertrekken (GET); rekent enkel, verandert niets."""

    mentor = forms.ModelChoiceField(
        Mentor.objects.none(),
        label="Mentor",
        empty_label="Kies een mentor",
        error_messages={"invalid_choice": "Kies een mentor uit de lijst."},
    )

    def __init__(self, *args, mentoren: Sequence[Mentor], **kwargs):
        super().__init__(*args, **kwargs)
        rijen = Mentor.objects.filter(pk__in=[m.pk for m in mentoren])
        self.fields["mentor"].queryset = rijen.select_related("lidmaatschap__gebruiker").order_by("code", "pk")
        self.fields["mentor"].label_from_instance = lambda m: f"{m.code} {m.naam}"
