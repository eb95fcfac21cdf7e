"""De cijfers in beeld: wat er op het scherm en in het rapport getekend wordt, elk met zijn tabel.

Van één project (`Cijfers`) of van alle samen (`Geheel`): daar staan de districten naast elkaar, en loopt de tijd van
het begin van het eerste project tot het einde van het laatste. Er wordt niets meer gelezen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kern.grafieken import Grafiek, Stuk, groei, stapel, stippen
from kern.opmaak import maand, uren
from kern.periodes import laatste_van_maand, maanden_tussen
from kern.tabel import Duur, Tabel
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from plaatsingen.models import Plaatsing
from plaatsingen.regels import maandminimum
from rapportage import redenen
from rapportage.cijfers import Cijfers
from rapportage.enums import Plekstand
from rapportage.geheel import Geheel

STANDEN = {
    Plekstand.TELT: "vol",
    Plekstand.ZEGEL_VOLGT: "ruit",
    Plekstand.TE_TEKENEN: "streep",
    Plekstand.GEEN: "open",
}


# De lijst achter elk beeld (`rapportage.lijsten.LIJSTEN`), op de naam van haar tabel.
LIJST_ACHTER = {
    "verloop_plekken": "fiches",
    "verloop_mentoren": "mentoren",
    "standen": "standen",
    "uren_per_maand": "uren",
    "leegstand": "leegstand",
}


def alle(c: Cijfers | Geheel) -> list[Grafiek]:
    return [plekken(c), mentoren(c), standen(c), uren_per_maand(c), leegstand(c)]


def plekken(c: Cijfers | Geheel) -> Grafiek:
    """Leerwerkplekken met ondertekende fiche, in de tijd, tegenover het doel en de deadline."""
    dagen = [f.ondertekend_op for f in c.fiches]
    doel = sum(deel.plekken.doel for deel in _delen(c))
    return _groei(c, "verloop_plekken", "Ondertekende fiches", dagen, doel, ("fiche", "fiches"))


def mentoren(c: Cijfers | Geheel) -> Grafiek:
    dagen = [t.deelname.certificaat_datum for t in c.certificaten if t.deelname.certificaat_datum]
    doel = sum(deel.mentoren.doel for deel in _delen(c))
    return _groei(c, "verloop_mentoren", "Opgeleide mentoren", dagen, doel, ("mentor", "mentoren"))


def _delen(c: Cijfers | Geheel) -> Sequence[Cijfers]:
    return c.delen if isinstance(c, Geheel) else [c]


def _periode(c: Cijfers | Geheel) -> tuple[date, date]:
    """Van het eerste begin tot de laatste dag waarop nog een feit telt."""
    return min(deel.peiling.van for deel in _delen(c)), max(deel.peiling.tot for deel in _delen(c))


def _groei(
    c: Cijfers | Geheel, naam: str, titel: str, dagen: Sequence[date], doel: int, eenheid: tuple[str, str]
) -> Grafiek:
    van, tot = _periode(c)
    rijen = []
    for eerste in maanden_tussen(van, tot):
        laatste = min(laatste_van_maand(eerste), tot)
        rijen.append((maand(eerste), sum(dag <= laatste for dag in dagen), doel))
    tabel = Tabel(naam, titel, ("Tot en met", "Aantal", "Doel"), rijen)
    einde = max(deel.project.tot for deel in _delen(c))
    return groei(tabel, dagen=dagen, doel=doel, van=van, tot=einde, op=c.peiling.peildatum, eenheid=eenheid)


def standen(c: Cijfers | Geheel) -> Grafiek:
    """Per organisatie of district: hoeveel plekken meetellen, en hoe ver de andere staan."""
    telling: dict[str, Counter[Plekstand]] = defaultdict(Counter)
    for f in c.fiches:
        telling[f.plek.organisatie.naam][Plekstand.TELT] += 1
    for a in c.ontbrekend:
        if a.soort == "leerwerkplek":
            telling[a.organisatie][redenen.plekstand(a.reden)] += 1
    rijen = [(naam, [telling[naam][s] for s in STANDEN]) for naam in sorted(telling)]
    koppen = ("Organisatie", *(s.label.capitalize() for s in STANDEN), "Samen")
    tabel = Tabel("standen", "Leerwerkplekken per organisatie", koppen, [(n, *a, sum(a)) for n, a in rijen])
    stukken = [Stuk(vorm, str(stand.label)) for stand, vorm in STANDEN.items()]
    return stapel(tabel, stukken, rijen, "leerwerkplekken")


def uren_per_maand(c: Cijfers | Geheel) -> Grafiek:
    """De bevestigde uren van elke plaatsing per maand, tegenover minimum en maximum van de oproep (bron 000, 001)."""
    minimum, maximum = c.grenzen.waarde("minuten_per_maand_min"), c.grenzen.waarde("minuten_per_maand_max")
    per: dict[date, list[int]] = {eerste: [] for eerste in maanden_tussen(*_periode(c))}
    onder: Counter[date] = Counter()
    for m in c.maandstaten:
        per.setdefault(m.maand, []).append(m.minuten)
        onder[m.maand] += m.minuten < maandminimum(m.plaatsing.van, m.plaatsing.einde, m.maand, c.grenzen)
    rijen = [
        (maand(w), len(r), *(Duur(x) for x in (min(r), sum(r) // len(r), max(r))), onder[w])
        if r
        else (maand(w), 0, None, None, None, 0)
        for w, r in per.items()
    ]
    tabel = Tabel(
        "uren_per_maand",
        f"Bevestigde uren per maand, tegenover {uren(minimum)} tot {uren(maximum)}",
        ("Maand", "Aantal", "Laagste", "Gemiddeld", "Hoogste", "Onder het minimum"),
        rijen,
        "Elke stip is een plaatsing; een grotere stip zijn er meer. Een onvolledige maand heeft een lager minimum.",
    )
    return stippen(tabel, list(per.items()), minimum, maximum, leeg="Nog geen bevestigde uren")


def leegstand(c: Cijfers | Geheel) -> Grafiek:
    """Per organisatie: hoeveel dagen de plekken ingenomen waren en hoeveel ze leeg stonden, tot de peildatum."""
    per: dict[str, list[int]] = {}
    for plek, bezet, open_ in bezettingen(c):
        dagen = per.setdefault(plek.organisatie.naam, [0, 0])
        dagen[0], dagen[1] = dagen[0] + bezet, dagen[1] + open_ - bezet
    rijen = sorted(per.items())
    tabel = Tabel(
        "leegstand",
        "Dagen ingenomen en dagen leeg",
        ("Organisatie", "Ingenomen", "Leeg", "Samen"),
        [(naam, *dagen, sum(dagen)) for naam, dagen in rijen],
        "Elke dag waarop een plek beschikbaar was, telt één keer. Een gesloten plek telt tot haar einddatum.",
    )
    return stapel(tabel, [Stuk("vol", "ingenomen"), Stuk("open", "leeg")], rijen, "dagen")


def bezettingen(c: Cijfers | Geheel) -> Iterator[tuple[Leerwerkplek, int, int]]:
    """(plek, dagen ingenomen, dagen beschikbaar) van elke plek die in haar project een dag beschikbaar was."""
    per_plek: dict[int, list[Plaatsing]] = defaultdict(list)
    for plaatsing in c.plaatsingen:
        per_plek[plaatsing.leerwerkplek_id].append(plaatsing)
    for deel in _delen(c):
        for plek in deel.leerwerkplekken:
            bezet, open_ = bezetting(plek, per_plek[plek.pk], deel.peiling.van, deel.peiling.tot)
            if open_:
                yield plek, bezet, open_


def bezetting(plek: Leerwerkplek, plaatsingen: Sequence[Plaatsing], van: date, tot: date) -> tuple[int, int]:
    """(dagen ingenomen, dagen beschikbaar) van een plek van `van` tot en met `tot`.

    Zonder begindatum is een plek nog niet beschikbaar; van een gesloten plek zonder einddatum weten we niet hoe lang.
    """
    zonder_einde = plek.status == Status.GESLOTEN and plek.beschikbaar_tot is None
    if plek.beschikbaar_van is None or zonder_einde:
        return 0, 0
    eerste, laatste = max(plek.beschikbaar_van, van), min(plek.beschikbaar_tot or tot, tot)
    open_ = max((laatste - eerste).days + 1, 0)
    bezet = sum(max((min(p.einde, laatste) - max(p.van, eerste)) // timedelta(days=1) + 1, 0) for p in plaatsingen)
    return min(bezet, open_), open_
