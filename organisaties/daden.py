"""Wie mag wat: de ene tabel van rol × daad, met voor elke daad een omschrijving en waarom ze gevoelig is.

`toegang` beslist ermee, docs/statussen.md en de bladzijde Rechten tonen ze: drie keer dezelfde gegevens.
"""

from dataclasses import dataclass

from organisaties.enums import Gevoelig, Rol

HR, MENTOR, LEIDINGGEVENDE, DIRECTEUR = Rol.HR, Rol.MENTOR, Rol.LEIDINGGEVENDE, Rol.DIRECTEUR
COORDINATOR, GLOW, CONTROLEUR, BEHEERDER = Rol.COORDINATOR, Rol.GLOW, Rol.CONTROLEUR, Rol.BEHEERDER

PLEKKEN, MENTOREN, FICHES, KANDIDATEN = "Leerwerkplekken", "Mentoren", "Fiches", "Kandidaten"
UREN, BEWIJS, AANBOD, BEHEER = "Uren en maandstaten", "Project en bewijs", "GLOW-partner", "Beheer"
EVALUATIE = "Evaluatie, attest en uitstroom"
RELATIE = "Overleg, overeenkomsten en prospecten"


@dataclass(frozen=True)
class Daad:
    """Eén recht. `gevoelig` zegt waarom wie dit mag zich met een tweede factor aanmeldt; leeg: hoeft niet.

    `vervangbaar`: ook wie iemand met deze rol vervangt, mag dit zolang de plaatsvervanging loopt.
    """

    naam: str
    groep: str
    uitleg: str
    rollen: frozenset[str]
    gevoelig: str = ""
    vervangbaar: bool = False


def _daad(naam: str, groep: str, uitleg: str, *rollen: str, gevoelig: str = "", vervangbaar: bool = False) -> Daad:
    return Daad(naam, groep, uitleg, frozenset(rollen), gevoelig, vervangbaar)


TEKENT, BEHEERT, NAMEN = Gevoelig.TEKENT, Gevoelig.BEHEERT, Gevoelig.ZIET_NAMEN

