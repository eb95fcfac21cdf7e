"""Formulieren van het beheer: personen, uitnodigingen, plaatsvervanging, instellingen, collega's."""

from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet

from beheer.regels import VAN_EEN_BESTUUR
from kern.formulieren import DatumField, Formulier, Tekstvlak, UrenField
from kern.gelijktijdig import Bewaakt
from kern.opmaak import hoofdletter
from organisaties.enums import Rol, Tekenwijze, Vervangbaar
from organisaties.models import Gebruiker, Lidmaatschap, Organisatie
from projecten import regels

ROLUITLEG = {
    Rol.HR: "plekken, mentoren en fiches",
    Rol.MENTOR: "uren en maandstaten van eigen deelnemers",
    Rol.LEIDINGGEVENDE: "tekent fiches van eigen mentoren",
    Rol.DIRECTEUR: "tekent elke fiche",
    Rol.COORDINATOR: "voortgang, maandstaten en bewijspakket",
    Rol.CONTROLEUR: "alleen lezen, tot een datum",
    Rol.BEHEERDER: "personen, rechten en instellingen",
}
ROLKEUZES = [(rol.value, f"{hoofdletter(rol.label)}: {ROLUITLEG[rol]}") for rol in VAN_EEN_BESTUUR]
ALS = [(waarde, hoofdletter(label)) for waarde, label in Vervangbaar.choices]
EINDE = "Laat leeg als er geen einde is. Een ESF-controleur heeft er altijd een."
NIET_GELIJK = "De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde in."


class Lidkeuze(forms.ModelChoiceField):
    def label_from_instance(self, lid: Lidmaatschap) -> str:
        naam = lid.gebruiker.volledige_naam
        return f"{naam} ({lid.functie})" if lid.functie else naam


def _email() -> forms.EmailField:
    return forms.EmailField(
        label="E-mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Vul het e-mailadres in.",
            "invalid": "Vul een geldig e-mailadres in, bijvoorbeeld an.peeters@gemeente.be.",
        },
    )


