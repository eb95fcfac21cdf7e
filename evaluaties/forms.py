"""Formulieren van evaluaties en uitstroom. Een evaluatie bewaart in stukjes: enkel wat iemand hier veranderde telt."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms

from evaluaties.enums import Richting, Schaal, Stem, Wijze
from evaluaties.models.evaluatie import TEKST
from evaluaties.stappen.evaluatie import PER_COMPETENTIE, TEKSTEN, WOORDEN, Wijzigingen
from kern.formulieren import DatumField, Formulier, Tekstvlak
from kern.lijst import Filtervelden

SCHAAL = [(str(waarde), label) for waarde, label in Schaal.choices]
NIET_PRIVE = "Schrijf niets over gezondheid of privé."


def _tekst(label: str, uitleg: str = "", rijen: int = 3, maximum: int = TEKST) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=maximum,
        help_text=uitleg,
        widget=Tekstvlak(attrs={"rows": rijen}),
    )


def _chips(label: str, keuzes: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=keuzes, required=False, widget=forms.RadioSelect)


class InStukjes(Formulier, forms.Form):
    """Een formulier dat onthoudt wat het toonde (`basis`), en enkel verschillen daarmee doorgeeft.

    Zo overschrijft een oud tabblad nooit wat iemand intussen in een ander invulde.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for veld in self.fields.values():
            veld.zonder_merk = True

    @property
    def basis(self) -> str:
        """Wat het scherm nu toont: bij een eerste keer wat er bewaard is, na een verzoek wat iemand verstuurde."""
        return json.dumps(self._basis(), ensure_ascii=False)

    def _basis(self) -> dict[str, str]:
        begin = {naam: _gelijk(self.initial.get(naam)) for naam in self.fields}
        return begin | self._getoond() if self.is_bound else begin

    def _getoond(self) -> dict[str, str]:
        try:
            basis = json.loads(self.data.get("basis", ""))
        except ValueError:
            return {}
        return {k: _gelijk(v) for k, v in basis.items() if k in self.fields} if isinstance(basis, dict) else {}

    @property
    def nieuwe_basis(self) -> str:
        """Na het bewaren: wat de browser toont is wat hij verstuurde."""
        verstuurd = {
            naam: _gelijk(self.cleaned_data[naam])
            for naam in self.fields
            if naam in self.cleaned_data and naam in self.data
        }
        return json.dumps(self._basis() | verstuurd, ensure_ascii=False)

    def gewijzigd(self) -> dict[str, str]:
        """Na `is_valid()`: wat iemand hier veranderde. Wat niet klopt of niet meekwam, doet niet mee."""
        basis = self._basis()
        return {
            naam: self.cleaned_data[naam]
            for naam in self.fields
            if naam in self.data and naam in self.cleaned_data and _gelijk(self.cleaned_data[naam]) != basis[naam]
        }

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        return {k: _gelijk(v) if isinstance(v, str) else v for k, v in gegevens.items()}


def _gelijk(waarde: object) -> str:
    """Een waarde zoals ze vergeleken wordt."""
    return "" if waarde is None else str(waarde).strip()


@dataclass(frozen=True)
class Competentie:
    """Eén competentie op het scherm, met haar drie velden."""

    naam: str
    score: Any
    eigen_score: Any
    notitie: Any


class InvulForm(InStukjes):
    """Wat mentor en deelnemer per competentie kiezen, en drie teksten. `rijen`: naam → wat er per veld staat."""

    goed = _tekst("Wat gaat goed?", NIET_PRIVE)
    werkpunten = _tekst("Waaraan werken we?")
    afspraken = _tekst("Wat spreken we af?")

    def __init__(self, *args, rijen: dict[str, dict[str, Any]], wie: str, **kwargs):
        self.sleutels = {naam: sha256(naam.encode()).hexdigest()[:8] for naam in rijen}
        begin = kwargs.pop("initial", {})
        for naam, sleutel in self.sleutels.items():
            begin |= {f"{veld}-{sleutel}": rijen[naam].get(veld) for veld in PER_COMPETENTIE}
        super().__init__(*args, initial=begin, **kwargs)
        for sleutel in self.sleutels.values():
            velden = (_chips("Mentor", SCHAAL), _chips(f"{wie} zelf", SCHAAL), _tekst("Notitie", NIET_PRIVE, 2, 200))
            for veld, gemaakt in zip(PER_COMPETENTIE, velden, strict=True):
                gemaakt.zonder_merk = True
                self.fields[f"{veld}-{sleutel}"] = gemaakt

    @property
    def competenties(self) -> list[Competentie]:
        return [
            Competentie(naam, *(self[f"{veld}-{sleutel}"] for veld in PER_COMPETENTIE))
            for naam, sleutel in self.sleutels.items()
        ]

    def wijzigingen(self) -> Wijzigingen:
        gewijzigd, wat = self.gewijzigd(), Wijzigingen()
        wat.velden = {veld: gewijzigd[veld] for veld in TEKSTEN if veld in gewijzigd}
        for naam, sleutel in self.sleutels.items():
            nieuw = {
                veld: gewijzigd[f"{veld}-{sleutel}"] for veld in PER_COMPETENTIE if f"{veld}-{sleutel}" in gewijzigd
            }
            if nieuw:
                wat.scores[naam] = {v: w if v == "notitie" else int(w) if w else None for v, w in nieuw.items()}
        return wat


