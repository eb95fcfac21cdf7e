"""Wat een project nog kan opbrengen, en langs welke weg het minst werk kost. Enkel rekenen: geen klok, geen database.

Alles in de twee lezingen van domein §4 (`cijfers.lezingen`). Wat een daad belooft, is het verschil tussen het bedrag
met en zonder haar; wie ze doet, ziet het cijfer dus precies zoveel stijgen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from projecten.models import Subsidieproject
from rapportage.cijfers import Lezingen, lezingen
from rapportage.enums import Actie


@dataclass(frozen=True)
class Onderdeel:
    """Eén plek of mentor die erbij komt wanneer de daad gedaan is.

    `sleutel`: van de plek of de mentor; `van_mentor`: de mentor van wie het afhangt (None: van niemand); `fiche`: de
    fiche die op een handtekening wacht; `wat`: wat er precies nog ontbreekt.
    """

    sleutel: int
    code: str
    omschrijving: str
    van_mentor: int | None = None
    fiche: int | None = None
    wat: str = ""


@dataclass(frozen=True)
class Groep:
    """Wat op dezelfde personen wacht: `wie` in namen, leeg als niemand het kan; `mails` hun adressen, even lang."""

    actie: Actie
    wie: tuple[str, ...]
    onderdelen: tuple[Onderdeel, ...]
    mails: tuple[str, ...] = ()

    @property
    def plekken(self) -> int:
        return 0 if self.actie.van_mentor else len(self.onderdelen)

    @property
    def mentoren(self) -> int:
        return len(self.onderdelen) if self.actie.van_mentor else 0

    @property
    def daden(self) -> int:
        return self.actie.daden * len(self.onderdelen)


@dataclass(frozen=True)
class Voorstel:
    """Een groep met wat ze oplevert als enkel die gebeurt; de eerste `volstaat` onderdelen geven al evenveel."""

    groep: Groep
    winst: Lezingen
    volstaat: int

    @property
    def daden(self) -> int:
        return self.groep.actie.daden * self.volstaat


@dataclass(frozen=True)
class Weg:
    """De goedkoopste weg: van elke groep zoveel, samen goed voor `winst`. `tot`: waarheen ze leidt."""

    tot: str
    delen: tuple[tuple[Groep, int], ...]
    winst: Lezingen

    @property
    def daden(self) -> int:
        return sum(groep.actie.daden * aantal for groep, aantal in self.delen)


@dataclass(frozen=True)
class Vooruitblik:
    """Waar het project staat (`plekken` en `mentoren` tellen nu mee) en wat er nog kan (`groepen`)."""

    project: Subsidieproject
    plekken: int
    mentoren: int
    per_bundel: int
    groepen: tuple[Groep, ...] = field(default=())

    def met(self, plekken: int, mentoren: int) -> Lezingen:
        """Het bedrag als er zoveel bijkomen."""
        return lezingen(self.project, self.plekken + plekken, self.mentoren + mentoren, self.per_bundel)

    @cached_property
    def verzekerd(self) -> Lezingen:
        return self.met(0, 0)

    @property
    def haalbaar(self) -> Lezingen:
        """Het bedrag als alles gebeurt wat hier staat."""
        return self.met(sum(g.plekken for g in self.groepen), sum(g.mentoren for g in self.groepen))

    @property
    def te_maken(self) -> tuple[int, int]:
        """Hoeveel plekken en mentoren er te weinig blijven, ook als alles gebeurt."""
        plekken = self.plekken + sum(g.plekken for g in self.groepen)
        mentoren = self.mentoren + sum(g.mentoren for g in self.groepen)
        return max(self.project.doel_leerwerkplekken - plekken, 0), max(self.project.doel_mentoren - mentoren, 0)

    def winst(self, groep: Groep, aantal: int) -> Lezingen:
        """Wat de eerste `aantal` onderdelen van die groep opleveren."""
        erbij = (0, aantal) if groep.actie.van_mentor else (aantal, 0)
        return self.met(*erbij) - self.verzekerd

    @cached_property
    def voorstellen(self) -> list[Voorstel]:
        """Elke groep, wat het meest opbrengt eerst, en bij evenveel wat het minst daden vraagt."""
        uit = []
        for groep in self.groepen:
            geheel, aantal = self.winst(groep, len(groep.onderdelen)), len(groep.onderdelen)
            if geheel != Lezingen():
                while self.winst(groep, aantal - 1) == geheel:
                    aantal -= 1
            uit.append(Voorstel(groep, geheel, aantal))
        return sorted(uit, key=lambda v: (-v.winst.hoogste, v.daden, v.groep.wie, v.groep.actie))

    @cached_property
    def wegen(self) -> list[Weg]:
        """De weg met het minst daden naar de volgende volledige bundel en naar alle doelen; weg is wat niet kan."""
        doelen = (self.project.doel_leerwerkplekken, self.project.doel_mentoren)
        bundels = min(self.plekken // self.per_bundel, self.mentoren) + 1
        volgende = (bundels * self.per_bundel, bundels)
        kandidaten = [("de volgende volledige bundel", volgende), ("alle doelen", doelen)]
        gevonden: list[Weg] = []
        for tot, nodig in kandidaten:
            weg = self._weg(tot, nodig[0] - self.plekken, nodig[1] - self.mentoren)
            if weg and weg.winst != Lezingen() and weg.delen not in [eerder.delen for eerder in gevonden]:
                gevonden.append(weg)
        return gevonden

    def _weg(self, tot: str, plekken: int, mentoren: int) -> Weg | None:
        delen = [
            *_goedkoopst([g for g in self.groepen if g.plekken], plekken),
            *_goedkoopst([g for g in self.groepen if g.mentoren], mentoren),
        ]
        erbij = [sum(n for g, n in delen if bool(g.mentoren) is mentor) for mentor in (False, True)]
        if erbij[0] < plekken or erbij[1] < mentoren:
            return None
        return Weg(tot, tuple(delen), self.met(*erbij) - self.verzekerd)

    def zonder(self, mentor: int) -> "Vooruitblik":
        """Als die mentor vertrekt: wat al telt blijft tellen, wat nog van die mentor afhangt valt weg (domein §3)."""
        over = []
        for groep in self.groepen:
            blijft = tuple(o for o in groep.onderdelen if o.van_mentor != mentor)
            if blijft:
                over.append(Groep(groep.actie, groep.wie, blijft, groep.mails))
        return Vooruitblik(self.project, self.plekken, self.mentoren, self.per_bundel, tuple(over))


def _goedkoopst(groepen: Sequence[Groep], nodig: int) -> list[tuple[Groep, int]]:
    """Zoveel onderdelen met samen zo weinig mogelijk daden; bij gelijke daden bij zo weinig mogelijk mensen."""
    delen: list[tuple[Groep, int]] = []
    for groep in sorted(groepen, key=lambda g: (g.actie.daden, -len(g.onderdelen), g.wie, g.actie)):
        if nodig <= 0:
            break
        neem = min(nodig, len(groep.onderdelen))
        delen.append((groep, neem))
        nodig -= neem
    return delen


@dataclass(frozen=True)
class Verhouding:
    """Open plekken tegenover opgeleide mentoren die er nog werken; `grens` per mentor (bron 002: een signaal)."""

    plekken: int
    mentoren: int
    grens: int
    zonder_mentor: int = 0

    @property
    def per_mentor(self) -> float | None:
        return self.plekken / self.mentoren if self.mentoren else None

    @property
    def te_veel(self) -> int:
        """Hoeveel plekken er meer zijn dan deze mentoren volgens de richtlijn dragen."""
        return max(self.plekken - self.grens * self.mentoren, 0)


def verhouding(plekken: Iterable[int | None], mentoren: Iterable[int], grens: int, *, zonder: int = 0) -> Verhouding:
    """`plekken`: van elke open plek haar mentor (of None); `mentoren`: wie opgeleid is en er nog werkt.

    `zonder`: de mentor die vertrekt; die plekken blijven, zonder mentor.
    """
    rijen = [None if mentor == zonder else mentor for mentor in plekken]
    over = {mentor for mentor in mentoren if mentor != zonder}
    return Verhouding(len(rijen), len(over), grens, rijen.count(None))
