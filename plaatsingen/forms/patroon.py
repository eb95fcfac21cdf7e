"""Het weekpatroon als velden: per weekdag van, tot en pauze, of een aantal uren."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.forms import BoundField

from kern import opmaak
from kern.formulieren import TijdField, UrenField
from plaatsingen import regels
from plaatsingen.models import Werkdag
from plaatsingen.regels import Invoer

DAGEN = {1: "Maandag", 2: "Dinsdag", 3: "Woensdag", 4: "Donderdag", 5: "Vrijdag", 6: "Zaterdag", 7: "Zondag"}
DELEN = ("van", "tot", "pauze", "uren")
EEN_MAANDAG = date(2024, 1, 1)  # een gewone week, zonder zomer- of winteruur


@dataclass(frozen=True)
class Dagrij:
    """Eén weekdag voor het sjabloon."""

    naam: str
    van: BoundField
    tot: BoundField
    pauze: BoundField
    uren: BoundField

    @property
    def velden(self) -> tuple[BoundField, ...]:
        return self.van, self.tot, self.pauze, self.uren

    @property
    def ingevuld(self) -> bool:
        return any(veld.value() not in (None, "") or veld.errors for veld in self.velden)


class PatroonVelden(forms.Form):
    """Mixin: voegt de velden toe en leest ze als werkdagen. Leeg is: die dag niet gewerkt."""

    def __init__(self, *args, dagmaximum: int, werkdagen: Iterable[Werkdag] = (), **kwargs):
        kwargs["initial"] = {**beginwaarden(werkdagen), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.dagmaximum = dagmaximum
        for nummer, naam in DAGEN.items():
            velden = {
                "van": TijdField(label="Van", required=False),
                "tot": TijdField(label="Tot", required=False),
                "pauze": forms.IntegerField(
                    label="Pauze (min)",
                    required=False,
                    min_value=0,
                    max_value=480,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "3"}),
                    error_messages=dict.fromkeys(
                        ("invalid", "min_value", "max_value"), "Vul minuten in, bijvoorbeeld 30."
                    ),
                ),
                "uren": UrenField(label="Of uren", required=False, maximum=dagmaximum),
            }
            for deel, veld in velden.items():
                veld.zonder_merk, veld.kort = True, True
                veld.widget.attrs["aria-label"] = f"{veld.label}: {naam.lower()}"
                self.fields[f"d{nummer}_{deel}"] = veld
        self._werkdagen: list[Werkdag] = []

    @property
    def dagrijen(self) -> list[Dagrij]:
        return [Dagrij(naam, *(self[f"d{nummer}_{deel}"] for deel in DELEN)) for nummer, naam in DAGEN.items()]

    @property
    def weekdagen(self) -> list[Dagrij]:
        return self.dagrijen[:5]

    @property
    def weekend(self) -> list[Dagrij]:
        return self.dagrijen[5:]

    @property
    def weekend_open(self) -> bool:
        return any(rij.ingevuld for rij in self.weekend)

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        for nummer in DAGEN:
            if not any(f"d{nummer}_{deel}" in self.errors for deel in DELEN):
                self._lees(nummer, {deel: gegevens.get(f"d{nummer}_{deel}") for deel in DELEN})
        return gegevens

    def _lees(self, nummer: int, dag: dict) -> None:
        exact = dag["van"] is not None or dag["tot"] is not None
        if not exact and dag["uren"] is None:
            if dag["pauze"]:
                self.add_error(f"d{nummer}_van", "Vul het begin en het einde in, bijvoorbeeld 8:30.")
            return
        if exact and dag["uren"] is not None:
            self.add_error(f"d{nummer}_uren", "Vul een aantal uren of van en tot in, niet allebei.")
        elif exact and (dag["van"] is None or dag["tot"] is None):
            leeg = "van" if dag["van"] is None else "tot"
            self.add_error(f"d{nummer}_{leeg}", "Vul het begin en het einde in, bijvoorbeeld 8:30.")
        else:
            self._bewaar(nummer, dag)

    def _bewaar(self, nummer: int, dag: dict) -> None:
        datum = EEN_MAANDAG + timedelta(days=nummer - 1)
        pauze = (dag["pauze"] or 0) if dag["van"] is not None else 0
        invoer = Invoer(datum, van=dag["van"], tot=dag["tot"], pauze_minuten=pauze, minuten=dag["uren"])
        minuten, redenen = regels.minuten_van(invoer)
        mis = next((u for u in redenen if not u.ok), None)
        if mis is not None:
            deel = {"pauze_minuten": "pauze", "uren": "tot" if dag["van"] else "uren"}.get(mis.veld or "", mis.veld)
            self.add_error(f"d{nummer}_{deel}", mis.uitleg)
        elif minuten > self.dagmaximum:
            self.add_error(f"d{nummer}_tot", f"Hoogstens {regels.uur(self.dagmaximum)} per dag. Plan minder uren.")
        else:
            self._werkdagen.append(
                Werkdag(weekdag=nummer, van=dag["van"], tot=dag["tot"], pauze_minuten=pauze, minuten=minuten)
            )

    def werkdagen(self) -> list[Werkdag]:
        """Na `is_valid()`: de ingevulde dagen, nog niet bewaard. Ook na een fout elders: wat wel klopt."""
        return list(self._werkdagen)


def beginwaarden(werkdagen: Iterable[Werkdag]) -> dict:
    waarden: dict = {}
    for w in werkdagen:
        if w.van is None:
            waarden[f"d{w.weekdag}_uren"] = w.minuten
        else:
            waarden |= {f"d{w.weekdag}_van": w.van, f"d{w.weekdag}_tot": w.tot}
            if w.pauze_minuten:
                waarden[f"d{w.weekdag}_pauze"] = w.pauze_minuten
    return waarden


def dagzin(werkdag: Werkdag) -> str:
    """Maandag: 8:30 tot 12:30 (4 u)."""
    dag, uren = DAGEN[werkdag.weekdag], opmaak.uren(werkdag.minuten)
    if werkdag.van is None or werkdag.tot is None:
        return f"{dag}: {uren}"
    pauze = f", {werkdag.pauze_minuten} min pauze" if werkdag.pauze_minuten else ""
    return f"{dag}: {opmaak.tijd(werkdag.van)} tot {opmaak.tijd(werkdag.tot)}{pauze} ({uren})"
