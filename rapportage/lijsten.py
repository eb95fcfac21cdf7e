"""De lijst achter elk getal van de voortgang: dezelfde rijen waaruit `cijfers` telt, op dezelfde peildatum.

Een getal is een aantal rijen, of de som van één kolom; beide staan bij de lijst, dus wie natelt komt op het getal uit.
Deelnemers staan er met hun code.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from evaluaties.enums import Moment, Richting
from evaluaties.overzicht import NAAR_WERK
from kern.tabel import Duur, Tabel
from plaatsingen.models import Plaatsing
from rapportage import beelden, doelverdeling, naslag, overzichten, ratio, redenen, tabellen
from rapportage.cijfers import Cijfers, Lezingen, lezingen
from rapportage.enums import Plekstand
from rapportage.geheel import Geheel, onder_elkaar
from rapportage.getallen import Getallen
from rapportage.keuze import Keuze


@dataclass(frozen=True)
class Lijst:
    """`som`: de kolom waarvan de som het getal is; leeg: het aantal rijen.

    `samen`: over alle projecten één keer gemaakt, want wat erin staat is van het bestuur of telt zelf op; anders
    komen de rijen van elk project onder elkaar. `per_organisatie`: een rij per organisatie, en dus zo te beperken.
    """

    maak: Callable[[Any], Tabel]
    som: str = ""
    samen: bool = False
    per_organisatie: bool = False


def van_project(wat: Lijst, c: Cijfers, keuze: Keuze) -> Tabel:
    """De lijst van één project, beperkt tot de keuze."""
    vooraf, kolommen = _splits(wat, keuze)
    return keuze.rijen(wat.maak(vooraf.beperk(c)), kolommen)


def over_alles(wat: Lijst, g: Geheel, keuze: Keuze) -> Tabel:
    """De lijst over alle projecten, beperkt tot de keuze; met het project ervoor waar rijen van een project zijn."""
    vooraf, kolommen = _splits(wat, keuze)
    deel = Geheel([vooraf.beperk(c) for c in g.delen])
    tabel = wat.maak(deel) if wat.samen else onder_elkaar(deel, wat.maak)
    return keuze.rijen(tabel, kolommen)


def _splits(wat: Lijst, keuze: Keuze) -> tuple[Keuze, dict[str, str]]:
    """Wat de cijfers vooraf beperkt, en op welke kolommen de rijen achteraf: een rij per organisatie pas achteraf."""
    kolommen = dict(keuze.kolommen)
    if not (wat.per_organisatie and keuze.organisatie):
        return keuze, kolommen
    return replace(keuze, organisatie=""), {"organisatie": keuze.organisatie} | kolommen


def totaal(tabel: Tabel, som: str) -> int | Decimal:
    """Het getal van de lijst: het aantal rijen, of de som van een kolom.

    Een aantal blijft een aantal, Duur blijft Duur en euro blijft Decimal; zonder rijen 0.
    """
    if not som:
        return len(tabel.rijen)
    plaats = list(tabel.koppen).index(som)
    waarden: Sequence = [rij[plaats] for rij in tabel.rijen if rij[plaats] is not None]
    som_ = sum(waarden)
    return Duur(som_) if waarden and all(isinstance(waarde, Duur) for waarde in waarden) else som_


def aangeboden(c: Cijfers) -> Tabel:
    """Elke aangeboden plek één keer, met haar partners."""
    per: dict[int, list] = {}
    for a in c.aanbod:
        per.setdefault(a.leerwerkplek_id, []).append(a)
    rijen = [
        (r[0].leerwerkplek.code, r[0].leerwerkplek.functie, min(a.aangeboden_op for a in r), _namen(r))
        for r in per.values()
    ]
    koppen = ("Code", "Functie", "Eerst aangeboden op", "GLOW-partners")
    return Tabel("aangeboden_plekken", "Leerwerkplekken aangeboden", koppen, sorted(rijen))


def _namen(aanbod: Sequence) -> str:
    return ", ".join(sorted({a.glowpartner.naam for a in aanbod}))


def partners(c: Cijfers) -> Tabel:
    per: dict[str, list] = {}
    for a in c.aanbod:
        per.setdefault(a.glowpartner.naam, []).append(a)
    rijen = [(naam, len(r), sum(a.antwoord_op is not None for a in r)) for naam, r in sorted(per.items())]
    return Tabel("glowpartners", "GLOW-partners met een aanbod", ("GLOW-partner", "Aanbiedingen", "Beantwoord"), rijen)


def _plaatsing(c: Cijfers) -> dict[int, Plaatsing]:
    return {p.pk: p for p in c.plaatsingen}


def evaluaties_verwacht(c: Cijfers) -> Tabel:
    per, gedaan = _plaatsing(c), set(c.begeleiding.gedane)
    rijen = [
        (per[pk].code, per[pk].leerwerkplek.code, Moment(moment).label, uiterlijk, (pk, moment) in gedaan)
        for pk, moment, uiterlijk in sorted(c.begeleiding.verwachte, key=lambda v: (v[2], per[v[0]].code, v[1]))
    ]
    koppen = ("Plaatsing", "Leerwerkplek", "Evaluatie", "Verwacht op", "Afgerond")
    return Tabel("evaluaties_verwacht", "Verwachte evaluaties", koppen, rijen)


def evaluaties_afgerond(c: Cijfers) -> Tabel:
    per = _plaatsing(c)
    rijen = sorted((per[pk].code, per[pk].leerwerkplek.code, Moment(m).label) for pk, m in c.begeleiding.gedane)
    return Tabel("evaluaties_afgerond", "Afgeronde evaluaties", ("Plaatsing", "Leerwerkplek", "Evaluatie"), rijen)


def naar_werk(c: Cijfers) -> Tabel:
    per = _plaatsing(c)
    rijen = sorted(
        (per[pk].code, per[pk].leerwerkplek.code, per[pk].einde, Richting(richting).label)
        for pk, richting in c.begeleiding.uitgestroomd
        if richting in NAAR_WERK
    )
    koppen = ("Plaatsing", "Leerwerkplek", "Einde", "Naar")
    return Tabel("naar_werk", "Naar werk of sociale economie", koppen, rijen)


def bundels(c: Cijfers) -> Tabel:
    """Hoe *naar rato* tot haar bedrag komt: elke volledige bundel met de plekken en de mentor die haar vullen."""
    rijen, vorig = [], Decimal(0)
    for n in range(1, min(len(c.fiches) // c.per_bundel, len(c.certificaten)) + 1):
        bedrag = lezingen(c.project, n * c.per_bundel, n, c.per_bundel).naar_rato
        if bedrag == vorig:
            break  # het doel is bereikt: een bundel meer brengt niets op
        plekken = ", ".join(f.plek.code for f in c.fiches[(n - 1) * c.per_bundel : n * c.per_bundel])
        rijen.append((n, plekken, c.certificaten[n - 1].mentor.code, bedrag - vorig))
        vorig = bedrag
    return Tabel(
        "bundels",
        "Volledige bundels",
        ("Bundel", "Leerwerkplekken", "Mentor", "Bedrag"),
        rijen,
        f"Een bundel is {c.per_bundel} leerwerkplekken met 1 mentor. Welke plek bij welke mentor staat, telt niet.",
    )


def doelen(c: Cijfers) -> Tabel:
    rijen = [(doel.naam, doel.resultaat, doel.doel, doel.nog) for doel in c.doelen]
    return Tabel("doelen", "Doelen en wat er nog ontbreekt", ("Doel", "Resultaat", "Te halen", "Nog te doen"), rijen)


def ontbrekend(c: Cijfers) -> Tabel:
    rijen = [(a.soort, a.code, a.omschrijving, a.organisatie, a.reden) for a in c.ontbrekend]
    koppen = ("Soort", "Code", "Omschrijving", "Organisatie", "Waarom niet")
    return Tabel("ontbrekend", "Wat nog niet meetelt", koppen, rijen)


def kanttekeningen(c: Cijfers) -> Tabel:
    """Wat wel meetelt, met iets om te weten; ook wat bij een plaatsing toegelaten werd, en door wie."""
    rijen = [(a.soort, a.code, a.omschrijving, a.organisatie, a.reden) for a in c.kanttekeningen]
    koppen = ("Soort", "Code", "Omschrijving", "Organisatie", "Kanttekening")
    return Tabel("kanttekeningen", "Telt mee, met een kanttekening", koppen, rijen)


def standen(c: Cijfers) -> Tabel:
    """Elke plek met hoe ver ze staat: de rijen achter het beeld per organisatie."""
    telt = [(f.plek.code, f.plek.functie, f.plek.organisatie.naam, Plekstand.TELT.label, "") for f in c.fiches]
    rest = [
        (a.code, a.omschrijving, a.organisatie, redenen.plekstand(a.reden).label, a.reden)
        for a in c.ontbrekend
        if a.soort == "leerwerkplek"
    ]
    koppen = ("Code", "Functie", "Organisatie", "Stand", "Waarom niet")
    return Tabel("standen_per_plek", "Leerwerkplekken en hun stand", koppen, sorted([*telt, *rest]))


def leegstand(c: Cijfers) -> Tabel:
    """Per plek hoeveel dagen ze beschikbaar, ingenomen en leeg was: opgeteld per organisatie is dit het beeld."""
    rijen = [
        (plek.code, plek.functie, plek.organisatie.naam, open_, bezet, open_ - bezet)
        for plek, bezet, open_ in beelden.bezettingen(c)
    ]
    koppen = ("Code", "Functie", "Organisatie", "Beschikbaar", "Ingenomen", "Leeg")
    return Tabel("leegstand_per_plek", "Dagen leeg per leerwerkplek", koppen, sorted(rijen))


def _maatregelen(c: Cijfers, jaar: int) -> Tabel:
    rijen = [
        (m.get_soort_display(), m.uitvoerder.naam if m.uitvoerder else "", m.plekken)
        for m in c.maatregelen
        if m.jaar == jaar
    ]
    return Tabel("maatregelen", f"Plekken in andere maatregelen, {jaar}", ("Maatregel", "Uitvoerder", "Plekken"), rijen)


def maatregelen(c: Cijfers) -> Tabel:
    return _maatregelen(c, c.jaar)


def maatregelen_vorig(c: Cijfers) -> Tabel:
    return _maatregelen(c, c.jaar - 1)


def subsidie(alle: Sequence[Getallen]) -> Tabel:
    """Per project de subsidie in beide lezingen; de som van een kolom is wat alle projecten samen tonen."""
    return Tabel(
        "subsidie",
        "Subsidie in twee lezingen",
        SUBSIDIE,
        [
            (
                c.project.code,
                f"{c.plekken.resultaat} van {c.plekken.doel}",
                f"{c.mentoren.resultaat} van {c.mentoren.doel}",
                c.project.toegekend_bedrag,
                *_bedragen(c.verzekerd),
                *_bedragen(c.op_het_spel),
            )
            for c in alle
        ],
        "Hoe ESF betaalt wanneer een doel niet gehaald is, staat in geen bron. Daarom staan hier twee lezingen.",
    )


def _bedragen(lezing: Lezingen) -> tuple[Decimal, Decimal]:
    return lezing.alles_of_niets, lezing.naar_rato


SUBSIDIE = (
    "Project",
    "Leerwerkplekken",
    "Mentoren",
    "Toegekend",
    "Verzekerd, alles of niets",
    "Verzekerd, naar rato",
    "Op het spel, alles of niets",
    "Op het spel, naar rato",
)

LIJSTEN: dict[str, Lijst] = {
    "doelen": Lijst(doelen, "Nog te doen"),
    "fiches": Lijst(tabellen.fiches),
    "mentoren": Lijst(tabellen.mentoren),
    "aangeboden": Lijst(aangeboden),
    "aanbod": Lijst(tabellen.aanbod),
    "partners": Lijst(partners, samen=True),
    "plaatsingen": Lijst(tabellen.plaatsingen),
    "uren": Lijst(tabellen.uren, "Uren"),
    "evaluaties-verwacht": Lijst(evaluaties_verwacht),
    "evaluaties-afgerond": Lijst(evaluaties_afgerond),
    "naar-werk": Lijst(naar_werk),
    "overleg": Lijst(tabellen.overleg, samen=True),
    "maatregelen": Lijst(maatregelen, "Plekken"),
    "maatregelen-vorig-jaar": Lijst(maatregelen_vorig, "Plekken"),
    "bundels": Lijst(bundels, "Bedrag"),
    "ontbrekend": Lijst(ontbrekend),
    "kanttekeningen": Lijst(kanttekeningen),
    "standen": Lijst(standen),
    "leegstand": Lijst(leegstand, "Leeg"),
    "organisaties": Lijst(tabellen.organisaties, samen=True, per_organisatie=True),
    "doelen-per-organisatie": Lijst(doelverdeling.tabel, per_organisatie=True),
    "verhouding": Lijst(ratio.verhouding, samen=True, per_organisatie=True),
    "maanden": Lijst(overzichten.maanden, samen=True),
    "antwoorden": Lijst(overzichten.partners, samen=True),
    "signalen": Lijst(overzichten.signalen),
    "registratie": Lijst(overzichten.registratie, "Aantal", samen=True),
    "subsidie": Lijst(lambda c: subsidie(c.delen if isinstance(c, Geheel) else [c]), "Toegekend", samen=True),
    "alle-mentoren": Lijst(naslag.mentoren),
    "open-plekken": Lijst(naslag.open_plekken),
    "begeleiders": Lijst(naslag.begeleiders, samen=True),
    "evaluaties-en-attesten": Lijst(naslag.evaluaties),
    "uitstroom": Lijst(naslag.uitstroom),
    "register": Lijst(naslag.register, "Plekken", samen=True),
    "later": Lijst(naslag.later, samen=True),
    "projecten": Lijst(naslag.alle_projecten, samen=True),
}


def bestandsnaam(naam: str, code: str, dag: date) -> str:
    return f"{naam}-{code}-{dag.isoformat()}" if code else f"{naam}-{dag.isoformat()}"
