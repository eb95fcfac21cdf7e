"""Een deel van een lijst: enkel één organisatie, maand, partner … zodat achter elk getal precies zijn rijen staan.

Een keuze staat in het adres. Ze beperkt de cijfers vóór de lijst gemaakt wordt (`beperk`: organisatie, maand, antwoord)
of de rijen van de lijst erna, op een kolom (`rijen`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from kern.opmaak import maand
from kern.tabel import Tabel, lees
from leerwerkplekken.enums import Antwoord
from rapportage.cijfers import Cijfers

# Wat in het adres staat, en in welke kolom het te vinden is.
KOLOM = {
    "project": "Project", "organisatie": "Organisatie", "partner": "GLOW-partner", "met": "Met", "gehaald": "Gehaald",
    "evaluatie": "Evaluatie", "na": "Na", "richting": "Richting", "maatregel": "Maatregel", "uitvoerder": "Uitvoerder",
    "jaar": "Jaar", "wat": "Wat",
}  # fmt: skip
ANTWOORDEN = {
    "zoekt": ("zoekt kandidaten", {Antwoord.AANVAARD}),
    "geen": ("geen kandidaten", {Antwoord.GEWEIGERD}),
    "zonder": ("zonder antwoord", {Antwoord.GEEN, Antwoord.BEKIJKT}),
}


@dataclass(frozen=True)
class Keuze:
    """`kolommen`: naam in het adres → wat er in die kolom staat, zoals `kern.tabel.lees` het toont."""

    organisatie: str = ""
    maand: str = ""  # JJJJ-MM
    antwoord: str = ""
    kolommen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def uit(cls, vraag: Mapping[str, str]) -> "Keuze":
        """Uit een adres; wat er niet bij hoort of onleesbaar is, blijft weg."""
        gevraagd = {naam: vraag[naam] for naam in KOLOM if vraag.get(naam)}
        antwoord = vraag.get("antwoord", "")
        return cls(
            gevraagd.pop("organisatie", ""),
            vraag.get("maand", "") if _dag(vraag.get("maand", "")) else "",
            antwoord if antwoord in ANTWOORDEN else "",
            gevraagd,
        )

    @property
    def velden(self) -> dict[str, str]:
        """Wat er van in het adres staat."""
        eigen = {"organisatie": self.organisatie, "maand": self.maand, "antwoord": self.antwoord}
        return {naam: waarde for naam, waarde in (eigen | dict(self.kolommen)).items() if waarde}

    @property
    def vraag(self) -> str:
        return f"?{urlencode(self.velden)}" if self.velden else ""

    @property
    def zin(self) -> str:
        """Waartoe de lijst beperkt is, om te lezen; leeg als er niets gekozen is."""
        dag = _dag(self.maand)
        delen = [self.organisatie, maand(dag) if dag else ""]
        delen += [ANTWOORDEN[self.antwoord][0]] if self.antwoord else []
        delen += [f"{KOLOM[naam].lower()} {waarde}" for naam, waarde in self.kolommen.items()]
        return ", ".join(filter(None, delen))

    def beperk(self, c: Cijfers) -> Cijfers:
        """Dezelfde cijfers, met enkel de rijen van deze keuze."""
        if self.organisatie:
            c = _van_organisatie(c, self.organisatie)
        if self.maand:
            c = _van_maand(c, lambda dag: dag is not None and f"{dag:%Y-%m}" == self.maand)
        if self.antwoord:
            c = replace(c, aanbod=[a for a in c.aanbod if a.antwoord in ANTWOORDEN[self.antwoord][1]])
        return c

    def rijen(self, tabel: Tabel, kolommen: Mapping[str, str] | None = None) -> Tabel:
        """De tabel met enkel de rijen van deze keuze; een kolom die ze niet heeft, beperkt niets."""
        koppen = list(tabel.koppen)
        gekozen = self.kolommen if kolommen is None else kolommen
        op = [(koppen.index(KOLOM[naam]), waarde) for naam, waarde in gekozen.items() if KOLOM[naam] in koppen]
        rijen = [rij for rij in tabel.rijen if all(lees(rij[plaats]) == waarde for plaats, waarde in op)]
        return replace(tabel, rijen=rijen) if op else tabel


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(f"{tekst}-01")
    except ValueError:
        return None


def _van_organisatie(c: Cijfers, naam: str) -> Cijfers:
    plekken = [plek for plek in c.leerwerkplekken if plek.organisatie.naam == naam]
    daar = {plek.pk for plek in plekken}
    return replace(
        c,
        leerwerkplekken=plekken,
        fiches=[f for f in c.fiches if f.plek.pk in daar],
        certificaten=[t for t in c.certificaten if t.mentor.organisatie.naam == naam],
        afwijkingen=[a for a in c.afwijkingen if a.organisatie == naam],
        aanbod=[a for a in c.aanbod if a.leerwerkplek_id in daar],
        plaatsingen=[p for p in c.plaatsingen if p.leerwerkplek_id in daar],
        maandstaten=[m for m in c.maandstaten if m.plaatsing.leerwerkplek_id in daar],
    )


def _van_maand(c: Cijfers, erin: Callable[[date | None], bool]) -> Cijfers:
    return replace(
        c,
        fiches=[f for f in c.fiches if erin(f.ondertekend_op)],
        certificaten=[t for t in c.certificaten if erin(t.deelname.certificaat_datum)],
        aanbod=[a for a in c.aanbod if erin(a.aangeboden_op)],
        plaatsingen=[p for p in c.plaatsingen if erin(p.van)],
        maandstaten=[m for m in c.maandstaten if erin(m.maand)],
        overleg=[o for o in c.overleg if erin(o.datum)],
    )
