"""Welke fiches iemand samen wil aftekenen, en in welke hoedanigheid elk; wat niet kan, valt eruit met de reden.

De keuze staat in het adres: zo overleeft ze *Terug*, herladen, bevestigen en het terugsturen van één fiche.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID, uuid4

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from fiches import blad_inhoud, regels, toegang, verschil
from fiches.blad import Blad
from fiches.enums import Status
from fiches.models import Fiche, Handtekening
from fiches.regels import Gezag
from fiches.stappen import verklaring
from kern.nummers import nummer, nummers
from kern.opmaak import datum_woord, meervoud
from mentoren.regels import leidinggevenden_van
from organisaties.toegang import Actor

HOOGSTENS = 200  # fiches in één daad; wat overblijft, volgt in een volgende


IN_HET_KORT = frozenset(
    {"waar", "dienst", "adres", "uren_per_maand", "periode", "project", "taken", "leerdoelen", "mentor", "leiding"}
)


@dataclass(frozen=True)
class Keuze:
    """`fiches`: deze, of None voor alles wat op deze persoon wacht; `zonder`: behalve die."""

    fiches: tuple[int, ...] | None = None
    zonder: frozenset[int] = frozenset()

    @classmethod
    def uit(cls, vraag: QueryDict) -> "Keuze":
        """Uit het adres: `?fiche=1&fiche=2` (aangevinkt), `?keuze=1.2` of niets; `&zonder=3.4`. Onzin telt niet mee."""
        genoemd = _nummers([*vraag.getlist("fiche"), *vraag.getlist("keuze")])
        expliciet = "fiche" in vraag or "keuze" in vraag
        return cls(tuple(genoemd) if expliciet else None, frozenset(_nummers(vraag.getlist("zonder"))))

    @property
    def vraag(self) -> str:
        delen = [] if self.fiches is None else [f"keuze={'.'.join(map(str, self.fiches))}"]
        delen += [f"zonder={'.'.join(map(str, sorted(self.zonder)))}"] if self.zonder else []
        return "&".join(delen)

    @property
    def adres(self) -> str:
        return f"{reverse('fiches:samen')}{'?' if self.vraag else ''}{self.vraag}"

    def behalve(self, pk: int) -> "Keuze":
        if self.fiches is None:
            return Keuze(None, self.zonder | {pk})
        return Keuze(tuple(nummer for nummer in self.fiches if nummer != pk))


def _nummers(waarden: Iterable[str]) -> list[int]:
    return nummers(deel for waarde in waarden for deel in waarde.split("."))


@dataclass(frozen=True)
class Gezien:
    """Wat iemand van één fiche zag toen hij tekende: haar inhoud, en de hoedanigheden waarin het kon."""

    fiche: int
    inhoud_sha256: str
    sleutels: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.fiche}:{self.inhoud_sha256}:{','.join(self.sleutels)}"

    @classmethod
    def uit(cls, tekst: str) -> "Gezien":
        """ValueError als dit niet van ons formulier komt."""
        cijfers, sha256, sleutels = tekst.split(":")
        pk = nummer(cijfers)
        if not pk or len(sha256) != 64 or not sleutels:
            raise ValueError(tekst)
        return cls(pk, sha256, tuple(sleutels.split(",")))

    def kies(self, voorkeur: str) -> str:
        """De hoedanigheid voor deze fiche: die van voorkeur als ze hier kan, anders de eerste."""
        return voorkeur if voorkeur in self.sleutels else self.sleutels[0]


@dataclass(frozen=True)
class Kandidaat:
    """Een fiche die deze persoon nu kan aftekenen. `vorige`: waarmee vergeleken is, als er een vorige versie was."""

    fiche: Fiche
    gezag: list[Gezag]
    vorige: Fiche | None
    keuze: Keuze

    @property
    def zonder(self) -> str:
        """Het adres van dezelfde keuze zonder deze fiche."""
        return self.keuze.behalve(self.fiche.pk).adres

    @property
    def gezien(self) -> Gezien:
        return Gezien(self.fiche.pk, self.fiche.inhoud_sha256, tuple(g.sleutel for g in self.gezag))

    @cached_property
    def blad(self) -> Blad:
        return blad_inhoud.van_fiche(self.fiche)

    @property
    def kort(self) -> list[tuple[str, str]]:
        """De fiche in enkele regels: waar, hoeveel, wat en wie. De hele fiche is één klik verder."""
        velden = (*self.blad.gegevens, self.blad.taken, *self.blad.leerdoelen, *self.blad.mentor)
        return [(veld.label, "; ".join(veld.stukken)) for veld in velden if veld.sleutel in IN_HET_KORT]

    @cached_property
    def verschillen(self) -> list[verschil.Verschil]:
        return verschil.tussen(self.blad, blad_inhoud.van_fiche(self.vorige)) if self.vorige else []


@dataclass(frozen=True)
class Weggelaten:
    fiche: Fiche
    reden: str


@dataclass(frozen=True)
class Verdeling:
    """Een manier om te tekenen: `sleutel` is de hoedanigheid van voorkeur, `groepen` wat dan voor hoeveel geldt."""

    sleutel: str
    groepen: tuple[tuple[Gezag, int], ...]

    def zinnen(self, organisatie: str) -> list[str]:
        """Wat er verklaard wordt: één verklaring, of per groep voor hoeveel fiches."""
        if len(self.groepen) == 1:
            return [verklaring(self.groepen[0][0], organisatie)]
        return [
            f"Voor {meervoud(aantal, 'fiche', 'fiches')}: {verklaring(gezag, organisatie)}"
            for gezag, aantal in self.groepen
        ]


@dataclass
class Selectie:
    keuze: Keuze
    te_tekenen: list[Kandidaat] = field(default_factory=list)
    weg: list[Weggelaten] = field(default_factory=list)
    onbekend: int = 0  # nummers die er niet zijn, of buiten het bereik liggen
    te_veel: int = 0  # wat boven `HOOGSTENS` uitkomt
    sleutel: UUID = field(default_factory=uuid4)

    @property
    def gezien(self) -> str:
        return " ".join(str(kandidaat.gezien) for kandidaat in self.te_tekenen)

    @property
    def gewijzigd(self) -> int:
        return sum(bool(kandidaat.verschillen) for kandidaat in self.te_tekenen)

    @cached_property
    def verdelingen(self) -> list[Verdeling]:
        """Elke verschillende verdeling van hoedanigheden, één als er niets te kiezen valt."""
        per_sleutel = {g.sleutel: g for kandidaat in self.te_tekenen for g in kandidaat.gezag}
        gevonden: dict[tuple, Verdeling] = {}
        for sleutel in per_sleutel:
            gekozen = [kandidaat.gezien.kies(sleutel) for kandidaat in self.te_tekenen]
            telling = tuple((per_sleutel[s], gekozen.count(s)) for s in dict.fromkeys(gekozen))
            gevonden.setdefault(tuple(gekozen), Verdeling(sleutel, telling))
        return list(gevonden.values())


def kies(actor: Actor, keuze: Keuze) -> Selectie:
    """Wat van deze keuze nu af te tekenen is door deze persoon, en waarom de rest niet. Een vast aantal vragen."""
    selectie = Selectie(keuze)
    fiches = list(_rijen(actor, keuze))
    if keuze.fiches is not None:
        selectie.onbekend = len(keuze.fiches) - len(fiches)
    redenen = _redenen(actor, fiches)
    kan = [fiche for fiche in fiches if not redenen[fiche.pk].zin]
    selectie.weg = [Weggelaten(fiche, redenen[fiche.pk].zin) for fiche in fiches if redenen[fiche.pk].zin]
    selectie.te_veel = max(0, len(kan) - HOOGSTENS)
    eerder = _eerdere_versies(kan[:HOOGSTENS])
    selectie.te_tekenen = [
        Kandidaat(fiche, redenen[fiche.pk].gezag, regels.vorige(fiche, eerder.get(fiche.leerwerkplek_id, ())), keuze)
        for fiche in kan[:HOOGSTENS]
    ]
    return selectie


def _rijen(actor: Actor, keuze: Keuze):
    rijen = toegang.te_ondertekenen(actor) if keuze.fiches is None else toegang.zichtbaar_voor(actor)
    if keuze.fiches is not None:
        rijen = rijen.filter(pk__in=keuze.fiches).order_by("ingediend_op", "pk")
    return rijen.exclude(pk__in=keuze.zonder).select_related("bestuur", "leerwerkplek__mentor")


@dataclass(frozen=True)
class _Oordeel:
    zin: str
    gezag: list[Gezag] = field(default_factory=list)


def _redenen(actor: Actor, fiches: list[Fiche]) -> dict[int, _Oordeel]:
    """Per fiche waarom deze persoon ze nu niet kan tekenen; zonder zin kan het, met dit gezag."""
    lid, dag = actor.lidmaatschap, timezone.localdate()
    leiders = leidinggevenden_van([fiche.mentor_id for fiche in fiches], dag)
    gedaan = [fiche.pk for fiche in fiches if fiche.status != Status.TER_ONDERTEKENING]
    tekens = {h.fiche_id: h for h in Handtekening.objects.filter(bestuur=actor.bestuur_id, fiche__in=gedaan)}
    uit = {}
    for fiche in fiches:
        if fiche.status != Status.TER_ONDERTEKENING:
            uit[fiche.pk] = _Oordeel(_al_gebeurd(fiche, tekens.get(fiche.pk)))
        elif lid is None or regels.is_mentor(fiche, lid):
            uit[fiche.pk] = _Oordeel(regels.IS_MENTOR)
        elif zin := regels.onvolledig(fiche.gegevens):
            uit[fiche.pk] = _Oordeel(zin)
        else:
            gezag = regels.gezag(fiche, lid, dag, vervangt=actor.vervangt, leidt=lambda m, _: leiders.get(m.pk))
            uit[fiche.pk] = _Oordeel("" if gezag else regels.GEEN_GEZAG, gezag)
    return uit


def _al_gebeurd(fiche: Fiche, handtekening: Handtekening | None) -> str:
    if handtekening:
        return f"Al ondertekend door {handtekening.naam} op {datum_woord(handtekening.ondertekend_op)}."
    return f"Intussen {fiche.get_status_display()}. Een nieuwe versie vind je bij Te ondertekenen."


def _eerdere_versies(fiches: list[Fiche]) -> dict[int, list[Fiche]]:
    plekken = [fiche.leerwerkplek_id for fiche in fiches if fiche.versie > 1]
    eerder: dict[int, list[Fiche]] = {}
    if plekken:
        for fiche in Fiche.objects.filter(leerwerkplek__in=plekken).order_by("leerwerkplek", "versie"):
            eerder.setdefault(fiche.leerwerkplek_id, []).append(fiche)
    return eerder