class Rolvelden(Formulier, forms.Form):
    rollen = forms.MultipleChoiceField(
        label="Rollen",
        choices=ROLKEUZES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één rol."},
    )
    organisatie = forms.ModelChoiceField(
        queryset=Organisatie.objects.none(), required=False, empty_label="Het bestuur zelf"
    )
    functie = forms.CharField(max_length=120, required=False, help_text="Bijvoorbeeld diensthoofd groen.")
    tot = DatumField(label="Toegang tot en met", required=False, help_text=EINDE)

    def __init__(self, *args, organisaties: QuerySet[Organisatie], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisatie"].queryset = organisaties


class LidForm(Bewaakt, Rolvelden):
    """Wat de beheerder van iemand wijzigt; naam en e-mailadres zijn van de persoon zelf."""


class UitnodigForm(Rolvelden):
    knop = "Uitnodigen"
    groepen = (
        ("Wie", ("email", "voornaam", "naam")),
        ("Wat die persoon doet", ("rollen", "organisatie", "functie", "tot")),
    )
    field_order = ("email", "voornaam", "naam")
    email = _email()
    voornaam = forms.CharField(max_length=80)
    naam = forms.CharField(max_length=80)


class CollegaForm(Formulier, forms.Form):
    knop = "Uitnodigen"
    email = _email()
    voornaam = forms.CharField(max_length=80)
    naam = forms.CharField(max_length=80)
    functie = forms.CharField(max_length=120, required=False, help_text="Bijvoorbeeld trajectbegeleider.")


class AanvaardForm(Formulier, forms.Form):
    """Een nieuw account: naam en twee keer een wachtwoord, nagekeken tegen het adres waar de uitnodiging heen ging."""

    knop = "Aanvaarden"
    email = forms.EmailField(
        label="E-mailadres",
        disabled=True,
        required=False,
        help_text="Hiermee meld je je aan.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    voornaam = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    naam = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    wachtwoord = forms.CharField(
        label="Kies een wachtwoord",
        help_text="Minstens twaalf tekens. Vier gewone woorden na elkaar is goed.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    wachtwoord2 = forms.CharField(
        label="Nog eens je wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].zonder_merk = True

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        eerste, tweede = gegevens.get("wachtwoord"), gegevens.get("wachtwoord2")
        if eerste and tweede and eerste != tweede:
            self.add_error("wachtwoord2", NIET_GELIJK)
        elif eerste:
            wie = Gebruiker(
                email=self.initial["email"], voornaam=gegevens.get("voornaam", ""), naam=gegevens.get("naam", "")
            )
            try:
                password_validation.validate_password(eerste, user=wie)
            except forms.ValidationError as fout:
                self.add_error("wachtwoord", fout)
        return gegevens


class PlaatsvervangerForm(Formulier, forms.Form):
    knop = "Plaatsvervanger aanduiden"
    groepen = (
        ("Wie", ("voor", "hoedanigheid", "plaatsvervanger")),
        ("Wanneer en waarom", ("van", "tot", "referentie")),
    )
    voor = Lidkeuze(queryset=Lidmaatschap.objects.none(), label="Wie is afwezig?")
    hoedanigheid = forms.ChoiceField(label="Wordt vervangen als", choices=ALS, widget=forms.RadioSelect)
    plaatsvervanger = Lidkeuze(queryset=Lidmaatschap.objects.none(), label="Wie tekent in die plaats?")
    van = DatumField(label="Van")
    tot = DatumField(label="Tot en met")
    referentie = forms.CharField(
        label="Schriftelijke opdracht",
        max_length=80,
        required=False,
        help_text="Nummer en datum, bijvoorbeeld “besluit 12 van 3 maart 2026”. Voor een algemeen directeur verplicht.",
    )

    def __init__(
        self,
        *args,
        voor: QuerySet[Lidmaatschap],
        leden: QuerySet[Lidmaatschap],
        zelf: Lidmaatschap | None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["voor"].queryset, self.fields["plaatsvervanger"].queryset = voor, leden
        if zelf is not None:
            self._enkel_voor(zelf)

    def _enkel_voor(self, zelf: Lidmaatschap) -> None:
        """Wie dit voor zichzelf regelt, kiest enkel wie, wanneer en zo nodig als wat."""
        self.fields["voor"].initial, self.fields["voor"].widget = zelf, forms.HiddenInput()
        kan = [(waarde, label) for waarde, label in ALS if waarde in zelf.rollen]
        self.fields["hoedanigheid"].choices = kan
        if len(kan) == 1:
            self.fields["hoedanigheid"].initial = kan[0][0]
            self.fields["hoedanigheid"].widget = forms.HiddenInput()


class InstellingenForm(Bewaakt, Formulier, forms.Form):
    groepen = (
        ("Aanmelden", ("tweede_factor", "reden")),
        ("Uitnodigen", ("uitnodiging_dagen",)),
    )
    tweede_factor = forms.BooleanField(
        label="Tweede factor verplicht",
        required=False,
        help_text="Wie tekent, beheert of namen van deelnemers ziet, geeft naast het wachtwoord een code of sleutel.",
    )
    reden = forms.CharField(
        label="Waarom is ze niet verplicht?",
        max_length=300,
        required=False,
        help_text="Enkel nodig als je de tweede factor uitzet.",
        widget=Tekstvlak(attrs={"rows": 2}),
    )
    uitnodiging_dagen = forms.IntegerField(
        label="Hoelang werkt een uitnodiging?",
        min_value=1,
        max_value=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Vul een aantal dagen in van 1 tot en met 30."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uitnodiging_dagen"].eenheid, self.fields["uitnodiging_dagen"].kort = "dagen", True
        self.fields["reden"].zonder_merk = True


class TekenwijzenForm(Bewaakt, Formulier, forms.Form):
    """Elke manier is een vakje, met wat ze bewijst. Zonder vertrouwenslijst is een eigen certificaat niet te kiezen."""

    groepen = (
        ("Nieuwe fiches", ("teken_toepassing", "teken_certificaat", "teken_papier")),
        ("Van vóór de ingebruikname", ("teken_vooraf", "ingebruikname")),
    )
    teken_toepassing = forms.BooleanField(label="In de toepassing", required=False)
    teken_certificaat = forms.BooleanField(label="Met een eigen certificaat, eID of itsme", required=False)
    teken_papier = forms.BooleanField(label="Op papier, met een scan", required=False)
    teken_vooraf = forms.BooleanField(label="Scans van wat al getekend was", required=False)
    ingebruikname = DatumField(
        label="In gebruik sinds",
        help_text="Enkel wat vóór deze dag op papier getekend is, kan je zo toevoegen.",
    )

    def __init__(self, *args, waarom_niet: str, **kwargs):
        super().__init__(*args, **kwargs)
        for wijze in Tekenwijze:
            self.fields[f"teken_{wijze}"].help_text = f"Bewijst {wijze.bewijst[0].lower()}{wijze.bewijst[1:]}"
        if waarom_niet and not self.staat["teken_certificaat"]:
            self.fields["teken_certificaat"].disabled = True
            self.fields["teken_certificaat"].help_text = f"Nu niet te kiezen. {waarom_niet}"


class OproepkeuzeForm(Formulier, forms.Form):
    """Een keuze van het bestuur bij een oproep; het veld hangt af van de soort."""

    JA_NEE = (("1", "Ja"), ("0", "Nee"))
    vanaf = DatumField(label="Vanaf", help_text="Vandaag of later. Voor vroegere dagen blijft gelden wat toen gold.")

    def __init__(self, *args, stand, **kwargs):
        super().__init__(*args, **kwargs)
        keuze, zin = stand.keuze, regels.keuze(stand.sleutel, -1).uitleg
        fouten = dict.fromkeys(("required", "invalid", "min_value", "max_value", "invalid_choice"), zin)
        if keuze.soort == "ja_nee":
            veld = forms.ChoiceField(choices=self.JA_NEE, widget=forms.RadioSelect, error_messages=fouten)
        elif keuze.soort == "uren":
            veld = UrenField(
                minimum=keuze.minimum, maximum=keuze.maximum, help_text="Bijvoorbeeld 10 of 7,5.", error_messages=fouten
            )
        else:
            veld = forms.IntegerField(
                min_value=keuze.minimum,
                max_value=keuze.maximum,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages=fouten,
            )
            veld.eenheid, veld.kort = keuze.soort, True
        veld.label = keuze.label
        self.fields = {"waarde": veld, **self.fields}
        if keuze.soort == "ja_nee":
            self.initial["waarde"] = str(self.initial["waarde"])
