"""Het ESF-rapport van één project op een peildatum: als PDF en als werkmap, uit dezelfde tabellen."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from documenten.huisstijl import Stijl
from kern.banner import Banner, embleem
from kern.opmaak import datum_woord, meervoud, opsomming
from kern.pdf import BannerOntbreekt, render_sjabloon
from kern.tabel import Tabel, als_xlsx, lees
from rapportage import beelden
from rapportage.cijfers import Cijfers

CSS = Path(__file__).with_name("rapport.css").read_text(encoding="utf-8")
CSS += "".join(f".w{n}{{width:{n}%}}" for n in range(5, 101))  # kolommen: een breedte in procent, zonder style=

# Wat op papier staat: per tabel de kolommen met hun breedte in procent. De rest staat in de werkmap en de CSV.
PAPIER: dict[str, dict[str, int]] = {
    "resultaten": {"Wat": 62, "Resultaat": 23, "Doel": 15},
    "organisaties": {
        "Organisatie": 40, "Leerwerkplekken": 18, "Met fiche": 12, "Mentoren": 13, "Met certificaat": 17,
    },
    "fiches": {
        "Code": 11, "Functie": 16, "Organisatie": 15, "Versie": 7, "Ondertekend op": 11, "Ondertekenaar": 13,
        "Hoedanigheid": 15, "Wijze": 12,
    },
    "mentoren": {"Code": 10, "Naam": 21, "Organisatie": 22, "Opleiding": 20, "Certificaat van": 13, "Wijze": 14},
    "aanbod": {
        "Code": 12, "GLOW-partner": 22, "Aangeboden op": 13, "Gelezen op": 12, "Antwoord": 14, "Antwoord op": 12,
        "Genoteerd door": 15,
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
    "afwijkingen": {"Soort": 15, "Code": 12, "Omschrijving": 25, "Telt mee": 10, "Reden": 38},
}  # fmt: skip
GETALLEN = {
    "Resultaat", "Doel", "Leerwerkplekken", "Met fiche", "Mentoren", "Met certificaat", "Versie", "Uren per maand",
    "Overlegmomenten", "Agendapunten", "Besluiten", "Uren", "Verwacht", "Afgerond", "Bij het einde", "Na 3 maanden",
    "Na 6 maanden", "Aantal", "Zegel volgt", "Ter ondertekening", "Nog geen fiche", "Samen", "Laagste",
    "Gemiddeld", "Hoogste", "Onder het minimum", "Ingenomen", "Leeg",
}  # fmt: skip


def titel(c: Cijfers) -> str:
    return f"ESF-rapport {c.project.code}"


def stand(c: Cijfers) -> str:
    """Eén zin: zijn de doelen gehaald, en zo niet wat er nog ontbreekt."""
    if c.gehaald:
        return "Beide doelen zijn gehaald."
    return f"Nog te doen: {opsomming(meervoud(doel.nog, *doel.eenheid) for doel in c.doelen if not doel.gehaald)}."


def pdf(c: Cijfers, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime) -> bytes:
    """Het rapport als PDF/A. Fouten: kern.pdf.PdfFout, ook als de banner ontbreekt (bron 002)."""
    if not stijl.banner_tekst:
        raise BannerOntbreekt("Dit bestuur heeft geen logobanner. Vraag de beheerder om die in te stellen.")
    regels = tuple(regel for regel in (stijl.banner_tekst, stijl.fonds_tekst) if regel)
    peildatum = c.peiling.peildatum
    return render_sjabloon(
        "pdf/rapport.html",
        {
            "titel": titel(c),
            "c": c,
            "project": c.project,
            "peildatum": peildatum,
            "stand": stand(c),
            "bestuur": stijl.bestuur_naam,
            "voet": f"{titel(c)} · peildatum {datum_woord(peildatum)} · {stijl.bestuur_naam}",
            "tabellen": [_op_papier(tabel) for tabel in tabellen],
            "beelden": [(beeld, _op_papier(beeld.tabel)) for beeld in beelden.alle(c)],
        },
        banner=Banner((embleem(),), regels, voorlopig=stijl.voorlopig),
        moment=moment,
        css=CSS,
        merk="Demogegevens" if stijl.demo else "",
    )


def _op_papier(tabel: Tabel) -> dict:
    breedtes = PAPIER.get(tabel.naam) or dict.fromkeys(tabel.koppen, 100 // len(tabel.koppen))
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


def xlsx(c: Cijfers, stijl: Stijl, tabellen: Sequence[Tabel], moment: datetime) -> bytes:
    """De werkmap met dezelfde tabellen; op het voorblad de banner en waarover het gaat."""
    voorblad = [
        stijl.banner_tekst,
        stijl.fonds_tekst,
        *(["Demogegevens: niets in dit bestand is echt."] if stijl.demo else []),
        f"{titel(c)}: {c.project.titel}",
        f"{stijl.bestuur_naam} · peildatum {datum_woord(c.peiling.peildatum)}",
        f"Periode van het project: {datum_woord(c.project.van)} tot en met {datum_woord(c.project.tot)}",
        stand(c),
    ]
    return als_xlsx(titel(c), voorblad, tabellen, moment)
