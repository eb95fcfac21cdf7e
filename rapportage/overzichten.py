"""Tabellen van het rapport die tellen over andere rijen: per maand, per partner, signalen, wat laat geregistreerd is.

Van één project (`Cijfers`) of van het hele bestuur (`Geheel`).
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kern.opmaak import uren
from kern.tabel import Duur, Maand, Tabel
from leerwerkplekken.enums import Antwoord
from plaatsingen.regels import maandminimum

if TYPE_CHECKING:
    from rapportage.cijfers import Cijfers
    from rapportage.geheel import Geheel

SOORTEN = {
    "fiche": "Ondertekende fiches",
    "certificaat": "Certificaten van mentoren",
    "aanbod": "Aanbiedingen of hun antwoord",
    "plaatsing": "Plaatsingen of hun einde",
    "maand": "Bevestigde maanden",
    "overleg": "Overleg",
    "evaluatie": "Evaluaties",
    "attest": "Attesten",
    "uitstroom": "Uitstroom",
    "opvolging": "Opvolging",
}
HOOGSTENS = 400  # codes in één cel; daarna een aantal


def maanden(c: "Cijfers | Geheel") -> Tabel:
    """Per maand wat erbij kwam, elk op de dag van het feit. De uren zijn die van de maand waarin gewerkt is."""
    per: dict[Maand, Counter[str]] = {}

    def tel(kolom: str, dagen: Iterable) -> None:
        for dag, aantal in dagen:
            per.setdefault(Maand.van(dag), Counter())[kolom] += aantal

    tel("fiches", ((f.ondertekend_op, 1) for f in c.fiches))
    tel("mentoren", ((t.deelname.certificaat_datum, 1) for t in c.certificaten))
    tel("aanbod", ((a.aangeboden_op, 1) for a in c.aanbod))
    tel("plaatsingen", ((p.van, 1) for p in c.plaatsingen))
    tel("uren", ((m.maand, m.minuten) for m in c.maandstaten))
    tel("overleg", ((o.datum, 1) for o in c.overleg))
    kolommen = ("fiches", "mentoren", "aanbod", "plaatsingen", "uren", "overleg")
    rijen = [(maand, *(Duur(t[k]) if k == "uren" else t[k] for k in kolommen)) for maand, t in sorted(per.items())]
    return Tabel(
        "maanden",
        "Resultaten per maand",
        ("Maand", "Fiches", "Mentoren", "Aanbiedingen", "Plaatsingen", "Uren", "Overlegmomenten"),
        rijen,
    )


def partners(c: "Cijfers | Geheel") -> Tabel:
    """Per GLOW-partner wat aangeboden is en wat die antwoordde, en hoeveel er via die partner geplaatst zijn."""
    per: dict[str, Counter[str]] = {}
    for a in c.aanbod:
        per.setdefault(a.glowpartner.naam, Counter()).update(["aanbod", f"antwoord {a.antwoord}"])
    for p in c.plaatsingen:
        per.setdefault(p.glowpartner.naam, Counter()).update(["plaatsing"])
    return Tabel(
        "partners",
        "Aanbod en antwoorden per GLOW-partner",
        ("GLOW-partner", "Aanbiedingen", "Zoekt kandidaten", "Geen kandidaten", "Zonder antwoord", "Plaatsingen"),
        [
            (
                naam,
                t["aanbod"],
                t[f"antwoord {Antwoord.AANVAARD}"],
                t[f"antwoord {Antwoord.GEWEIGERD}"],
                t[f"antwoord {Antwoord.GEEN}"] + t[f"antwoord {Antwoord.BEKIJKT}"],
                t["plaatsing"],
            )
            for naam, t in sorted(per.items())
        ],
    )


def signalen(c: "Cijfers | Geheel") -> Tabel:
    """Bevestigde maanden onder het minimum of boven het maximum van de oproep (bron 000, 001).

    Wat HR boven het maximum als afwijking noteerde, staat bij de kanttekeningen."""
    minimum, maximum = c.grenzen.waarde("minuten_per_maand_min"), c.grenzen.waarde("minuten_per_maand_max")
    rijen = []
    for m in c.maandstaten:
        ondergrens = maandminimum(m.plaatsing.van, m.plaatsing.einde, m.maand, c.grenzen)
        signaal = "onder het minimum" if m.minuten < ondergrens else "boven het maximum" if m.minuten > maximum else ""
        if signaal:
            grens = Duur(ondergrens if m.minuten < ondergrens else maximum)
            plek = m.plaatsing.leerwerkplek.code
            rijen.append((m.plaatsing.code, plek, Maand.van(m.maand), Duur(m.minuten), grens, signaal))
    return Tabel(
        "signalen",
        f"Maanden buiten {uren(minimum)} tot {uren(maximum)}",
        ("Plaatsing", "Leerwerkplek", "Maand", "Uren", "Grens", "Signaal"),
        rijen,
        f"Van {len(c.maandstaten)} bevestigde maanden vallen er {len(rijen)} buiten de grenzen."
        " Een onvolledige maand heeft een lager minimum.",
    )


def registratie(c: "Cijfers | Geheel") -> Tabel:
    """Wat meetelt en pas na de peildatum geregistreerd werd: enkel daarin verschilt dit van het rapport van die dag."""
    per: dict[str, list[str]] = {}
    for soort, code in c.laat:
        per.setdefault(soort, []).append(code)
    if c.peiling.toen_gekend:
        uitleg = "Zoals toen gekend: enkel wat op de peildatum ook al geregistreerd was, telt mee."
    elif per:
        uitleg = "Dit telt mee op de dag van het feit. Een rapport van de peildatum zelf had het nog niet."
    else:
        uitleg = "Alles wat meetelt, was op de peildatum al geregistreerd."
    rijen = [(naam, len(per[soort]), _codes(per[soort])) for soort, naam in SOORTEN.items() if soort in per]
    return Tabel("registratie", "Na de peildatum geregistreerd", ("Wat", "Aantal", "Welke"), rijen, uitleg)


def _codes(codes: list[str]) -> str:
    rest = len(codes) - HOOGSTENS
    return ", ".join(codes[:HOOGSTENS]) + (f" en nog {rest}" if rest > 0 else "")
