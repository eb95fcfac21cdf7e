"""Het formaat gemeenschapsdienst-import/1 als gegevens: welke lijsten, welke sleutels, van welke soort."""

from dataclasses import dataclass

from fiches.enums import Hoedanigheid, Status
from leerwerkplekken.enums import Antwoord, Geschikt, Taalniveau
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor, Opleiding
from organisaties.enums import Rol, SoortBestuur, SoortOrganisatie
from organisaties.models import Bestuur, Gebruiker, GlowPartner, Lidmaatschap, Organisatie
from plaatsingen.enums import Indicator, MaandStatus, SoortPrestatie, Voorwaarde
from plaatsingen.models import Deelnemer, Plaatsing, Prestatie
from projecten.enums import ProspectStatus, Regierol, SoortMaatregel, SoortOpdracht
from projecten.models import (
    Beleidsdoel,
    Overeenkomst,
    Overleg,
    Prospect,
    Regieactie,
    Regiegemeente,
    SocialeOpdracht,
    Subsidieproject,
)
from uitwisseling.soorten import (
    Bedrag,
    Cijfers,
    Code,
    Datum,
    Email,
    Geheel,
    Jaar,
    JaNee,
    Keuze,
    Lijst,
    Maand,
    Minuten,
    Slug,
    Soort,
    Tekst,
    Uur,
    Verwijzing,
    uit,
    van,
)

FORMAAT = "gemeenschapsdienst-import/1"
KLEIN = 32_767  # een smallint
FICHE = (Status.TER_ONDERTEKENING.value, Status.ONDERTEKEND.value)  # andere statussen ontstaan door te werken
MET = frozenset({"vdab", "wijk_werken", "andere"})


@dataclass(frozen=True)
class Sleutel:
    soort: Soort
    verplicht: bool = False


@dataclass(frozen=True)
class Schema:
    """`sleutels` in de volgorde van het formaat; `uniek`: samen waaraan een rij herkend wordt (besluit 20)."""

    sleutels: dict[str, Sleutel]
    uniek: tuple[str, ...]


def _(soort: Soort) -> Sleutel:
    return Sleutel(soort)


def v(soort: Soort) -> Sleutel:
    return Sleutel(soort, verplicht=True)


PERSOON = Verwijzing("personen", Email())
MENTOR = Verwijzing("mentoren", Email())
ORGANISATIE = Verwijzing("organisaties")
PARTNER = Verwijzing("glowpartners")
PLEK = Verwijzing("leerwerkplekken")

