"""De doelen van een project per organisatie: wat elk deel is, wat er telt, en wat er nog ontbreekt.

Enkel wie dat koos verdeelt zijn doelen; de getallen van het project zelf hangen er niet van af. Van één project
(`Cijfers`) of van alle samen (`Geheel`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kern.tabel import Tabel
from rapportage.cijfers import Cijfers

REST = "Nog niet verdeeld"
KOPPEN = (
    "Organisatie", "Plekken", "Doel plekken", "Verschil plekken", "Plekken te kort", "Mentoren", "Doel mentoren",
    "Verschil mentoren", "Mentoren te kort",
)  # fmt: skip


@dataclass(frozen=True)
class Deel:
    """Een resultaat tegenover zijn deel van het doel; zonder deel valt er niets te vergelijken."""

    resultaat: int
    doel: int | None

    @property
    def verschil(self) -> int | None:
        return None if self.doel is None else self.resultaat - self.doel

    @property
    def te_kort(self) -> int | None:
        return None if self.doel is None else max(self.doel - self.resultaat, 0)

    @property
    def cellen(self) -> tuple[int | None, ...]:
        return self.resultaat, self.doel, self.verschil, self.te_kort


@dataclass(frozen=True)
class Organisatiedeel:
    organisatie: str
    plekken: Deel
    mentoren: Deel


def delen(c: Cijfers) -> list[Organisatiedeel]:
    """Elke organisatie met een deel van de doelen of met iets dat telt, op naam."""
    plekken = Counter(f.plek.organisatie.naam for f in c.fiches)
    mentoren = Counter(t.mentor.organisatie.naam for t in c.certificaten)
    doel_plekken = _per_naam((v.organisatie.naam, v.doel_leerwerkplekken) for v in c.verdeling)
    doel_mentoren = _per_naam((v.organisatie.naam, v.doel_mentoren) for v in c.verdeling)
    namen = sorted({*plekken, *mentoren, *doel_plekken, *doel_mentoren})
    return [
        Organisatiedeel(
            naam, Deel(plekken[naam], doel_plekken.get(naam)), Deel(mentoren[naam], doel_mentoren.get(naam))
        )
        for naam in namen
    ]


def _per_naam(paren: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """Samen per naam; wat niet verdeeld is, staat er niet."""
    uit: Counter[str] = Counter()
    for naam, aantal in paren:
        if aantal is not None:
            uit[naam] += aantal
    return dict(uit)


def rest(c: Cijfers) -> tuple[int, int]:
    """Hoeveel plekken en mentoren van het doel nog niet verdeeld zijn; negatief: het doel is daarna verlaagd."""
    return (
        c.plekken.doel - sum(v.doel_leerwerkplekken or 0 for v in c.verdeling),
        c.mentoren.doel - sum(v.doel_mentoren or 0 for v in c.verdeling),
    )


def tabel(c: Cijfers) -> Tabel:
    """Per organisatie doel en resultaat, en wat er nog te verdelen is: de doelen tellen op tot die van het project."""
    rijen = [(d.organisatie, *d.plekken.cellen, *d.mentoren.cellen) for d in delen(c)]
    nog = rest(c)
    if any(nog):
        rijen.append((REST, None, nog[0], None, None, None, nog[1], None, None))
    return Tabel("doelen_per_organisatie", "Doelen per organisatie", KOPPEN, rijen, _uitleg(c, nog))


def _uitleg(c: Cijfers, nog: tuple[int, int]) -> str:
    if min(nog) < 0:
        return "Er is meer verdeeld dan het doel van het project. Het doel is daarna verlaagd: pas de verdeling aan."
    if not c.verdeling:
        return "De doelen zijn niet verdeeld over organisaties."
    return "Verschil is resultaat min doel. Plekken tellen met een ondertekende fiche, mentoren met een certificaat."
