"""Werkafspraken voorleggen (HR) en ondertekenen (een GLOW-partner)."""

from django import forms

from kern.formulieren import Formulier


class VoorlegForm(Formulier, forms.Form):
    knop = "Voorleggen"
    akkoord = forms.BooleanField(
        label="De deelnemer en de mentor lazen de werkafspraken en gaan akkoord",
        error_messages={"required": "Bespreek de afspraken eerst met de deelnemer en de mentor."},
    )


class TekenForm(Formulier, forms.Form):
    """Akkoord gaan met precies het getoonde document; het wachtwoord enkel voor wie geen andere manier heeft."""

    knop = "Ondertekenen"
    akkoord = forms.BooleanField(
        label="Ik las de werkafspraken en ga akkoord, namens mijn organisatie",
        error_messages={"required": "Vink aan dat je akkoord gaat."},
    )
    wachtwoord = forms.CharField(
        label="Je wachtwoord",
        help_text="Vul het opnieuw in, zodat niemand anders in jouw naam tekent.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Vul je wachtwoord in."},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, wachtwoord: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not wachtwoord:
            del self.fields["wachtwoord"]