class StemForm(InStukjes):
    """De stem van de deelnemer over wat er samen nagelezen is."""

    eigen_woorden = _tekst("In eigen woorden", NIET_PRIVE)
    stem_wijze = _chips("Wie vult dit in?", [])
    stem = _chips("Ben je akkoord?", [(Stem.AKKOORD.value, "Akkoord"), (Stem.BEZWAAR.value, "Niet akkoord")])
    bezwaar = _tekst("Waarmee niet akkoord?", rijen=2)

    def __init__(self, *args, wie: str, **kwargs):
        super().__init__(*args, **kwargs)
        keuzes = [(Wijze.ZELF.value, f"{wie} zelf"), (Wijze.NAMENS.value, f"Ik, namens {wie}")]
        self.fields["stem_wijze"].choices = keuzes

    def wijzigingen(self) -> Wijzigingen:
        gewijzigd = self.gewijzigd()
        return Wijzigingen({veld: gewijzigd[veld] for veld in WOORDEN if veld in gewijzigd})


class VerbeterForm(Formulier, forms.Form):
    knop = "Nieuwe versie beginnen"
    reden = forms.CharField(
        label="Waarom verbeter je deze evaluatie?",
        help_text=f"De vorige versie blijft staan. {NIET_PRIVE}",
        max_length=200,
        widget=Tekstvlak(attrs={"rows": 3}),
        error_messages={"required": "Zeg waarom je deze evaluatie verbetert."},
    )


class AttestForm(Formulier, forms.Form):
    """Wat de deelnemer op het attest wil."""

    knop = "Attest maken"
    met_uren = forms.BooleanField(label="De uren", required=False, initial=True)
    met_competenties = forms.BooleanField(label="Wat de deelnemer kan", required=False, initial=True)

    def __init__(self, *args, uren: str, competenties: str, **kwargs):
        super().__init__(*args, **kwargs)
        for naam, uitleg in (("met_uren", uren), ("met_competenties", competenties)):
            self.fields[naam].zonder_merk = True
            self.fields[naam].help_text = uitleg


class UitstroomForm(Formulier, forms.Form):
    richting = forms.ChoiceField(
        label="Waar gaat de deelnemer naartoe?", choices=Richting.choices, widget=forms.RadioSelect
    )
    datum = DatumField(label="Sinds wanneer?")

    def __init__(self, *args, vroegst: date, laatst: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["datum"].vroegst, self.fields["datum"].laatst = vroegst, laatst


class OpvolgForm(Formulier, forms.Form):
    NIET = "niet_bereikt"
    richting = forms.ChoiceField(
        label="Wat doet de deelnemer nu?",
        choices=[*Richting.choices, (NIET, "Niet bereikt")],
        widget=forms.RadioSelect,
    )
    gedaan_op = DatumField(label="Wanneer vroeg je het?")

    def __init__(self, *args, vroegst: date, laatst: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gedaan_op"].vroegst, self.fields["gedaan_op"].laatst = vroegst, laatst


class EvaluatieFilter(Filtervelden):
    """Welke evaluaties: standaard wat nu te doen is."""

    TE_DOEN, TE_LAAT, MAAND, AFGEROND, ALLE = "te_doen", "te_laat", "maand", "gedaan", "alle"
    stand = forms.ChoiceField(
        label="Tonen",
        required=False,
        choices=(
            (TE_DOEN, "Te doen"),
            (TE_LAAT, "Te laat"),
            (MAAND, "Deze maand"),
            (AFGEROND, "Afgerond"),
            (ALLE, "Alle"),
        ),
    )
    mentor = forms.ChoiceField(label="Mentor", required=False)

    def __init__(self, *args, mentoren: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = [("", "Alle"), *mentoren]
        if not mentoren:
            del self.fields["mentor"]


class OpvolgFilter(Filtervelden):
    TE_DOEN, KOMT, GEDAAN, ALLE = "te_doen", "komt", "gedaan", "alle"
    stand = forms.ChoiceField(
        label="Tonen",
        required=False,
        choices=((TE_DOEN, "Te doen"), (KOMT, "Komt nog"), (GEDAAN, "Genoteerd"), (ALLE, "Alle")),
    )