# In deze volgorde wordt verwerkt: waarnaar een rij verwijst, komt eerst.
SCHEMA: dict[str, Schema] = {
    "bestuur": Schema(
        {
            "slug": v(Slug()),
            "naam": v(van(Bestuur, "naam")),
            "soort": v(uit(SoortBestuur)),
            "nis_code": _(Cijfers(5)),
            "kbo_nummer": _(Cijfers(10)),
            "contact": _(Tekst()),
        },
        ("slug",),
    ),
    "organisaties": Schema(
        {
            "code": v(Code()),
            "naam": v(van(Organisatie, "naam")),
            "soort": v(uit(SoortOrganisatie)),
            "kbo_nummer": _(Cijfers(10)),
            "adres": _(van(Organisatie, "adres")),
        },
        ("code",),
    ),
    "glowpartners": Schema(
        {
            "code": v(Code()),
            "naam": v(van(GlowPartner, "naam")),
            "email": v(Email()),
            "regio": _(van(GlowPartner, "regio")),
            "trajecten": _(Geheel()),
        },
        ("code",),
    ),
    "personen": Schema(
        {
            "email": v(Email()),
            "voornaam": v(van(Gebruiker, "voornaam")),
            "naam": v(van(Gebruiker, "naam")),
            "rollen": v(Lijst(uit(Rol))),
            "organisatie": _(ORGANISATIE),
            "glowpartner": _(PARTNER),
            "functie": _(van(Lidmaatschap, "functie")),
        },
        ("email",),
    ),
    "projecten": Schema(
        {
            "code": v(Code()),
            "oproep": v(Verwijzing("oproepen")),
            "titel": v(van(Subsidieproject, "titel")),
            "organisatie": _(ORGANISATIE),
            "van": v(Datum()),
            "tot": v(Datum()),
            "doel_leerwerkplekken": v(Geheel(0, KLEIN)),
            "doel_mentoren": v(Geheel(0, KLEIN)),
            "toegekend_bedrag": v(Bedrag()),
            "inleiding": _(Tekst()),
            "doelgroep": _(Tekst()),
            "acties": _(Tekst()),
            "achtergrond": _(Tekst()),
            "contact": _(Tekst()),
            "publiek": _(JaNee()),
        },
        ("code",),
    ),
    "doelverdeling": Schema(
        {
            "project": v(Verwijzing("projecten")),
            "organisatie": v(ORGANISATIE),
            "doel_leerwerkplekken": _(Geheel(0, KLEIN)),
            "doel_mentoren": _(Geheel(0, KLEIN)),
        },
        ("project", "organisatie"),
    ),
    "mentoren": Schema(
        {
            "email": v(PERSOON),
            "organisatie": v(ORGANISATIE),
            "dienst": _(van(Mentor, "dienst")),
            "leidinggevende": _(PERSOON),
        },
        ("email",),
    ),
    "opleidingen": Schema(
        {
            "code": v(Code()),
            "titel": v(van(Opleiding, "titel")),
            "aanbieder": _(van(Opleiding, "aanbieder")),
            "datum": v(Datum()),
            "uren": _(Bedrag(cijfers=5)),
        },
        ("code",),
    ),
    "deelnames": Schema(
        {
            "opleiding": v(Verwijzing("opleidingen")),
            "mentor": v(MENTOR),
            "aanwezig": _(JaNee()),
            "certificaat_datum": _(Datum()),
        },
        ("opleiding", "mentor"),
    ),
    "leerwerkplekken": Schema(
        {
            "code": v(Code()),
            "functie": v(van(Leerwerkplek, "functie")),
            "organisatie": v(ORGANISATIE),
            "dienst": _(van(Leerwerkplek, "dienst")),
            "adres": _(van(Leerwerkplek, "adres")),
            "taken": _(Lijst(Tekst(200))),
            "competenties": _(Lijst(Tekst(100))),
            "uren_per_maand": _(Geheel(0, KLEIN)),
            "mentor": _(MENTOR),
            "leidinggevende": _(PERSOON),
            "project": v(Verwijzing("projecten")),
            "beschikbaar_van": _(Datum()),
            "beschikbaar_tot": _(Datum()),
            "glowpartners": _(Lijst(PARTNER)),
            "additioneel": _(JaNee()),
            "additioneel_toelichting": _(Tekst()),
            "uurrooster": _(van(Leerwerkplek, "uurrooster")),
            "werkafspraken": _(Tekst()),
            "onthaal": _(Tekst()),
            "veiligheid": _(Tekst()),
            "vereisten": _(Tekst()),
            "leerdoelen": _(Lijst(Tekst(200))),
            "begeleider": _(PERSOON),
            "begeleider_naam": _(van(Leerwerkplek, "begeleider_naam")),
            "begeleider_functie": _(van(Leerwerkplek, "begeleider_functie")),
            "informatie": _(Tekst()),
            "risicos": _(Lijst(Tekst(200))),
            "beschermingsmiddelen": _(Lijst(Tekst(100))),
            "bus": _(Tekst()),
            "fiets": _(Tekst()),
            "taalniveau": _(uit(Taalniveau)),
            "geschikt": _(Lijst(uit(Geschikt))),
            "geschikt_toelichting": _(Tekst()),
        },
        ("code",),
    ),
    "aanbod": Schema(
        {
            "leerwerkplek": v(PLEK),
            "glowpartner": v(PARTNER),
            "datum": v(Datum()),
            "antwoord": _(uit(Antwoord)),
        },
        ("leerwerkplek", "glowpartner"),
    ),
    "deelnemers": Schema(
        {
            "code": v(Code()),
            "voornaam": v(van(Deelnemer, "voornaam")),
            "naam": v(van(Deelnemer, "naam")),
            "glowpartner": v(PARTNER),
            "uitkeringsgerechtigd": v(JaNee()),
            "werkzoekend_sinds": v(Datum()),
            "intensieve_begeleiding": v(JaNee()),
            "indicatoren": _(Lijst(uit(Indicator))),
        },
        ("code",),
    ),
    "plaatsingen": Schema(
        {
            "code": v(Code()),
            "deelnemer": v(Verwijzing("deelnemers")),
            "leerwerkplek": v(PLEK),
            "van": v(Datum()),
            "tot": v(Datum()),
            "uren_per_maand": v(Geheel(0, KLEIN)),
            "einde_reden": _(van(Plaatsing, "einde_reden")),
        },
        ("code",),
    ),
    "startvoorwaarden": Schema(
        {
            "plaatsing": v(Verwijzing("plaatsingen")),
            "soort": v(uit(Voorwaarde)),
            "datum": v(Datum()),
        },
        ("plaatsing", "soort"),
    ),
    "prestaties": Schema(
        {
            "plaatsing": v(Verwijzing("plaatsingen")),
            "datum": v(Datum()),
            "soort": v(uit(SoortPrestatie)),
            "van": _(Uur()),
            "tot": _(Uur()),
            "pauze_minuten": _(Geheel(0, 24 * 60)),
            "uren": _(Minuten()),
            "opmerking": _(van(Prestatie, "opmerking")),
        },
        ("plaatsing", "datum", "van"),
    ),
    "maandstaten": Schema(
        {
            "plaatsing": v(Verwijzing("plaatsingen")),
            "maand": v(Maand()),
            "status": v(uit(MaandStatus)),
            "datum": _(Datum()),
        },
        ("plaatsing", "maand"),
    ),
    "maatregelen": Schema(
        {
            "soort": v(uit(SoortMaatregel)),
            "jaar": v(Jaar()),
            "plekken": v(Geheel()),
            "doel": _(Geheel()),
            "uitvoerder": _(ORGANISATIE),
            "activiteiten": _(Lijst(Tekst(120))),
        },
        ("soort", "jaar", "uitvoerder"),
    ),
    "samenwerkingen": Schema(
        {
            "met": v(Verwijzing("glowpartners", ook=MET)),
            "van": v(Datum()),
            "tot": _(Datum()),
            "onderwerp": v(van(Overeenkomst, "onderwerp")),
        },
        ("met", "van"),
    ),
    "prospecten": Schema(
        {
            "organisatie_naam": v(van(Prospect, "organisatie_naam")),
            "soort": v(uit(SoortOrganisatie)),
            "status": v(uit(ProspectStatus)),
            "datum": v(Datum()),
            "opmerking": _(Tekst()),
        },
        ("organisatie_naam",),
    ),
    "beleidsdoelen": Schema(
        {
            "doel": v(van(Beleidsdoel, "doel")),
            "actie": v(van(Beleidsdoel, "actie")),
            "indicator": v(van(Beleidsdoel, "indicator")),
            "jaar": v(Jaar()),
            "streefcijfer": _(Geheel()),
            "realisatie": _(Geheel()),
            "bron": _(van(Beleidsdoel, "bron")),
        },
        ("doel", "actie", "indicator", "jaar"),
    ),
    "regieacties": Schema(
        {
            "jaar": v(Jaar()),
            "soort": v(uit(Regierol)),
            "omschrijving": v(van(Regieactie, "omschrijving")),
            "partners": _(Lijst(Tekst(120))),
            "gedaan_op": _(Datum()),
        },
        ("omschrijving", "jaar", "soort"),
    ),
    "regiegemeenten": Schema(
        {"naam": v(van(Regiegemeente, "naam")), "inwoners": v(Geheel())},
        ("naam",),
    ),
    "opdrachten": Schema(
        {
            "jaar": v(Jaar()),
            "soort": v(uit(SoortOpdracht)),
            "onderwerp": v(van(SocialeOpdracht, "onderwerp")),
            "uitvoerder": _(van(SocialeOpdracht, "uitvoerder")),
            "bedrag": _(Bedrag()),
        },
        ("onderwerp", "jaar"),
    ),
    "overleg": Schema(
        {
            "datum": v(Datum()),
            "met": v(Verwijzing("glowpartners", ook=MET)),
            "onderwerp": v(van(Overleg, "onderwerp")),
            "verslag": _(Tekst()),
        },
        ("datum", "met", "onderwerp"),
    ),
    "fiches": Schema(
        {
            "leerwerkplek": v(PLEK),
            "status": v(Keuze(FICHE)),
            "datum": v(Datum()),
            "ondertekenaar": _(PERSOON),
            "hoedanigheid": _(uit(Hoedanigheid)),
        },
        ("leerwerkplek",),
    ),
}
