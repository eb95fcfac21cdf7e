"""Herinneren aan wat blijft liggen. Elke app meldt in haar `herinneringen.py` aan wat bij haar wacht, en op wie.

    @herinnering("fiche_te_ondertekenen", brief=opgesomd(…))
    def zoek(bestuur_id: int, dag: date) -> list[Zaak]: ...

`zoek` vraagt hoogstens één keer iets aan de database als er niets wacht: bij 300 besturen telt dat. Wanneer er iets
vertrekt staat in `berichten.ritmes`; wat wanneer vertrok, in de tabel `Herinnering`. `berichten` kent de apps niet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from berichten import stappen
from berichten.geldig import nog_nodig_als
from berichten.models import Bericht, Herinnering
from berichten.ritmes import RITMES, Laatst, Ritme
from berichten.stappen import Inhoud
from kern.kalender import is_werkdag, plus_werkdagen, signaal
from kern.opmaak import datum_woord, meervoud
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner, Lidmaatschap
from organisaties.toegang import Actor, eis, geldig

HOOGSTENS_REGELS = 10
BEGIN = "herinnering"  # zo begint de sleutel van elk bericht dat hier vertrekt


@dataclass(frozen=True)
class Zaak:
    """Eén ding dat op iemand wacht. `sleutel` noemt het binnen zijn soort; nergens de naam van een deelnemer.

    `sinds`: vanaf wanneer het wacht, of de dag waarnaar afgeteld wordt. Op wie het wacht: `leden`, al wie `rol` heeft,
    of een hele partner. `regels`: wat er in het bericht over te zeggen valt; `aantal`: wat een brief wil optellen.
    """

    sleutel: str
    kort: str
    sinds: date
    regels: tuple[str, ...] = ()
    knop: tuple[str, str] = ("", "")
    leden: tuple[Lidmaatschap, ...] = ()
    rol: str = ""
    partner: GlowPartner | None = None
    aantal: int = 0


@dataclass(frozen=True)
class Brief:
    onderwerp: str
    alineas: tuple[str, ...]
    knop: tuple[str, str]


Zoeker = Callable[[int, date], list[Zaak]]
Briefmaker = Callable[[Sequence[Zaak], date], Brief]


@dataclass(frozen=True)
class Soort:
    """`kop`: hoe de lijst van wat wacht heet; leeg: niet met de hand. `alle`: wat daar staat, als dat meer is."""

    naam: str
    zoek: Zoeker
    alle: Zoeker
    brief: Briefmaker
    kop: str = ""

    @property
    def ritme(self) -> Ritme:
        return RITMES[self.naam]


SOORTEN: dict[str, Soort] = {}


def herinnering(naam: str, *, brief: Briefmaker, kop: str = "", alle: Zoeker | None = None) -> Callable:
    """Meldt een soort aan. LookupError zonder ritme; ValueError als ze al bestaat."""

    def registreer(zoek: Zoeker) -> Zoeker:
        if naam not in RITMES:
            raise LookupError(f"geen ritme voor {naam}")
        if naam in SOORTEN:
            raise ValueError(f"herinnering {naam} bestaat al")
        SOORTEN[naam] = Soort(naam, zoek, alle or zoek, brief, kop)
        return zoek

    return registreer


def opgesomd(kop: str, woord: tuple[str, str], inleiding: tuple[str, str], knop: Callable[[], tuple[str, str]]):
    """Een brief die opsomt: `kop` met de ene zaak of hoeveel het er zijn (`woord`), en hun regels eronder.

    `inleiding`: de eerste zin bij één zaak, en het einde ervan bij meer ("… wachten op je handtekening.").
    """

    def brief(zaken: Sequence[Zaak], dag: date) -> Brief:
        aantal = meervoud(len(zaken), *woord)
        een = len(zaken) == 1
        regels = [regel for zaak in zaken[:HOOGSTENS_REGELS] for regel in zaak.regels]
        if len(zaken) > HOOGSTENS_REGELS:
            regels.append(f"En nog {len(zaken) - HOOGSTENS_REGELS}.")
        eerste = inleiding[0] if een else f"{aantal} {inleiding[1]}"
        eigen = zaken[0].knop if een or len({zaak.knop for zaak in zaken}) == 1 else ("", "")
        return Brief(f"{kop}: {zaken[0].kort if een else aantal}", (eerste, *regels), eigen if eigen[1] else knop())

    return brief


# --- op wie het wacht


@dataclass(frozen=True)
class Ontvanger:
    """Een persoon van het bestuur of een hele partner, met genoeg om aan te schrijven."""

    gebruiker: int = 0
    partner: int = 0

    def zoals(self, rij: Herinnering) -> bool:
        return (rij.ontvanger_id or 0, rij.glowpartner_id or 0) == (self.gebruiker, self.partner)


class Adressen:
    """Zoekt de leden van een rol één keer per bestuur en dag op."""

    def __init__(self, bestuur_id: int, dag: date):
        self.bestuur_id, self.dag = bestuur_id, dag
        self.leden: dict[int, Lidmaatschap] = {}
        self.partners: dict[int, GlowPartner] = {}
        self._rollen: dict[str, list[Lidmaatschap]] = {}

    def van(self, zaak: Zaak) -> list[Ontvanger]:
        if zaak.partner:
            self.partners[zaak.partner.pk] = zaak.partner
            return [Ontvanger(partner=zaak.partner.pk)]
        leden = zaak.leden or (tuple(self._met_rol(zaak.rol)) if zaak.rol else ())
        self.leden |= {lid.gebruiker_id: lid for lid in leden}
        return [Ontvanger(gebruiker=lid.gebruiker_id) for lid in leden]

    def _met_rol(self, rol: str) -> list[Lidmaatschap]:
        if rol not in self._rollen:
            self._rollen[rol] = list(leden_met(self.bestuur_id, self.dag, rol))
        return self._rollen[rol]


def leden_met(bestuur_id: int, dag: date, *rollen: str):
    """Wie die dag een van die rollen heeft bij dit bestuur, met een account dat niet geblokkeerd is."""
    return (
        Lidmaatschap.objects.filter(
            geldig(dag), bestuur=bestuur_id, rollen__overlap=list(rollen), gebruiker__is_active=True
        )
        .select_related("gebruiker")
        .order_by("pk")
    )


# --- vanzelf, elke werkdag


def herinner(bestuur_id: int, dag: date) -> int:
    """Schrijft wat die dag aan de beurt is; geeft hoeveel berichten. Binnen `namens(bestuur=…)`.

    Op zaterdag, zondag en een feestdag vertrekt er niets. Nog eens draaien, of twee tegelijk, geeft niets dubbel.
    """
    if not is_werkdag(dag):
        return 0
    adressen = Adressen(bestuur_id, dag)
    return sum(_van_soort(soort, adressen) for _, soort in sorted(SOORTEN.items()))


def _van_soort(soort: Soort, adressen: Adressen) -> int:
    dag = adressen.dag
    zaken = soort.zoek(adressen.bestuur_id, dag)
    if not zaken:
        return 0
    rijen = _rijen(adressen.bestuur_id, soort.naam, {zaak.sleutel for zaak in zaken})
    per: dict[Ontvanger, dict[str, Zaak]] = {}
    for zaak in zaken:
        for wie in adressen.van(zaak):
            rij = _van(rijen, zaak, wie)
            if soort.ritme.aan_de_beurt(zaak.sinds, _laatst(rij), dag):
                per.setdefault(wie, {}).setdefault(zaak.sleutel, zaak)
    volgorde = sorted(
        per.items(), key=lambda paar: (paar[0].gebruiker, paar[0].partner)
    )  # twee tegelijk: geen deadlock
    return sum(_stuur(soort, adressen, wie, eigen, rijen) for wie, eigen in volgorde)


def _stuur(
    soort: Soort,
    adressen: Adressen,
    wie: Ontvanger,
    eigen: dict[str, Zaak],
    rijen: list[Herinnering],
    *,
    door: Lidmaatschap | None = None,
) -> int:
    """Noteert eerst, en schrijft dan enkel over wat een ander niet net noteerde."""
    zaken = [
        zaak for _, zaak in sorted(eigen.items()) if _noteer(soort, adressen, wie, zaak, _van(rijen, zaak, wie), door)
    ]
    if not zaken:
        return 0
    zaken.sort(key=lambda zaak: (zaak.sinds, zaak.sleutel))
    brief = soort.brief(zaken, adressen.dag)
    sleutel = f"{BEGIN} {soort.naam} {adressen.dag}" + (f" {zaken[0].sleutel}" if door else "")
    inhoud = Inhoud(soort.naam, sleutel, brief.onderwerp, brief.alineas, brief.knop)
    if wie.partner:
        return bool(stappen.aan_partner(adressen.bestuur_id, adressen.partners[wie.partner], inhoud))
    return len(stappen.aan_leden(adressen.bestuur_id, [adressen.leden[wie.gebruiker]], inhoud))


@nog_nodig_als(BEGIN)
def nog_nodig(bericht: Bericht) -> bool:
    """Of er van deze soort nog iets op deze ontvanger wacht, op het ogenblik dat de mail zou vertrekken."""
    _, naam, dag, *_ = bericht.sleutel.split(" ")
    adressen = Adressen(bericht.bestuur_id, date.fromisoformat(dag))
    partner = bericht.glowpartner_id or 0
    wie = Ontvanger(partner=partner) if partner else Ontvanger(gebruiker=bericht.ontvanger_id or 0)
    return any(wie in adressen.van(zaak) for zaak in SOORTEN[naam].alle(bericht.bestuur_id, adressen.dag))


def _noteer(
    soort: Soort, adressen: Adressen, wie: Ontvanger, zaak: Zaak, rij: Herinnering | None, door: Lidmaatschap | None
) -> bool:
    """De rij beslist: wie haar het eerst bijwerkt of maakt, mag schrijven."""
    if rij is not None:
        aantal = 1 if rij.laatst_op < zaak.sinds else rij.aantal + 1
        zelfde = Herinnering.objects.filter(pk=rij.pk, laatst_op=rij.laatst_op)
        return bool(zelfde.update(laatst_op=adressen.dag, aantal=aantal, door=door))
    try:
        with grenzen():
            Herinnering.objects.create(
                bestuur_id=adressen.bestuur_id,
                soort=soort.naam,
                sleutel=zaak.sleutel,
                ontvanger_id=wie.gebruiker or None,
                glowpartner_id=wie.partner or None,
                laatst_op=adressen.dag,
                door=door,
            )
    except Geweigerd:  # enkel `herinnering_een_per_ontvanger` heeft een zin: een ander was net eerst
        return False
    return True


def _rijen(bestuur_id: int, soort: str, sleutels: Iterable[str]) -> list[Herinnering]:
    return list(Herinnering.objects.filter(bestuur=bestuur_id, soort=soort, sleutel__in=sleutels).order_by("pk"))


def _van(rijen: list[Herinnering], zaak: Zaak, wie: Ontvanger) -> Herinnering | None:
    return next((rij for rij in rijen if rij.sleutel == zaak.sleutel and wie.zoals(rij)), None)


def _laatst(rij: Herinnering | None) -> Laatst | None:
    return Laatst(rij.laatst_op, rij.aantal) if rij else None


# --- met de hand


def herinner_nu(door: Actor, naam: str, sleutel: str, dag: date) -> int:
    """*Herinner nu*: één ding, wie er ook op wacht; geeft hoeveel ontvangers. Geweigerd binnen de rust."""
    eis(door, "herinneren")
    soort = SOORTEN.get(naam)
    if soort is None or not soort.kop:
        raise Geweigerd("Hieraan kan je niet herinneren. Kies iets uit de lijst.")
    if not is_werkdag(dag):
        raise Geweigerd(
            f"Vandaag is het {signaal(dag)}. Dan versturen we niets."
            f" Herinneren kan vanaf {datum_woord(plus_werkdagen(dag, 1))}."
        )
    zaken = [zaak for zaak in soort.alle(door.bestuur_id, dag) if zaak.sleutel == sleutel]
    if not zaken:
        raise Geweigerd("Hier wacht niets meer op. Er is niets verstuurd.")
    return _met_de_hand(door, soort, zaken, Adressen(door.bestuur_id, dag))


def _met_de_hand(door: Actor, soort: Soort, zaken: list[Zaak], adressen: Adressen) -> int:
    sleutel = zaken[0].sleutel
    rijen = _rijen(adressen.bestuur_id, soort.naam, [sleutel])
    ontvangers = {wie: zaak for zaak in zaken for wie in adressen.van(zaak)}
    if not ontvangers:
        raise Geweigerd("Er is niemand met een account om te herinneren. Vraag het aan de beheerder.")
    mag = {wie: z for wie, z in ontvangers.items() if soort.ritme.mag(_laatst(_van(rijen, z, wie)), adressen.dag)}
    gestuurd = sum(
        _stuur(soort, adressen, wie, {sleutel: zaak}, rijen, door=door.lidmaatschap) for wie, zaak in mag.items()
    )
    if not gestuurd:
        raise Geweigerd(_te_vroeg(soort, max((rij.laatst_op for rij in rijen), default=adressen.dag)))
    for rij in _rijen(adressen.bestuur_id, soort.naam, [sleutel])[:1]:
        schrijf(door, "herinnering.verstuurd", rij, soort=soort.naam, sleutel=sleutel, aantal=gestuurd)
    return gestuurd


def _te_vroeg(soort: Soort, laatst_op: date) -> str:
    opnieuw = soort.ritme.opnieuw_vanaf(laatst_op)
    return f"Laatst verstuurd op {datum_woord(laatst_op)}. Opnieuw kan vanaf {datum_woord(opnieuw)}."


# --- op de schermen


@dataclass(frozen=True)
class Stand:
    """Wat een lijst toont naast iets dat wacht: wanneer laatst herinnerd, en of het nu kan."""

    zaak: str  # "soort:sleutel", wat de knop verstuurt
    laatst_op: date | None
    aantal: int
    opnieuw_vanaf: date | None

    @property
    def kan(self) -> bool:
        return self.opnieuw_vanaf is None


def standen(bestuur_id: int, naam: str, sleutels: Iterable[str], dag: date) -> dict[str, Stand]:
    """Per ding wanneer laatst herinnerd en of het nu weer kan, in één vraag voor de hele lijst."""
    soort, per = SOORTEN[naam], {sleutel: Stand(f"{naam}:{sleutel}", None, 0, None) for sleutel in sleutels}
    for rij in _rijen(bestuur_id, naam, per) if per else ():
        oud = per[rij.sleutel]
        laatst = max(rij.laatst_op, oud.laatst_op or rij.laatst_op)
        opnieuw = soort.ritme.opnieuw_vanaf(laatst)
        per[rij.sleutel] = Stand(oud.zaak, laatst, max(oud.aantal, rij.aantal), opnieuw if opnieuw > dag else None)
    return per


@dataclass(frozen=True)
class Lijstrij:
    soort: Soort
    zaak: Zaak
    wie: tuple[str, ...]
    stand: Stand


def wat_wacht(door: Actor, dag: date, naam: str = "") -> list[Lijstrij]:
    """Alles waaraan met de hand te herinneren valt in dit bestuur, wat het langst wacht eerst."""
    eis(door, "herinneren")
    adressen, rijen = Adressen(door.bestuur_id, dag), []
    for soort in SOORTEN.values():
        if not soort.kop or naam not in ("", soort.naam):
            continue
        zaken = soort.alle(door.bestuur_id, dag)
        gestuurd = standen(door.bestuur_id, soort.naam, [zaak.sleutel for zaak in zaken], dag)
        for zaak in zaken:
            rijen.append(Lijstrij(soort, zaak, _namen(adressen, zaak), gestuurd[zaak.sleutel]))
    return sorted(rijen, key=lambda rij: (rij.zaak.sinds, rij.soort.naam, rij.zaak.sleutel))


def _namen(adressen: Adressen, zaak: Zaak) -> tuple[str, ...]:
    """Personeel en partners bij naam; een deelnemer wacht nooit op iets."""
    wie = adressen.van(zaak)
    return tuple(
        adressen.partners[w.partner].naam if w.partner else adressen.leden[w.gebruiker].gebruiker.volledige_naam
        for w in wie
    )
