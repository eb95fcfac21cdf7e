"""Een fiche om te tonen: dezelfde secties voor scherm en PDF. Wat ze vult, staat in `blad_inhoud`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from fiches.models import Handtekening
from kern.opmaak import datum_woord
from leerwerkplekken.regels import SECTIES
from leerwerkplekken.standaard import LETTERS
from organisaties.enums import Tekenwijze

# Wat van het plan op papier in twee smalle tabellen naast elkaar past; de rest staat in alinea's.
LINKS, RECHTS = ("risicos", "beschermingsmiddelen", "taalniveau"), ("bus", "fiets", "geschikt")


@dataclass(frozen=True)
class Veld:
    """Eén regel: `waarde` is een tekst, of meer stukken (alinea's, of punten als `punten`).

    `was`: wat de vorige ondertekende versie zei, als dat anders was; `gewijzigd` zegt of er vergeleken en verschil is.
    """

    sleutel: str
    label: str
    waarde: str | tuple[str, ...]
    punten: bool = False
    gewijzigd: bool = False
    was: str | tuple[str, ...] = ""

    @property
    def stukken(self) -> tuple[str, ...]:
        return self.waarde if isinstance(self.waarde, tuple) else ((self.waarde,) if self.waarde else ())

    @property
    def was_stukken(self) -> tuple[str, ...]:
        return self.was if isinstance(self.was, tuple) else ((self.was,) if self.was else ())


@dataclass(frozen=True)
class Matrixrij:
    onderwerp: str
    per_rol: tuple[tuple[str, str], ...]  # (hoe de rol heet, letter), in de volgorde van Blad.rollen
    gewijzigd: bool = False
    was: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(letter for _, letter in self.per_rol)


@dataclass(frozen=True)
class Sectie:
    sleutel: str  # zoals in leerwerkplekken.regels.SECTIES
    kop: str
    velden: tuple[Veld, ...]
    matrix: tuple[Matrixrij, ...] = ()


@dataclass(frozen=True)
class Ondertekening:
    """De handtekening zoals ze op het blad staat; alles komt uit de onwijzigbare rij."""

    naam: str
    functie: str
    hoedanigheid: str
    organisatie: str
    op: datetime
    verklaring: str
    inhoud_sha256: str
    gezag: str
    wijze: str = Tekenwijze.TOEPASSING
    gezet: bool = True  # False: de handtekening komt in de PDF zelf
    enkel_dag: bool = False
    bevestigd: str = ""  # "bevestigd door … op …", van een scan
    scan_sha256: str = ""

    @property
    def hoe(self) -> str:
        """Hoe er getekend is, met de dag, zoals het bovenaan het blad staat."""
        dag = datum_woord(self.op)
        if self.wijze == Tekenwijze.VOORAF:
            return f"Op papier ondertekend op {dag}, vóór ingebruikname"
        if self.wijze == Tekenwijze.PAPIER:
            return f"Op papier ondertekend op {dag}"
        return f"Ondertekend op {dag}" if self.gezet else "Enkel geldig met de eigen handtekening in deze PDF"

    @classmethod
    def van(cls, rij: Handtekening) -> "Ondertekening":
        return cls(
            naam=rij.naam,
            functie=rij.functie,
            hoedanigheid=rij.als,
            organisatie=rij.organisatie,
            op=timezone.localtime(rij.ondertekend_op),
            verklaring=rij.verklaring,
            inhoud_sha256=rij.inhoud_sha256,
            gezag=grond(rij.gezag),
            wijze=rij.wijze,
            enkel_dag=rij.enkel_dag,
            bevestigd=_bevestigd(rij),
            scan_sha256=rij.scan.sha256 if rij.scan else "",
        )


@dataclass(frozen=True)
class Blad:
    """Alles wat een lezer ziet. `secties` volgt de takenlijst van de leerwerkplek."""

    titel: str
    code: str
    versie: int
    bestuur: str
    organisatie: str
    oproep: str
    fonds: str
    ingediend_op: date
    banner: tuple[str, ...]
    voorlopige_banner: bool
    demo: bool
    gegevens: tuple[Veld, ...]
    additioneel: tuple[Veld, ...]
    taken: Veld
    competenties: Veld
    leerdoelen: tuple[Veld, ...]
    vereisten: tuple[Veld, ...]
    mentor: tuple[Veld, ...]
    plan: tuple[Veld, ...]
    rollen: tuple[str, ...]
    matrix: tuple[Matrixrij, ...]
    aanbod: tuple[Veld, ...]
    inhoud_sha256: str = ""
    ondertekening: Ondertekening | None = None

    letters = tuple(LETTERS.items())

    @property
    def kenmerken(self) -> tuple[Veld, ...]:
        """Wat op papier onder de titel staat: de functie is daar de titel zelf."""
        return (*(veld for veld in self.gegevens if veld.sleutel != "functie"), *self.vereisten)

    @property
    def plan_teksten(self) -> tuple[Veld, ...]:
        return tuple(veld for veld in self.plan if veld.sleutel not in (*LINKS, *RECHTS))

    @property
    def plan_links(self) -> tuple[Veld, ...]:
        return tuple(veld for veld in self.plan if veld.sleutel in LINKS)

    @property
    def plan_rechts(self) -> tuple[Veld, ...]:
        return tuple(veld for veld in self.plan if veld.sleutel in RECHTS)

    @property
    def secties(self) -> tuple["Sectie", ...]:
        """Dezelfde volgorde en namen als de takenlijst van de leerwerkplek, zodat je weet waar je iets wijzigt."""
        velden = {
            "gegevens": (*self.gegevens, *self.additioneel),
            "taken": (self.taken, *self.leerdoelen, self.competenties, *self.vereisten),
            "mentor": self.mentor,
            "plan": self.plan,
            "rollen": (),
            "aanbod": self.aanbod,
        }
        return tuple(
            Sectie(sleutel, SECTIES[sleutel], deel, self.matrix if sleutel == "rollen" else ())
            for sleutel, deel in velden.items()
        )

    @property
    def kort(self) -> bool:
        """Passen taken, leerdoelen en competenties naast elkaar op een blad?"""
        punten = [punt for veld in self.kolommen for punt in veld.stukken]
        return len(punten) <= 24 and all(len(punt) <= 70 for punt in punten)

    @property
    def kolommen(self) -> tuple[Veld, ...]:
        return (self.taken, *self.leerdoelen, self.competenties)

    @property
    def naast_elkaar(self) -> bool:
        """Passen begeleiding en aanbod naast elkaar op een blad?"""
        stukken = [stuk for veld in (*self.aanbod, *self.additioneel) for stuk in veld.stukken]
        return len(self.aanbod) <= 4 and sum(len(stuk) for stuk in stukken) <= 400

    @property
    def gewijzigd(self) -> tuple[str, ...]:
        """De namen van wat anders is dan in de versie waarmee `verschil.vergeleken` vergeleek."""
        velden = (
            *self.gegevens,
            *self.additioneel,
            self.taken,
            self.competenties,
            *self.leerdoelen,
            *self.vereisten,
            *self.mentor,
            *self.plan,
            *self.aanbod,
        )
        return tuple(v.label for v in velden if v.gewijzigd) + tuple(r.onderwerp for r in self.matrix if r.gewijzigd)


def grond(gezag: Mapping[str, Any]) -> str:
    """Op welke grond iemand tekent: 'delegatie sinds 1 maart 2023'."""
    waarop, vanaf = gezag.get("grond", ""), gezag.get("vanaf")
    return f"{waarop} sinds {datum_woord(date.fromisoformat(vanaf))}" if vanaf else waarop


def _bevestigd(rij: Handtekening) -> str:
    if rij.bevestigd_door is None or rij.bevestigd_op is None:
        return ""
    return f"bevestigd door {rij.bevestigd_door.gebruiker.volledige_naam} op {datum_woord(rij.bevestigd_op)}"