DADEN: tuple[Daad, ...] = (
    _daad(
        "leerwerkplek.zien",
        PLEKKEN,
        "Leerwerkplekken bekijken",
        HR,
        LEIDINGGEVENDE,
        DIRECTEUR,
        COORDINATOR,
    ),
    _daad("leerwerkplek.bewerken", PLEKKEN, "Leerwerkplekken maken, wijzigen, aanbieden en sluiten", HR),
    _daad("aanbod.noteren", PLEKKEN, "Een antwoord van een GLOW-partner noteren dat langs telefoon of mail kwam", HR),
    _daad(
        "planstandaard.beheren",
        PLEKKEN,
        "Kiezen waarmee een nieuw plan van aanpak begint",
        HR,
        BEHEERDER,
    ),
    _daad("mentor.zien", MENTOREN, "Mentoren en certificaten bekijken", HR, COORDINATOR),
    _daad("mentor.bewerken", MENTOREN, "Mentoren, opleidingen en certificaten bewerken", HR),
    _daad(
        "fiche.zien",
        FICHES,
        "Fiches bekijken",
        HR,
        LEIDINGGEVENDE,
        DIRECTEUR,
        COORDINATOR,
        vervangbaar=True,
    ),
    _daad("fiche.indienen", FICHES, "Fiches indienen ter ondertekening", HR),
    _daad(
        "fiche.ondertekenen",
        FICHES,
        "Fiches ondertekenen of terugsturen",
        HR,
        LEIDINGGEVENDE,
        DIRECTEUR,
        gevoelig=TEKENT,
        vervangbaar=True,
    ),
    _daad(
        "fiche.aanleveren",
        FICHES,
        "Een scan van een op papier getekende fiche opladen",
        HR,
        LEIDINGGEVENDE,
        DIRECTEUR,
        vervangbaar=True,
    ),
    _daad("fiche.vooraf", FICHES, "Een fiche van vóór de ingebruikname opladen", HR),
    _daad(
        "fiche.bevestigen",
        FICHES,
        "Als tweede persoon een opgeladen scan bevestigen of weigeren",
        HR,
        DIRECTEUR,
        COORDINATOR,
        gevoelig=TEKENT,
    ),
    _daad("kandidaat.behandelen", KANDIDATEN, "Kandidaten nakijken, aanvaarden of weigeren", HR, gevoelig=NAMEN),
    _daad("uren.invoeren", UREN, "Uren van eigen deelnemers invoeren", MENTOR, gevoelig=NAMEN),
    _daad("uren.namens", UREN, "Uren invoeren en een maand doorsturen namens een mentor", HR, gevoelig=NAMEN),
    _daad("maandstaat.doorsturen", UREN, "Een maand doorsturen", MENTOR, gevoelig=NAMEN),
    _daad(
        "maandstaat.bevestigen",
        UREN,
        "Alle maandstaten en deelnemers van het bestuur bekijken",
        HR,
        COORDINATOR,
        gevoelig=NAMEN,
    ),
    _daad(
        "maandstaat.nakijken",
        UREN,
        "Maandstaten bevestigen of terugsturen; een leidinggevende die van de eigen mentoren, als het bestuur dat koos",
        HR,
        COORDINATOR,
        LEIDINGGEVENDE,
        gevoelig=NAMEN,
    ),
    _daad("maandstaat.verbeteren", UREN, "Een bevestigde maand heropenen om ze te verbeteren", HR, gevoelig=NAMEN),
    _daad("urenstaat.ophalen", UREN, "Urenstaten bekijken en ophalen", HR, COORDINATOR, MENTOR, GLOW, gevoelig=NAMEN),
    _daad("plaatsing.zien", UREN, "Plaatsingen en hun afspraken bekijken", HR, COORDINATOR, gevoelig=NAMEN),
    _daad("plaatsing.bewerken", UREN, "Deelnemers en plaatsingen bewerken", HR, gevoelig=NAMEN),
    _daad("evaluatie.zien", EVALUATIE, "Evaluaties van eigen deelnemers lezen", HR, MENTOR, GLOW, gevoelig=NAMEN),
    _daad("evaluatie.invullen", EVALUATIE, "Een evaluatie invullen en afronden", HR, MENTOR, gevoelig=NAMEN),
    _daad("attest.maken", EVALUATIE, "Een attest voor de deelnemer maken", HR, gevoelig=NAMEN),
    _daad("attest.ophalen", EVALUATIE, "Een attest ophalen", HR, GLOW, gevoelig=NAMEN),
    _daad("uitstroom.noteren", EVALUATIE, "Uitstroom en opvolging noteren", HR, GLOW, gevoelig=NAMEN),
    _daad(
        "overleg.zien", RELATIE, "Overleg bekijken waar je zelf bij bent", *(rol for rol in Rol if rol != CONTROLEUR)
    ),
    _daad("overleg.alle", RELATIE, "Alle overleg van het bestuur bekijken", HR, COORDINATOR),
    _daad("overleg.bewerken", RELATIE, "Overleg plannen, uitnodigen en een verslag maken", HR, COORDINATOR),
    _daad("actiepunt.afvinken", RELATIE, "Eigen actiepunten afvinken", *(rol for rol in Rol if rol != CONTROLEUR)),
    _daad("overeenkomst.beheren", RELATIE, "Samenwerkingsovereenkomsten bewaren en verlengen", HR, COORDINATOR),
    _daad("prospect.beheren", RELATIE, "Organisaties opvolgen die plekken kunnen openen", HR, COORDINATOR),
    _daad("herinneren", BEWIJS, "Zien wat blijft liggen, en eraan herinneren", HR, COORDINATOR),
    _daad("voortgang.zien", BEWIJS, "Doelen en resultaten bekijken", COORDINATOR, CONTROLEUR),
    _daad("doelen.verdelen", BEWIJS, "De doelen van een project verdelen over organisaties", COORDINATOR),
    _daad("rapport.maken", BEWIJS, "Een ESF-rapport laten maken en verzegelen", COORDINATOR),
    _daad("beleid.beheren", BEWIJS, "Het lokaal sociaal beleid rond werk opvolgen", HR, COORDINATOR),
    _daad("publiek.beheren", BEWIJS, "Kiezen wat op de publieke projectpagina staat", BEHEERDER, gevoelig=BEHEERT),
    _daad("bewijspakket.maken", BEWIJS, "Een bewijspakket maken", COORDINATOR, gevoelig=NAMEN),
    _daad("bewijspakket.ophalen", BEWIJS, "Een bewijspakket ophalen", COORDINATOR, CONTROLEUR, gevoelig=NAMEN),
    _daad("controle.zien", BEWIJS, "Controles en hun vragen bekijken", HR, COORDINATOR, BEHEERDER, CONTROLEUR),
    _daad(
        "controle.maken",
        BEWIJS,
        "Een ESF-controleur uitnodigen voor één project",
        COORDINATOR,
        BEHEERDER,
        gevoelig=BEHEERT,
    ),
    _daad(
        "controle.uitvoeren",
        BEWIJS,
        "Een project controleren: steekproef, dossiers, vragen",
        CONTROLEUR,
        gevoelig=NAMEN,
    ),
    _daad("controle.beantwoorden", BEWIJS, "Vragen van een ESF-controleur beantwoorden", HR, COORDINATOR),
    _daad("contact.beheren", AANBOD, "Contactpersonen van het bestuur bewerken, die van partners zien", HR, BEHEERDER),
    _daad("contact.partner", AANBOD, "Eigen contactpersonen bewerken, die van besturen zien", GLOW),
    _daad(
        "werkafspraken.tekenen",
        AANBOD,
        "Werkafspraken van eigen deelnemers lezen en ondertekenen",
        GLOW,
        gevoelig=TEKENT,
    ),
    _daad("aanbod.bekijken", AANBOD, "Aangeboden leerwerkplekken bekijken", GLOW),
    _daad("aanbod.beantwoorden", AANBOD, "Een vraag stellen over een aangeboden plek, of ze weigeren", GLOW),
    _daad(
        "uren.uitwisselen", AANBOD, "Bevestigde uren van eigen deelnemers bekijken en exporteren", GLOW, gevoelig=NAMEN
    ),
    _daad("kandidaat.voorstellen", AANBOD, "Kandidaten voorstellen en opvolgen", GLOW, gevoelig=NAMEN),
    _daad("collegas.beheren", AANBOD, "Collega's uitnodigen en hun toegang intrekken", GLOW, gevoelig=BEHEERT),
    _daad("personen.zien", BEHEER, "Zien wie toegang heeft, met welke rol", BEHEERDER, gevoelig=BEHEERT),
    _daad("personen.beheren", BEHEER, "Personen uitnodigen, wijzigen en intrekken", BEHEERDER, gevoelig=BEHEERT),
    _daad("rechten.zien", BEHEER, "Zien welke rol wat mag", BEHEERDER, gevoelig=BEHEERT),
    _daad("plaatsvervanging.regelen", BEHEER, "Een plaatsvervanger aanduiden", BEHEERDER, gevoelig=BEHEERT),
    _daad(
        "plaatsvervanging.eigen",
        BEHEER,
        "Een plaatsvervanger aanduiden voor de eigen afwezigheid",
        LEIDINGGEVENDE,
        DIRECTEUR,
        gevoelig=TEKENT,
    ),
    _daad("instellingen.beheren", BEHEER, "Instellingen van het bestuur wijzigen", BEHEERDER, gevoelig=BEHEERT),
    _daad("logboek.zien", BEHEER, "Het logboek bekijken", BEHEERDER, gevoelig=NAMEN),
    _daad("taken.beheren", BEHEER, "Taken op de achtergrond opvolgen", BEHEERDER, gevoelig=BEHEERT),
)
ACTEN: dict[str, frozenset[str]] = {daad.naam: daad.rollen for daad in DADEN}
VERVANGBAAR = frozenset(daad.naam for daad in DADEN if daad.vervangbaar)


def vraagt_tweede_factor(rollen: frozenset[str] | set[str]) -> bool:
    """Of iemand met deze rollen tekent, beheert of namen van deelnemers ziet (besluit: dan een tweede factor)."""
    return any(daad.gevoelig and daad.rollen & rollen for daad in DADEN)
