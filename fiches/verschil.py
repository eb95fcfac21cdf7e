"""Wat er wijzigde tussen twee versies van een fiche, veld per veld en in woorden. Voor wie ze moet aftekenen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fiches.blad import Blad, Matrixrij, Veld
from kern.opmaak import hoofdletter
from leerwerkplekken.standaard import LETTERS

NIET_GENOEMD = "niet genoemd"


@dataclass(frozen=True)
class Verschil:
    """Eén veld dat anders is: hoe het heet, en zinnen als "Was: 48 uur per maand." """

    wat: str
    zinnen: tuple[str, ...]


def tussen(nieuw: Blad, oud: Blad) -> list[Verschil]:
    """Elk veld van `nieuw` dat iets anders zegt dan in `oud`, in de volgorde van het blad; leeg als niets wijzigde."""
    gevonden = [
        Verschil(
            f"Aanbod aan {veld.label}" if sectie.sleutel == "aanbod" else veld.label,
            _zinnen(veld.was_stukken, veld.stukken),
        )
        for sectie in vergeleken(nieuw, oud).secties
        for veld in sectie.velden
        if veld.gewijzigd
    ]
    return gevonden + _rollen(nieuw.matrix, oud.matrix)


def _zinnen(was: tuple[str, ...], nu: tuple[str, ...]) -> tuple[str, ...]:
    if not was:
        return (f"Nieuw: {_samen(nu)}",)
    if not nu:
        return (f"Weggelaten: {_samen(was)}",)
    if len(was) == len(nu) == 1:
        return f"Was: {was[0]}", f"Nu: {nu[0]}"
    erbij, weg = [deel for deel in nu if deel not in was], [deel for deel in was if deel not in nu]
    if not erbij and not weg:
        return ("Dezelfde punten, in een andere volgorde.",)
    return tuple(f"{woord}: {_samen(delen)}" for woord, delen in (("Erbij", erbij), ("Weg", weg)) if delen)


def _samen(delen: tuple[str, ...] | list[str]) -> str:
    return "; ".join(delen)


def _rollen(nieuw: tuple[Matrixrij, ...], oud: tuple[Matrixrij, ...]) -> list[Verschil]:
    """Per onderwerp welke rol iets anders doet; een rol of onderwerp dat wegviel of erbij kwam telt als leeg."""
    nu, was = ({rij.onderwerp: dict(rij.per_rol) for rij in rijen} for rijen in (nieuw, oud))
    gevonden = []
    for onderwerp in (*nu, *(o for o in was if o not in nu)):
        na, voor = nu.get(onderwerp, {}), was.get(onderwerp, {})
        zinnen = [
            f"{rol}: was {_woord(voor.get(rol, ''))}, nu {_woord(na.get(rol, ''))}"
            for rol in (*na, *(r for r in voor if r not in na))
            if voor.get(rol, "") != na.get(rol, "")
        ]
        if zinnen:
            gevonden.append(Verschil(f"Rollen: {onderwerp}", tuple(hoofdletter(zin) for zin in zinnen)))
    return gevonden


def _woord(letter: str) -> str:
    return f"“{LETTERS[letter]}”" if letter in LETTERS else letter or NIET_GENOEMD


def vergeleken(nieuw: Blad, oud: Blad) -> Blad:
    """`nieuw`, met bij elk verschil wat `oud` zei."""
    return replace(
        nieuw,
        gegevens=_met_verschil(nieuw.gegevens, oud.gegevens),
        additioneel=_met_verschil(nieuw.additioneel, oud.additioneel),
        taken=_met_verschil([nieuw.taken], [oud.taken])[0],
        competenties=_met_verschil([nieuw.competenties], [oud.competenties])[0],
        leerdoelen=_met_verschil(nieuw.leerdoelen, oud.leerdoelen),
        vereisten=_met_verschil(nieuw.vereisten, oud.vereisten),
        mentor=_met_verschil(nieuw.mentor, oud.mentor),
        plan=_met_verschil(nieuw.plan, oud.plan),
        matrix=_matrix_met_verschil(nieuw.matrix, oud.matrix),
        aanbod=_met_verschil(nieuw.aanbod, oud.aanbod),
    )


def _met_verschil(nieuw: Iterable[Veld], oud: Iterable[Veld]) -> tuple[Veld, ...]:
    vroeger, leeg = {veld.sleutel: veld for veld in oud}, Veld("", "", "")
    uit = [
        veld
        if vroeger.get(veld.sleutel, leeg).waarde == veld.waarde
        else replace(veld, gewijzigd=True, was=vroeger.get(veld.sleutel, leeg).waarde)
        for veld in nieuw
    ]
    over = {veld.sleutel for veld in nieuw}
    return (
        *uit,
        *(replace(v, waarde="", gewijzigd=True, was=v.waarde) for v in vroeger.values() if v.sleutel not in over),
    )


def _matrix_met_verschil(nieuw: Iterable[Matrixrij], oud: Iterable[Matrixrij]) -> tuple[Matrixrij, ...]:
    """Vergelijkt per rol: een kolom die erbij kwam, telt enkel waar ze iets zegt. Wat wegviel, staat onderaan leeg."""
    vroeger = {rij.onderwerp: rij for rij in oud}
    over, leeg = {rij.onderwerp for rij in nieuw}, Matrixrij("", ())
    weg = (rij for rij in vroeger.values() if rij.onderwerp not in over)
    rijen = [*nieuw, *(Matrixrij(rij.onderwerp, tuple((naam, "") for naam, _ in rij.per_rol)) for rij in weg)]
    uit = []
    for rij in rijen:
        was = vroeger.get(rij.onderwerp, leeg)
        gelijk = {naam: letter for naam, letter in was.per_rol if letter} == {
            naam: letter for naam, letter in rij.per_rol if letter
        }
        woorden = " ".join(letter or "–" for letter in was.letters)
        uit.append(rij if gelijk else replace(rij, gewijzigd=True, was=woorden))
    return tuple(uit)
