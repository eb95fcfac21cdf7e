"""De tabellen van het rapport. Dezelfde tabel staat in de PDF, de werkmap, de CSV's en `pakket.json`."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from evaluaties.enums import Moment, Richting
from kern.tabel import Duur, Maand, Tabel
from organisaties.enums import Tekenwijze
from projecten.models import Overleg
from rapportage import doelverdeling, overzichten, ratio
from rapportage.cijfers import Cijfers

GEEN_OVERLEG = "Tot de peildatum is er geen overleg geregistreerd dat doorging."


def alle(c: Cijfers) -> list[Tabel]:
    """Elke tabel van één project op één peildatum, in de volgorde van het rapport; leest niets meer uit de database."""
    return [
        resultaten(c),
        *([doelverdeling.tabel(c)] if c.verdeling else []),
        organisaties(c),
        overzichten.maanden(c),
        ratio.verhouding(c),
        fiches(c),
        mentoren(c),
        overzichten.partners(c),
        aanbod(c),
        plaatsingen(c),
        uren(c),
        overzichten.signalen(c),
        evaluaties(c),
        uitstroom(c),
        relatie(c),
        overleg(c),
        additionaliteit(c),
        afwijkingen(c),
        overzichten.registratie(c),
    ]


def _dag(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def resultaten(c: Cijfers) -> Tabel:
    bundel = f"{c.per_bundel} leerwerkplekken + 1 mentor"
    return Tabel(
        "resultaten",
        "Doelen en resultaten",
        ("Wat", "Resultaat", "Doel"),
        [
            *((doel.naam, doel.resultaat, doel.doel) for doel in c.doelen),
            ("Leerwerkplekken aangeboden aan een GLOW-partner", c.aangeboden_plekken, None),
            ("Aanbiedingen (leerwerkplek en GLOW-partner)", len(c.aanbod), None),
            ("GLOW-partners met een aanbod", c.partners, None),
            ("Plaatsingen", len(c.plaatsingen), None),
            ("Bevestigde maanden, elk met een urenstaat", len(c.maandstaten), None),
            ("Bevestigde uren", Duur(c.bevestigde_minuten), None),
            ("Afgeronde evaluaties", c.begeleiding.alle_gedaan, None),
            ("Overlegmomenten", len(c.overleg), None),
            ("Toegekend bedrag", c.project.toegekend_bedrag, None),
            ("Lezing: alles of niets per project", c.alles_of_niets, None),
            (f"Lezing: naar rato van volledige bundels ({bundel})", c.naar_rato, None),
        ],
        "Hoe ESF betaalt wanneer een doel niet gehaald is, staat in geen bron. Daarom staan hier twee lezingen.",
    )


WERK = ("Aangeboden", "Plaatsingen", "Uren")


def organisaties(c: Cijfers) -> Tabel:
    """Per organisatie of district: wat telt tegenover wat er is, en wat er aangeboden, geplaatst en gewerkt is."""
    telling: dict[str, Counter[str]] = {}
    for f in c.fiches:
        telling.setdefault(f.plek.organisatie.naam, Counter()).update(["leerwerkplek", "fiche"])
    for t in c.certificaten:
        telling.setdefault(t.mentor.organisatie.naam, Counter()).update(["mentor", "certificaat"])
    for a in c.ontbrekend:
        telling.setdefault(a.organisatie, Counter()).update([a.soort])
    waar = {plek.pk: plek.organisatie.naam for plek in c.leerwerkplekken}
    for plek in {a.leerwerkplek_id for a in c.aanbod}:
        telling.setdefault(waar[plek], Counter())["aangeboden"] += 1
    for p in c.plaatsingen:
        telling.setdefault(waar[p.leerwerkplek_id], Counter())["plaatsing"] += 1
    for m in c.maandstaten:
        telling.setdefault(waar[m.plaatsing.leerwerkplek_id], Counter())["uren"] += m.minuten
    kolommen = ("leerwerkplek", "fiche", "mentor", "certificaat", "aangeboden", "plaatsing")
    return Tabel(
        "organisaties",
        "Per organisatie",
        ("Organisatie", "Leerwerkplekken", "Met fiche", "Mentoren", "Met certificaat", *WERK),
        [(naam, *(telling[naam][k] for k in kolommen), Duur(telling[naam]["uren"])) for naam in sorted(telling)],
    )


def fiches(c: Cijfers) -> Tabel:
    return Tabel(
        "fiches",
        "Leerwerkplekken met ondertekende fiche",
        (
            "Code", "Functie", "Organisatie", "Mentor", "Versie", "Ondertekend op", "Ondertekenaar", "Hoedanigheid",
            "Wijze", "Geregistreerd op", "Zegel", "Inhoud-sha256", "Document-sha256",
            "Scan-sha256",
        ),
        [
            (
                f.plek.code,
                f.functie,
                f.plek.organisatie.naam,
                f.fiche.mentor.code,
                f.fiche.versie,
                f.ondertekend_op,
                f.handtekening.naam,
                f.handtekening.als,
                f.handtekening.get_wijze_display(),
                f.geregistreerd_op,
                f.document.zegel_niveau,
                f.handtekening.inhoud_sha256,
                f.document.sha256,
                f.scan.sha256 if f.scan else "",
            )
            for f in c.fiches
        ],
        uitleg=_zonder_tijdstempel(c),
    )  # fmt: skip


def _zonder_tijdstempel(c: Cijfers) -> str:
    """Een zegel zonder tijdstempel bewijst later niet wanneer het gezet werd: dat hoort een lezer te weten."""
    zonder = sum(f.document.zegel_niveau == "B-B" for f in c.fiches)
    return f"Verzegeld zonder tijdstempel (niveau B-B): {zonder} van {len(c.fiches)}." if zonder else ""


def mentoren(c: Cijfers) -> Tabel:
    return Tabel(
        "mentoren",
        "Opgeleide mentoren met certificaat",
        ("Code", "Naam", "Organisatie", "Opleiding", "Certificaat van", "Wijze", "Geregistreerd op", "Document-sha256"),
        [
            (
                t.mentor.code,
                t.mentor.naam,
                t.mentor.organisatie.naam,
                t.deelname.opleiding.titel,
                t.deelname.certificaat_datum,
                Tekenwijze.VOORAF.label if t.deelname.certificaat_vooraf else "",
                t.geregistreerd_op,
                t.document.sha256,
            )
            for t in c.certificaten
        ],
    )


def aanbod(c: Cijfers) -> Tabel:
    return Tabel(
        "aanbod",
        "Aangeboden leerwerkplekken",
        (
            "Code",
            "GLOW-partner",
            "Aangeboden op",
            "Gelezen op",
            "Antwoord",
            "Antwoord op",
            "Genoteerd door",
            "Geregistreerd op",
        ),
        [
            (
                a.leerwerkplek.code,
                a.glowpartner.naam,
                a.aangeboden_op,
                a.gelezen_dag,
                a.get_antwoord_display(),
                a.antwoord_op,
                a.genoteerd_naam,  # leeg: de partner antwoordde zelf, of de import bracht het mee
                _dag(a.vastgelegd_op),
            )
            for a in c.aanbod
        ],
    )


def plaatsingen(c: Cijfers) -> Tabel:
    """Zonder namen: een deelnemer staat hier met zijn code."""
    return Tabel(
        "plaatsingen",
        "Plaatsingen",
        ("Code", "Leerwerkplek", "Deelnemer", "GLOW-partner", "Van", "Tot", "Uren per maand", "Geregistreerd op"),
        [
            (
                p.code,
                p.leerwerkplek.code,
                p.deelnemer.code,
                p.glowpartner.naam,
                p.van,
                p.einde,
                p.uren_per_maand,
                _dag(p.vastgelegd_op),
            )
            for p in c.plaatsingen
        ],
    )


def uren(c: Cijfers) -> Tabel:
    return Tabel(
        "uren",
        "Bevestigde uren per maand",
        (
            "Plaatsing",
            "Leerwerkplek",
            "Deelnemer",
            "Maand",
            "Uren",
            "Minuten",
            "Bevestigd op",
            "Versie",
            "In verbetering",
            "Geregistreerd op",
        ),
        [
            (
                m.plaatsing.code,
                m.plaatsing.leerwerkplek.code,
                m.plaatsing.deelnemer.code,
                Maand.van(m.maand),
                Duur(m.minuten),
                m.minuten,
                m.bevestigd_op,
                m.versie,
                m.in_verbetering,
                _dag(m.geregistreerd),
            )
            for m in c.maandstaten
        ],
    )


def evaluaties(c: Cijfers) -> Tabel:
    """Hoeveel evaluaties verwacht en afgerond zijn; enkel aantallen."""
    t = c.begeleiding
    return Tabel(
        "evaluaties",
        "Evaluaties van deelnemers",
        ("Evaluatie", "Verwacht", "Afgerond"),
        [
            *((moment.label, t.verwacht[moment.value], t.gedaan[moment.value]) for moment in Moment),
            ("attest voor de deelnemer", None, t.attesten),
        ],
        "Verwacht: het moment ligt ten laatste op de peildatum. Een korte plaatsing vraagt enkel een eindevaluatie.",
    )


def uitstroom(c: Cijfers) -> Tabel:
    """Waar deelnemers na hun plaatsing naartoe gingen, meteen en na drie en zes maanden; enkel aantallen."""
    t = c.begeleiding
    return Tabel(
        "uitstroom",
        "Uitstroom en opvolging",
        ("Richting", "Bij het einde", "Na 3 maanden", "Na 6 maanden"),
        [
            *((r.label, *(t.uitstroom[maanden][r.value] for maanden in (0, 3, 6))) for r in Richting),
            ("niet bereikt", None, t.niet_bereikt[3], t.niet_bereikt[6]),
        ],
    )


def overleg(c: Cijfers) -> Tabel:
    return Tabel(
        "overleg",
        "Overleg",
        ("Datum", "Met", "Onderwerp", "Agendapunten", "Besluiten", "Actiepunten", "Gedaan", "Geregistreerd op"),
        [
            (
                o.datum,
                o.met_wie,
                o.onderwerp,
                len(o.agenda),
                len(o.besluiten),
                o.aantal_punten,
                o.gedane_punten,
                _dag(o.vastgelegd_op),
            )
            for o in c.overleg
        ],
        "Overleg dat afgelast werd, telt niet mee." if c.overleg else GEEN_OVERLEG,
    )


def relatie(c: Cijfers) -> Tabel:
    """Het overleg per gesprekspartner: samen zijn het de overlegmomenten van de resultaten."""
    per_wie: dict[str, list[Overleg]] = {}
    for o in c.overleg:
        per_wie.setdefault(o.met_wie, []).append(o)
    return Tabel(
        "relatie",
        "Overleg per partner",
        ("Met", "Overlegmomenten", "Eerste", "Laatste", "Besluiten"),
        [
            (wie, len(rijen), rijen[0].datum, rijen[-1].datum, sum(len(o.besluiten) for o in rijen))
            for wie, rijen in sorted(per_wie.items())
        ],
        "Geteld bij wie het overleg was; andere genodigden staan bij het overleg zelf." if per_wie else GEEN_OVERLEG,
    )


def additionaliteit(c: Cijfers) -> Tabel:
    """Plekken in andere maatregelen, dit jaar tegenover vorig jaar: deze komen erbovenop (bron 001, 004)."""
    jaar = c.jaar
    plekken: dict[tuple[str, str], Counter[int]] = {}
    for m in c.maatregelen:
        sleutel = (m.get_soort_display(), m.uitvoerder.naam if m.uitvoerder else "")
        plekken.setdefault(sleutel, Counter())[m.jaar] += m.plekken
    if c.verdringing:
        uitleg = f"Let op: er zijn in {jaar} minder plekken in andere maatregelen dan in {jaar - 1}."
    elif c.andere_maatregelen:
        uitleg = f"Er zijn in {jaar} niet minder plekken in andere maatregelen dan in {jaar - 1}."
    else:
        uitleg = f"Van {jaar - 1} en {jaar} samen zijn geen cijfers ingevuld; dit is dus niet te vergelijken."
    return Tabel(
        "additionaliteit",
        "Plekken in andere maatregelen",
        ("Maatregel", "Uitvoerder", str(jaar - 1), str(jaar)),
        [
            (*sleutel, *(telling[j] if j in telling else None for j in (jaar - 1, jaar)))
            for sleutel, telling in plekken.items()
        ],
        " ".join([uitleg, *_doelen_en_activiteiten(c)]),
    )


def _doelen_en_activiteiten(c: Cijfers) -> Iterator[str]:
    """Wat het register van het projectjaar er nog bij zegt: het doel (tien keer art. 60) en wat wijk-werkers doen."""
    for m in c.maatregelen:
        if m.jaar != c.jaar:
            continue
        naam = m.get_soort_display().capitalize()
        if m.doel is not None:
            yield f"{naam}: {m.plekken} van de {m.doel} die het doel waren."
        if m.activiteiten:
            yield f"{naam}, activiteiten: {', '.join(m.activiteiten)}."


def afwijkingen(c: Cijfers) -> Tabel:
    """Wat er niet in zit en waarom, en wat telt met een kanttekening: dat wordt gezegd, niet verzwegen."""
    return Tabel(
        "afwijkingen",
        "Wat niet meetelt, en kanttekeningen",
        ("Soort", "Code", "Omschrijving", "Telt mee", "Reden"),
        [(a.soort, a.code, a.omschrijving, a.telt, a.reden) for a in (*c.ontbrekend, *c.kanttekeningen)],
        "Wat niet meetelt, zit niet in het pakket."
        if c.afwijkingen
        else "Alle leerwerkplekken en mentoren van het project tellen mee, zonder kanttekening.",
    )
