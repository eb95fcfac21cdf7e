"""De tabellen van het rapport. Dezelfde tabel staat in de PDF, de werkmap, de CSV's en `pakket.json`."""

from django.utils import timezone

from fiches.enums import Hoedanigheid
from kern.opmaak import euro
from kern.tabel import Tabel
from rapportage import selecties
from rapportage.cijfers import Cijfers


def alle(c: Cijfers) -> list[Tabel]:
    """Elke tabel van één project op één peildatum, in de volgorde van het rapport."""
    return [resultaten(c), fiches(c), mentoren(c), aanbod(c), plaatsingen(c), uren(c), overleg(c), afwijkingen(c)]


def resultaten(c: Cijfers) -> Tabel:
    uren = f"{c.bevestigde_minuten / 60:.2f}".replace(".", ",")
    return Tabel(
        "resultaten",
        "Doelen en resultaten",
        ("Wat", "Resultaat", "Doel"),
        [
            ("Leerwerkplekken met ondertekende fiche", c.plekken.resultaat, c.plekken.doel),
            ("Opgeleide mentoren met certificaat", c.mentoren.resultaat, c.mentoren.doel),
            ("Aangeboden plekken (plek en GLOW-partner)", c.aanbod, None),
            ("GLOW-partners met een aanbod", c.partners, None),
            ("Plaatsingen", c.plaatsingen, None),
            ("Bevestigde uren", uren, None),
            ("Overlegmomenten", c.overleg, None),
            ("Toegekend bedrag", euro(c.peiling.project.toegekend_bedrag), None),
            ("Lezing alles of niets per project", euro(c.alles_of_niets), None),
            ("Lezing naar rato van volledige bundels (3 plekken + 1 mentor)", euro(c.naar_rato), None),
        ],
        "Hoe ESF betaalt wanneer een doel niet gehaald is, staat in geen bron. Daarom staan hier twee lezingen.",
    )


def fiches(c: Cijfers) -> Tabel:
    return Tabel(
        "fiches",
        "Leerwerkplekken met ondertekende fiche",
        (
            "Code", "Functie", "Organisatie", "Versie", "Ondertekend op", "Ondertekenaar", "Hoedanigheid",
            "Geregistreerd op", "Zegel", "Inhoud-sha256", "Document-sha256",
        ),
        [
            (
                f.plek.code,
                f.plek.functie,
                f.plek.organisatie.naam,
                f.fiche.versie,
                f.ondertekend_op,
                f.handtekening.naam,
                Hoedanigheid(f.handtekening.hoedanigheid).label,
                timezone.localdate(f.handtekening.vastgelegd_op),
                f.document.zegel_niveau,
                f.handtekening.inhoud_sha256,
                f.document.sha256,
            )
            for f in c.fiches
        ],
    )  # fmt: skip


def mentoren(c: Cijfers) -> Tabel:
    return Tabel(
        "mentoren",
        "Opgeleide mentoren met certificaat",
        ("Code", "Naam", "Organisatie", "Opleiding", "Certificaat van", "Geregistreerd op", "Document-sha256"),
        [
            (
                t.mentor.code,
                t.mentor.naam,
                t.mentor.organisatie.naam,
                t.deelname.opleiding.titel,
                t.deelname.certificaat_datum,
                timezone.localdate(t.deelname.certificaat_vastgelegd_op)
                if t.deelname.certificaat_vastgelegd_op
                else None,
                t.deelname.certificaat.sha256 if t.deelname.certificaat else "",
            )
            for t in c.certificaten
        ],
    )


def aanbod(c: Cijfers) -> Tabel:
    return Tabel(
        "aanbod",
        "Aangeboden plekken",
        ("Code", "GLOW-partner", "Aangeboden op", "Antwoord", "Antwoord op"),
        [
            (a.leerwerkplek.code, a.glowpartner.naam, a.aangeboden_op, a.get_antwoord_display(), a.antwoord_op)
            for a in selecties.aanbod([c.peiling])
        ],
    )


def plaatsingen(c: Cijfers) -> Tabel:
    """Zonder namen: een deelnemer staat hier met zijn code."""
    return Tabel(
        "plaatsingen",
        "Plaatsingen",
        ("Code", "Leerwerkplek", "Deelnemer", "GLOW-partner", "Van", "Tot", "Uren per maand"),
        [
            (p.code, p.leerwerkplek.code, p.deelnemer.code, p.glowpartner.naam, p.van, p.einde, p.uren_per_maand)
            for p in selecties.plaatsingen([c.peiling])
        ],
    )


def uren(c: Cijfers) -> Tabel:
    return Tabel(
        "uren",
        "Bevestigde uren per maand",
        ("Plaatsing", "Leerwerkplek", "Deelnemer", "Maand", "Minuten", "Bevestigd op"),
        [
            (
                m.plaatsing.code,
                m.plaatsing.leerwerkplek.code,
                m.plaatsing.deelnemer.code,
                f"{m.maand:%Y-%m}",
                m.minuten,
                m.bevestigd_op,
            )
            for m in selecties.maandstaten([c.peiling])
        ],
    )  # fmt: skip


def overleg(c: Cijfers) -> Tabel:
    return Tabel(
        "overleg",
        "Overleg",
        ("Datum", "Met", "Onderwerp"),
        [
            (o.datum, o.glowpartner.naam if o.glowpartner else o.get_met_display(), o.onderwerp)
            for o in selecties.overleg([c.peiling])
        ],
    )


def afwijkingen(c: Cijfers) -> Tabel:
    """Wat er niet in zit en waarom: dat wordt gezegd, niet verzwegen."""
    return Tabel(
        "afwijkingen",
        "Wat niet meetelt",
        ("Soort", "Code", "Omschrijving", "Reden"),
        [(o.soort, o.code, o.omschrijving, o.reden) for o in c.ontbrekend],
        "Deze leerwerkplekken en mentoren staan niet in het pakket.",
    )
