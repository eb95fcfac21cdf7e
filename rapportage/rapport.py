"""Het ESF-rapport op een peildatum, van één project of over alle: als PDF en als werkmap, uit dezelfde tabellen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from documenten.huisstijl import Stijl
from kern.opmaak import datum_woord, getal, meervoud, opsomming
from kern.pdf import render_sjabloon
from kern.tabel import Tabel, als_xlsx, lees
from rapportage import beelden
from rapportage.cijfers import Cijfers
from rapportage.geheel import Geheel
from rapportage.selecties import Peiling

CSS = Path(__file__).with_name("rapport.css").read_text(encoding="utf-8")
CSS += "".join(f".w{n}{{width:{n}%}}" for n in range(5, 101))  # kolommen: een breedte in procent, zonder style=

# Wat op papier staat: per tabel de kolommen met hun breedte in procent. De rest staat in de werkmap en de CSV.
PAPIER: dict[str, dict[str, int]] = {
    "resultaten": {"Wat": 62, "Resultaat": 23, "Doel": 15},
    "doelen_per_organisatie": {
        "Organisatie": 20, "Plekken": 9, "Doel plekken": 10, "Verschil plekken": 11, "Plekken te kort": 10,
        "Mentoren": 10, "Doel mentoren": 10, "Verschil mentoren": 10, "Mentoren te kort": 10,
    },
    "organisaties": {
        "Organisatie": 26, "Leerwerkplekken": 15, "Met fiche": 8, "Mentoren": 10, "Met certificaat": 11,
        "Aangeboden": 11, "Plaatsingen": 11, "Uren": 8,
    },
    "fiches": {
        "Code": 10, "Functie": 16, "Organisatie": 19, "Versie": 6, "Ondertekend op": 11, "Ondertekenaar": 12,
        "Hoedanigheid": 15, "Wijze": 11,
    },
    "mentoren": {"Code": 9, "Naam": 19, "Organisatie": 19, "Opleiding": 30, "Certificaat van": 12, "Wijze": 11},
    "aanbod": {
        "Code": 11, "GLOW-partner": 21, "Aangeboden op": 12, "Gelezen op": 12, "Antwoord": 20, "Antwoord op": 12,
        "Genoteerd door": 12,
    },  # fmt: skip
    "plaatsingen": {
        "Code": 12, "Leerwerkplek": 14, "Deelnemer": 13, "GLOW-partner": 24, "Van": 12, "Tot": 12, "Uren per maand": 13,
    },
    "uren": {
        "Plaatsing": 17, "Leerwerkplek": 18, "Deelnemer": 17, "Maand": 15, "Uren": 15, "Bevestigd op": 18,
    },
    "evaluaties": {"Evaluatie": 60, "Verwacht": 20, "Afgerond": 20},
    "uitstroom": {"Richting": 40, "Bij het einde": 20, "Na 3 maanden": 20, "Na 6 maanden": 20},
    "relatie": {"Met": 40, "Overlegmomenten": 18, "Eerste": 14, "Laatste": 14, "Besluiten": 14},
    "overleg": {"Datum": 13, "Met": 24, "Onderwerp": 33, "Agendapunten": 15, "Besluiten": 15},
    "verloop_plekken": {"Tot en met": 50, "Aantal": 25, "Doel": 25},
    "verloop_mentoren": {"Tot en met": 50, "Aantal": 25, "Doel": 25},
    "standen": {
        "Organisatie": 30, "Telt mee": 12, "Zegel volgt": 12, "Ter ondertekening": 20, "Nog geen fiche": 14,
        "Samen": 12,
    },
    "uren_per_maand": {
        "Maand": 25, "Aantal": 13, "Laagste": 14, "Gemiddeld": 18, "Hoogste": 14, "Onder het minimum": 16,
    },
    "leegstand": {"Organisatie": 46, "Ingenomen": 18, "Leeg": 18, "Samen": 18},
    "maanden": {
        "Maand": 16, "Fiches": 12, "Mentoren": 13, "Aanbiedingen": 16, "Plaatsingen": 14, "Uren": 12,
        "Overlegmomenten": 17,
    },
    "verhouding": {
        "Organisatie": 22, "Open plekken": 11, "Opgeleide mentoren": 13, "Per mentor": 10, "Te veel": 9,
        "Uitzonderingen": 35,
    },
    "partners": {
        "GLOW-partner": 28, "Aanbiedingen": 15, "Zoekt kandidaten": 15, "Geen kandidaten": 15, "Zonder antwoord": 14,
        "Plaatsingen": 13,
    },
    "signalen": {"Plaatsing": 16, "Leerwerkplek": 18, "Maand": 14, "Uren": 13, "Grens": 13, "Signaal": 26},
    "registratie": {"Wat": 24, "Aantal": 10, "Welke": 66},
    "afwijkingen": {"Soort": 15, "Code": 12, "Omschrijving": 25, "Telt mee": 10, "Reden": 38},
}  # fmt: skip
# In het rapport over het hele bestuur staat het project voorop; wat daardoor smaller wordt.
MET_PROJECT: dict[str, dict[str, int]] = {
    "projecten": {
        "Project": 11, "Voor": 17, "Plekken": 8, "Doel plekken": 9, "Mentoren": 9, "Doel mentoren": 9, "Toegekend": 12,
        "Alles of niets": 13, "Naar rato": 12,
    },
    "doelen_per_organisatie": {
        "Project": 11, "Organisatie": 17, "Plekken": 8, "Doel plekken": 9, "Verschil plekken": 9, "Plekken te kort": 9,
        "Mentoren": 10, "Doel mentoren": 9, "Verschil mentoren": 9, "Mentoren te kort": 9,
    },
    "fiches": {
        "Project": 9, "Code": 9, "Functie": 15, "Organisatie": 13, "Versie": 6, "Ondertekend op": 11,
        "Ondertekenaar": 12, "Hoedanigheid": 15, "Wijze": 10,
    },
    "mentoren": {
        "Project": 9, "Code": 7, "Naam": 16, "Organisatie": 17, "Opleiding": 29, "Certificaat van": 12, "Wijze": 10,
    },
    "aanbod": {
        "Project": 9, "Code": 9, "GLOW-partner": 19, "Aangeboden op": 11, "Gelezen op": 11, "Antwoord": 19,
        "Antwoord op": 11, "Genoteerd door": 11,
    },
    "plaatsingen": {
        "Project": 10, "Code": 11, "Leerwerkplek": 12, "Deelnemer": 12, "GLOW-partner": 21, "Van": 11, "Tot": 11,
        "Uren per maand": 12,
    },
    "uren": {
        "Project": 13, "Plaatsing": 15, "Leerwerkplek": 16, "Deelnemer": 15, "Maand": 12, "Uren": 12,
        "Bevestigd op": 17,
    },
    "signalen": {
        "Project": 12, "Plaatsing": 14, "Leerwerkplek": 16, "Maand": 12, "Uren": 11, "Grens": 11, "Signaal": 24,
    },
    "afwijkingen": {"Project": 11, "Soort": 13, "Code": 11, "Omschrijving": 21, "Telt mee": 9, "Reden": 35},
}  # fmt: skip
GETALLEN = {
    "Resultaat", "Doel", "Leerwerkplekken", "Met fiche", "Mentoren", "Met certificaat", "Versie", "Uren per maand",
    "Aangeboden", "Overlegmomenten", "Agendapunten", "Besluiten", "Uren",
    "Verwacht", "Afgerond", "Bij het einde", "Na 3 maanden",
    "Na 6 maanden", "Aantal", "Zegel volgt", "Ter ondertekening", "Nog geen fiche", "Samen", "Laagste",
    "Gemiddeld", "Hoogste", "Onder het minimum", "Ingenomen", "Leeg", "Fiches", "Aanbiedingen", "Plaatsingen",
    "Open plekken", "Opgeleide mentoren", "Per mentor", "Te veel", "Zoekt kandidaten", "Geen kandidaten",
    "Zonder antwoord", "Grens", "Plekken", "Doel plekken", "Doel mentoren", "Toegekend", "Alles of niets", "Naar rato",
    "Verschil plekken", "Plekken te kort", "Verschil mentoren", "Mentoren te kort",
}  # fmt: skip


TITEL_GEHEEL = "ESF-rapport over alle projecten"


def titel(c: Cijfers) -> str:
    return f"ESF-rapport {c.project.code}"


def stand(c: Cijfers) -> str:
    """Eén zin: zijn de doelen gehaald, en zo niet wat er nog ontbreekt."""
    if c.gehaald:
        return "Beide doelen zijn gehaald."
    return f"Nog te doen: {opsomming(meervoud(doel.nog, *doel.eenheid) for doel in c.doelen if not doel.gehaald)}."


def stand_geheel(g: Geheel) -> str:
    """Eén zin: hoeveel projecten hun doelen haalden, en hoeveel er van alles samen is."""
    return "".join(tekst for tekst, _ in stand_delen(g))


def stand_delen(g: Geheel) -> list[tuple[str, str]]:
    """Die zin in stukken: elk getal met de lijst erachter (`lijsten.LIJSTEN`), en leeg bij wat geen getal is."""
    (_, plekken, doel_plekken), (_, mentoren, doel_mentoren) = g.doelen
    halen = "haalt zijn doelen" if len(g.delen) == 1 or g.gehaald == 1 else "halen hun doelen"
    return [
        (getal(g.gehaald), "projecten/?gehaald=ja"),
        (" van ", ""),
        (getal(len(g.delen)), "projecten/"),
        (f" {'project' if len(g.delen) == 1 else 'projecten'} {halen}. Samen ", ""),
        (getal(plekken), "fiches/"),
        (" van ", ""),
        (getal(doel_plekken), "doelen-per-organisatie/"),
        (f" {'leerwerkplek' if doel_plekken == 1 else 'leerwerkplekken'} en ", ""),
        (getal(mentoren), "mentoren/"),
        (" van ", ""),
        (getal(doel_mentoren), "doelen-per-organisatie/"),
        (f" {'mentor' if doel_mentoren == 1 else 'mentoren'}.", ""),
    ]


def pdf(c: Cijfers, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime, coordinatie: str = "") -> bytes:
    """Het rapport als PDF/A; `coordinatie`: de zin van `rapportage.coordinatie`.

    Fouten: kern.pdf.PdfFout, ook als de banner ontbreekt (bron 002).
    """
    eigen = {
        "titel": titel(c),
        "coordinatie": coordinatie,
        "c": c,
        "project": c.project,
        "stand": stand(c),
        "tabellen": [_op_papier(tabel, PAPIER) for tabel in tabellen],
        "beelden": [(beeld, _op_papier(beeld.tabel, PAPIER)) for beeld in beelden.alle(c)],
    }
    return _render("pdf/rapport.html", eigen, c.peiling, stijl, moment)


def pdf_geheel(g: Geheel, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime, coordinatie: str = "") -> bytes:
    """Het rapport over alle projecten van het bestuur. Fouten zoals `pdf`."""
    eigen = {
        "titel": TITEL_GEHEEL,
        "coordinatie": coordinatie,
        "g": g,
        "stand": stand_geheel(g),
        "tabellen": [_op_papier(tabel, PAPIER | MET_PROJECT) for tabel in tabellen],
        "beelden": [(beeld, _op_papier(beeld.tabel, PAPIER)) for beeld in beelden.alle(g)],
    }
    return _render("pdf/rapport_geheel.html", eigen, g.peiling, stijl, moment)


def _render(sjabloon: str, eigen: dict, peiling: Peiling, stijl: Stijl, moment: datetime) -> bytes:
    gedeeld = {
        "peildatum": peiling.peildatum,
        "toen_gekend": peiling.toen_gekend,
        "bestuur": stijl.bestuur_naam,
        "voet": f"{eigen['titel']} · peildatum {datum_woord(peiling.peildatum)} · {stijl.bestuur_naam}",
    }
    return render_sjabloon(
        sjabloon,
        eigen | gedeeld,
        banner=stijl.banner(),
        moment=moment,
        css=CSS,
        merk="Demogegevens" if stijl.demo else "",
    )


def _op_papier(tabel: Tabel, papier: Mapping[str, dict[str, int]]) -> dict:
    breedtes = papier.get(tabel.naam) or dict.fromkeys(tabel.koppen, 100 // len(tabel.koppen))
    plaatsen = [tabel.koppen.index(kop) for kop in breedtes]
    getal = [kop in GETALLEN or kop.isdecimal() for kop in breedtes]
    return {
        "naam": tabel.naam,
        "titel": tabel.titel,
        "uitleg": tabel.uitleg,
        "koppen": [
            {"tekst": kop, "breedte": breedte, "getal": g}
            for (kop, breedte), g in zip(breedtes.items(), getal, strict=True)
        ],
        "rijen": [
            [{"tekst": _cel(rij[k], g), "getal": g} for k, g in zip(plaatsen, getal, strict=True)]
            for rij in tabel.rijen
        ],
    }


def _cel(cel: object, getal: bool) -> str:
    """Een kolom met getallen blijft leeg waar er geen is; streepjes lezen er als nullen."""
    return "" if getal and cel is None else lees(cel)


def xlsx(c: Cijfers, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime, coordinatie: str = "") -> bytes:
    """De werkmap met dezelfde tabellen; op het voorblad de banner en waarover het gaat."""
    voorblad = [
        *_voorblad(stijl, f"{titel(c)}: {c.project.titel}", c.peiling, coordinatie),
        f"Periode van het project: {datum_woord(c.project.van)} tot en met {datum_woord(c.project.tot)}",
        stand(c),
    ]
    return als_xlsx(titel(c), voorblad, tabellen, moment)


def xlsx_geheel(g: Geheel, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime, coordinatie: str = "") -> bytes:
    voorblad = [*_voorblad(stijl, TITEL_GEHEEL, g.peiling, coordinatie), stand_geheel(g)]
    return als_xlsx(TITEL_GEHEEL, voorblad, tabellen, moment)


def _voorblad(stijl: Stijl, waarover: str, peiling: Peiling, coordinatie: str) -> list[str]:
    return [
        stijl.banner_tekst,
        stijl.fonds_tekst,
        *(["Demogegevens: niets in dit bestand is echt."] if stijl.demo else []),
        waarover,
        f"{stijl.bestuur_naam} · peildatum {datum_woord(peiling.peildatum)}",
        *filter(None, [coordinatie]),
        *(["Zoals toen gekend: enkel wat op de peildatum al geregistreerd was."] if peiling.toen_gekend else []),
    ]
