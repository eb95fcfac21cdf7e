"""Een maand van veel plaatsingen naast elkaar: wat er staat, wat ontbreekt en wat opvalt. Enkel lezen.

Het aantal query's hangt niet af van het aantal plaatsingen of maanden.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from berichten.herinneringen import Stand
from kern.opmaak import meervoud
from kern.periodes import eerste_van_maand, laatste_van_maand, maanden_tussen
from plaatsingen import regels
from plaatsingen.enums import MaandStatus, SoortPrestatie
from plaatsingen.models import Afwijking, Maandstaat, Onderbreking, Plaatsing, Prestatie, Werkdag
from plaatsingen.overzicht import dagen_in_woorden
from plaatsingen.patroon import te_werken
from plaatsingen.urenstaat import vingerafdruk
from projecten.regels import Regelboek


@dataclass(frozen=True)
class Maandregel:
    """Eén plaatsing in één maand. `open_dagen`: dagen van het weekpatroon waarop niets staat, buiten een onderbreking.

    Zonder weekpatroon weten we niet wanneer iemand komt: dan zijn er geen open dagen, enkel of er te werken viel.
    """

    plaatsing: Plaatsing
    maand: date
    staat: Maandstaat | None
    prestaties: Sequence[Prestatie]
    open_dagen: Sequence[date]
    te_werken: bool
    minimum: int
    afwijking: int = 0  # minuten boven het maximum, in geen enkel totaal
    uitzonderingen: Sequence[str] = field(default=())
    herinnerd: Stand | None = None  # op een scherm: wanneer de mentor laatst herinnerd werd

    @property
    def status(self) -> str:
        return self.staat.status if self.staat else MaandStatus.OPEN

    @property
    def minuten(self) -> int:
        return sum(prestatie.minuten for prestatie in self.prestaties)

    @property
    def te_bevestigen(self) -> bool:
        return self.status == MaandStatus.DOORGESTUURD

    @property
    def bevestigd(self) -> bool:
        return self.status == MaandStatus.BEVESTIGD

    @property
    def door_te_sturen(self) -> bool:
        """De mentor moet nog iets doen: niet doorgestuurd, en er staat iets of er viel te werken."""
        return self.status == MaandStatus.OPEN and bool(self.prestaties or self.te_werken)

    @property
    def gezien(self) -> str:
        return vingerafdruk(self.prestaties)


def lopend_in(plaatsingen: Iterable[Plaatsing], maand: date) -> list[tuple[Plaatsing, date]]:
    """Paren van wie in die maand geplaatst is."""
    eerste, laatste = eerste_van_maand(maand), laatste_van_maand(maand)
    return [(p, eerste) for p in plaatsingen if p.van <= laatste and p.einde >= eerste]


def voorbije(plaatsingen: Iterable[Plaatsing], vandaag: date) -> list[tuple[Plaatsing, date]]:
    """Paren van elke maand die helemaal voorbij is."""
    tot = eerste_van_maand(vandaag) - timedelta(days=1)
    return [(p, maand) for p in plaatsingen for maand in maanden_tussen(p.van, min(p.einde, tot))]


def maandregels(paren: Sequence[tuple[Plaatsing, date]], vandaag: date) -> list[Maandregel]:
    """Eén regel per paar, in dezelfde volgorde. De plaatsingen zijn van één bestuur en hebben hun oproep geladen."""
    if not paren:
        return []
    bestuur, ids = paren[0][0].bestuur_id, {p.pk for p, _ in paren}
    van, tot = min(maand for _, maand in paren), laatste_van_maand(max(maand for _, maand in paren))
    van_deze = {"bestuur": bestuur, "plaatsing__in": ids}
    staten = {(s.plaatsing_id, s.maand): s for s in Maandstaat.objects.filter(maand__range=(van, tot), **van_deze)}
    prestaties: dict[tuple[int, date], list[Prestatie]] = defaultdict(list)
    for prestatie in Prestatie.objects.filter(datum__range=(van, tot), **van_deze).defer("opmerking"):
        prestaties[prestatie.plaatsing_id, eerste_van_maand(prestatie.datum)].append(prestatie)
    onderbroken: dict[int, list[Onderbreking]] = defaultdict(list)
    for rij in Onderbreking.objects.filter(van__lte=tot, tot__gte=van, **van_deze):
        onderbroken[rij.plaatsing_id].append(rij)
    patroon: dict[int, set[int]] = defaultdict(set)
    for plaatsing_id, weekdag in Werkdag.objects.filter(**van_deze).values_list("plaatsing", "weekdag"):
        patroon[plaatsing_id].add(weekdag)
    afwijkingen: Counter[tuple[int, date]] = Counter()
    for afwijking in Afwijking.objects.filter(maand__range=(van, tot), **van_deze):
        if afwijking.maand is not None:
            afwijkingen[afwijking.plaatsing_id, afwijking.maand] += afwijking.minuten or 0
    boek = Regelboek({p.leerwerkplek.project.oproep_id for p, _ in paren}, bestuur)
    uit = []
    for p, maand in paren:
        werkdagen = _werkdagen(p, maand, vandaag, onderbroken[p.pk], patroon[p.pk])
        ingevuld = {prestatie.datum for prestatie in prestaties[p.pk, maand]}
        regel = Maandregel(
            p,
            maand,
            staten.get((p.pk, maand)),
            prestaties[p.pk, maand],
            [dag for dag in werkdagen if patroon[p.pk] and dag not in ingevuld],
            bool(werkdagen),
            regels.maandminimum(p.van, p.einde, maand, boek.op(p.leerwerkplek.project.oproep_id, maand)),
            afwijkingen[p.pk, maand],
        )
        uit.append(_met_uitzonderingen(regel))
    return uit


def _werkdagen(
    plaatsing: Plaatsing, maand: date, vandaag: date, onderbroken: Sequence[Onderbreking], patroon: set[int]
) -> list[date]:
    """De dagen waarop te werken viel: volgens het weekpatroon als er een is, anders elke gewone werkdag."""
    begin, einde = max(plaatsing.van, maand), min(plaatsing.einde, laatste_van_maand(maand), vandaag)
    dagen = [begin + timedelta(days=n) for n in range((einde - begin).days + 1)]
    return [dag for dag in dagen if te_werken(dag, patroon, onderbroken)]


def _met_uitzonderingen(regel: Maandregel) -> Maandregel:
    """De zinnen over wat opvalt, het ernstigste eerst. Een bevestigde maand heeft er geen meer."""
    if regel.bevestigd:
        return regel
    p, soorten = regel.plaatsing, Counter(prestatie.soort for prestatie in regel.prestaties)
    afwezig, gepland = soorten[SoortPrestatie.AFWEZIG_NIET_VERWITTIGD], p.uren_per_maand * 60
    zinnen = [
        (regel.status == MaandStatus.OPEN, "De mentor stuurde deze maand nog niet door."),
        (regel.minuten < regel.minimum, f"{regels.uur(regel.minuten)}; het minimum is {regels.uur(regel.minimum)}."),
        (regel.minuten > gepland, f"{regels.uur(regel.minuten)}; gepland was {regels.uur(gepland)}."),
        (bool(regel.open_dagen), f"Niet ingevuld: {dagen_in_woorden(regel.open_dagen)}."),
        (bool(afwezig), f"Afwezig zonder te verwittigen: {meervoud(afwezig, 'dag', 'dagen')}."),
        (bool(regel.afwijking), f"Afwijking: {regels.uur(regel.afwijking)} boven het maximum."),
    ]
    return replace(regel, uitzonderingen=[zin for geldt, zin in zinnen if geldt])
