"""De governance matrix als formulier: per onderwerp en per rol één letter, en ruimte voor eigen onderwerpen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from kern.formulieren import Formulier
from kern.gelijktijdig import Bewaakt
from leerwerkplekken.standaard import LETTERS, ONDERWERPEN, ROLLEN_MET_BEGELEIDER

RUIMTE, HOOGSTENS = 2, 12  # lege regels om bij te vullen; zoveel eigen onderwerpen
Matrix = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Regel:
    """Eén onderwerp op het scherm; `naam` is het veld van een eigen onderwerp, of None bij een vast."""

    onderwerp: str
    naam: BoundField | None
    cellen: list[tuple[str, BoundField]]  # (hoe de rol heet, het veld)


def eigen_onderwerpen(matrix: Matrix) -> list[Mapping[str, str]]:
    return [rij for rij in matrix if rij["onderwerp"] not in ONDERWERPEN]


class RollenForm(Bewaakt, Formulier, forms.Form):
    """Onvolledig bewaren mag. `kolommen`: rol → naam; wat in een andere kolom staat, blijft staan."""

    KEUZES = [("", "geen"), *((letter, f"{letter} {uitleg}") for letter, uitleg in LETTERS.items())]

    def __init__(self, *args, matrix: Matrix, kolommen: Mapping[str, str], **kwargs):
        self.matrix, self.kolommen = matrix, kolommen
        super().__init__(*args, staat=self.staat_van(matrix, kolommen), **kwargs)
        self.extra = max(len(self._eigen_staat()), self._getypt())
        for nummer in range(len(ONDERWERPEN) + self.extra):
            self._maak_regel(nummer)

    @staticmethod
    def staat_van(matrix: Matrix, kolommen: Mapping[str, str]) -> dict:
        vast = {rij["onderwerp"]: rij for rij in matrix}
        rijen = [vast.get(onderwerp, {}) for onderwerp in ONDERWERPEN]
        staat = {f"o{n}_{rol}": rij.get(rol, "") for n, rij in enumerate(rijen) for rol in kolommen}
        eigen = eigen_onderwerpen(matrix)
        leeg: list[Mapping[str, str]] = [{}] * min(RUIMTE, max(0, HOOGSTENS - len(eigen)))
        for n, rij in enumerate([*eigen, *leeg], len(ONDERWERPEN)):
            staat[f"o{n}_onderwerp"] = rij.get("onderwerp", "")
            staat |= {f"o{n}_{rol}": rij.get(rol, "") for rol in kolommen}
        return staat

    def _eigen_staat(self) -> list[str]:
        return [naam for naam in self.staat if naam.endswith("_onderwerp")]

    def _getypt(self) -> int:
        """Zoveel eigen regels stuurde de browser, ook als er intussen minder bewaard staan."""
        mogelijk = range(len(ONDERWERPEN), len(ONDERWERPEN) + HOOGSTENS)
        nummers = [n for n in mogelijk if f"o{n}_onderwerp" in (self.data or {})]
        return max(nummers, default=len(ONDERWERPEN) - 1) - len(ONDERWERPEN) + 1

    def _maak_regel(self, nummer: int) -> None:
        eigen = nummer >= len(ONDERWERPEN)
        onderwerp = f"Eigen onderwerp {nummer - len(ONDERWERPEN) + 1}" if eigen else ONDERWERPEN[nummer]
        if eigen:
            veld = forms.CharField(max_length=80, required=False, label=onderwerp)
            veld.widget.attrs["class"] = "form-control"
            self.fields[f"o{nummer}_onderwerp"] = veld
        for rol, naam in self.kolommen.items():
            keuze = forms.ChoiceField(choices=self.KEUZES, required=False, label=f"{onderwerp}: {naam}")
            keuze.zonder_merk, keuze.widget.attrs["class"] = True, "form-select"
            self.fields[f"o{nummer}_{rol}"] = keuze

    @property
    def regels(self) -> list[Regel]:
        return [
            Regel(
                ONDERWERPEN[n] if n < len(ONDERWERPEN) else f"Eigen onderwerp {n - len(ONDERWERPEN) + 1}",
                self[f"o{n}_onderwerp"] if n >= len(ONDERWERPEN) else None,
                [(naam, self[f"o{n}_{rol}"]) for rol, naam in self.kolommen.items()],
            )
            for n in range(len(ONDERWERPEN) + self.extra)
        ]

    def clean(self) -> dict:
        gegevens = super().clean()
        gezien = {onderwerp.casefold() for onderwerp in ONDERWERPEN}
        for n in range(len(ONDERWERPEN), len(ONDERWERPEN) + self.extra):
            veld = f"o{n}_onderwerp"
            naam, letters = gegevens.get(veld, ""), [gegevens.get(f"o{n}_{rol}") for rol in self.kolommen]
            if not naam and any(letters) and not self.staat.get(veld):
                self.add_error(veld, "Geef dit onderwerp een naam, of zet elke rol op “geen”.")
            if naam and naam.casefold() in gezien:
                self.add_error(veld, f"“{naam}” staat er al. Kies een andere naam, of maak dit leeg.")
            gezien.add(naam.casefold())
        return gegevens

    def waarden(self) -> dict:
        """De matrix; een eigen onderwerp zonder naam valt weg."""
        gekozen, bewaard = super().waarden(), {rij["onderwerp"]: rij for rij in self.matrix}
        matrix = []
        for n in range(len(ONDERWERPEN) + self.extra):
            onderwerp = ONDERWERPEN[n] if n < len(ONDERWERPEN) else gekozen[f"o{n}_onderwerp"]
            if onderwerp:
                was = {rol: w for rol, w in bewaard.get(onderwerp, {}).items() if rol in ROLLEN_MET_BEGELEIDER}
                nu = {rol: gekozen[f"o{n}_{rol}"] for rol in self.kolommen}
                matrix.append({"onderwerp": onderwerp, **was, **nu})
        return {"matrix": matrix}
