"""Enkel in een demo: enkele deelnemers krijgen evaluaties, met de echte stappen, zodat er iets te zien is."""

from datetime import date

from evaluaties import regels
from evaluaties.enums import Schaal
from evaluaties.models import Evaluatie
from evaluaties.stappen import evaluatie as stappen
from evaluaties.stappen.evaluatie import Wijzigingen
from organisaties.toegang import als_lid
from plaatsingen.models import Plaatsing
from uitwisseling.context import MISLUKT, Context

HOOGSTENS = 8  # plaatsingen per bestuur
WOORDEN = (
    {"goed": "Begint goed gezind en vraagt uitleg als iets niet duidelijk is.", "eigen_woorden": "Het werk is leuk."},
    {
        "goed": "Helpt collega’s uit zichzelf.",
        "werkpunten": "Zelf materiaal klaarzetten.",
        "eigen_woorden": "Het gaat vlot.",
    },
    {"goed": "Werkt rustig door.", "afspraken": "Elke maandag samen de week bekijken."},
)


def verlevendig(ctx: Context) -> None:
    """Evaluaties voor de eerste plaatsingen uit het bestand; de laatste ervan mist haar jongste, om in te vullen."""
    gevonden = [ctx.register["plaatsingen"].get((rij["code"] or "").lower()) for rij in ctx.rijen("plaatsingen")]
    plaatsingen = [p for p in gevonden if p is not None and p is not MISLUKT and p.leerwerkplek.mentor][:HOOGSTENS]
    al = set(Evaluatie.objects.filter(bestuur=ctx.bestuur).values_list("plaatsing", flat=True))
    for nummer, plaatsing in enumerate(plaatsingen):
        if plaatsing.pk in al:
            continue
        vensters = regels.vensters(plaatsing.van, plaatsing.tot, plaatsing.einde)
        dagen = [(v.moment, v.vanaf + (v.uiterlijk - v.vanaf) // 2) for v in vensters]
        gedaan = [(moment, dag) for moment, dag in dagen if dag <= ctx.vandaag]
        for hoeveelste, (moment, dag) in enumerate(gedaan[:-1] if nummer == len(plaatsingen) - 1 else gedaan):
            _evaluatie(plaatsing, moment, dag, nummer, hoeveelste)


def _evaluatie(plaatsing: Plaatsing, moment: str, dag: date, nummer: int, hoeveelste: int) -> None:
    door = als_lid(plaatsing.leerwerkplek.mentor.lidmaatschap)
    antwoorden = {
        naam: {"score": _score(nummer + n, hoeveelste), "eigen_score": _score(nummer + 2 * n + 1, hoeveelste)}
        for n, naam in enumerate(stappen.competenties(plaatsing))
    }
    woorden = WOORDEN[(nummer + hoeveelste) % len(WOORDEN)]
    stem = {"stem": "akkoord", "stem_wijze": "namens" if nummer % 2 else "zelf"}
    mentor = {veld: tekst for veld, tekst in woorden.items() if veld in stappen.TEKSTEN}
    evaluatie = stappen.bewaar(door, plaatsing, moment, Wijzigingen(mentor, antwoorden), op=dag)
    assert evaluatie is not None  # er is altijd iets te bewaren
    stappen.bespreek(door, evaluatie, op=dag)
    eigen = {veld: tekst for veld, tekst in woorden.items() if veld in stappen.WOORDEN}
    stappen.bewaar(door, plaatsing, moment, Wijzigingen(eigen | stem))
    stappen.rond_af(door, evaluatie, op=dag)


def _score(n: int, hoeveelste: int) -> int:
    """Iemand groeit van moment tot moment, en niet overal even snel."""
    return min(Schaal.ALTIJD, 1 + n % 2 + hoeveelste)
