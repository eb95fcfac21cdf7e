"""Wie wat hoort over een fiche: wie ze moet tekenen, en HR als ze terugkomt. In de transactie van de stap."""

from django.urls import reverse
from django.utils import timezone

from berichten.stappen import Inhoud, aan_leden, aan_rol, handel_af
from fiches.herinneringen import wachtende
from fiches.models import Aanlevering, Fiche
from kern.opmaak import datum_woord
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap

KNOP = "Fiche nakijken en ondertekenen"


def _sleutel(fiche: Fiche) -> str:
    return f"fiche {fiche.pk} te ondertekenen"


def ingediend(fiche: Fiche) -> None:
    """Aan op wie de fiche nu wacht. Is er niemand met toegang, dan blijft ze in de lijst van HR staan."""
    plek = fiche.leerwerkplek
    inhoud = Inhoud(
        "fiche_te_ondertekenen",
        _sleutel(fiche),
        f"Fiche {plek.code} wacht op je handtekening",
        (
            f"De fiche van leerwerkplek {plek.code}, {plek.functie}, is ingediend (versie {fiche.versie}).",
            "Lees ze na. Klopt ze, teken ze dan af; klopt ze niet, stuur ze terug met een reden.",
        ),
        (KNOP, reverse("fiches:fiche", args=[fiche.pk])),
    )
    (wachtend,) = wachtende(fiche.bestuur_id, timezone.localdate(), enkel=fiche)
    aan_leden(fiche.bestuur_id, wachtend.op, inhoud)


def teruggestuurd(fiche: Fiche, door: Lidmaatschap) -> None:
    """Aan HR, met de reden; niet aan wie ze zelf terugstuurde. Wie nog moest tekenen, hoeft niet meer."""
    handel_af(fiche.bestuur_id, _sleutel(fiche))
    plek = fiche.leerwerkplek
    inhoud = Inhoud(
        "fiche_terug",
        f"fiche {fiche.pk} terug",
        f"Fiche {plek.code} kwam terug",
        (
            f"{door.gebruiker.volledige_naam} stuurde de fiche van leerwerkplek {plek.code}, {plek.functie}, terug.",
            f"De reden: {fiche.teruggestuurd_reden}",
            "Pas de plek aan en dien een nieuwe versie in.",
        ),
        ("Fiche bekijken", reverse("fiches:fiche", args=[fiche.pk])),
    )
    aan_rol(fiche.bestuur_id, Rol.HR, inhoud, behalve=door)


def ingetrokken(fiche: Fiche) -> None:
    """Wie nog moest tekenen, hoeft niet meer."""
    handel_af(fiche.bestuur_id, _sleutel(fiche))


def ondertekend(bestuur_id: int, *fiches: Fiche) -> None:
    """Wie ook had mogen tekenen, hoeft niet meer. Van een ronde in één keer: geen bericht blijft lang vergrendeld."""
    handel_af(bestuur_id, *map(_sleutel, fiches))


# --- wat buiten de toepassing ondertekend wordt

TWEEDE_PERSOON = (Rol.HR, Rol.DIRECTEUR, Rol.COORDINATOR)


def _te_bevestigen(rij: Aanlevering) -> str:
    return f"aanlevering {rij.pk}"


def te_bevestigen(rij: Aanlevering) -> None:
    """Aan wie de tweede persoon kan zijn; niet aan wie zelf oplaadde."""
    plek = rij.leerwerkplek
    inhoud = Inhoud(
        "scan_te_bevestigen",
        _te_bevestigen(rij),
        f"Fiche {plek.code}: bevestig wat opgeladen is",
        (
            f"{rij.door.gebruiker.volledige_naam} laadde een ondertekende fiche op van leerwerkplek {plek.code}.",
            "Leg ze naast de gegevens. Klopt ze, bevestig ze dan. Anders weiger je ze met een reden.",
        ),
        ("Nakijken", reverse("fiches:bevestigen", args=[rij.pk])),
    )
    for rol in TWEEDE_PERSOON:
        aan_rol(rij.bestuur_id, rol, inhoud, behalve=rij.door)


def aanlevering_voorbij(rij: Aanlevering) -> None:
    """Er is niets meer te bevestigen."""
    handel_af(rij.bestuur_id, _te_bevestigen(rij))


def bevestigd(rij: Aanlevering, door: Lidmaatschap) -> None:
    """Aan wie oplaadde, en aan wie volgens de scan tekende: die hoort het als het niet klopt."""
    aanlevering_voorbij(rij)
    plek, wie = rij.leerwerkplek, door.gebruiker.volledige_naam
    zin = f"{wie} bevestigde de fiche van leerwerkplek {plek.code}, {plek.functie}."
    assert rij.getekend_op is not None  # een datum hoort bij elke bevestiging
    getekend = f"Ze is ondertekend door {rij.naam} op {datum_woord(rij.getekend_op)}."
    inhoud = Inhoud(
        "scan_beslist",
        f"aanlevering {rij.pk} bevestigd",
        f"Fiche {plek.code} is bevestigd",
        (zin, getekend, "Klopt dat niet? Zeg het dan aan HR."),
        ("Fiche bekijken", reverse("fiches:fiche", args=[rij.fiche_id])),
    )
    leden = [lid for lid in (rij.door, rij.ondertekenaar) if lid is not None and lid.pk != door.pk]
    aan_leden(rij.bestuur_id, leden, inhoud)


def afgekeurd(rij: Aanlevering) -> None:
    """Aan wie met een eigen certificaat tekende: de handtekening geldt niet, met de reden van het nakijken."""
    plek = rij.leerwerkplek
    inhoud = Inhoud(
        "scan_beslist",
        f"aanlevering {rij.pk} afgekeurd {rij.bestand_id}",
        f"Fiche {plek.code}: je handtekening is niet aanvaard",
        (
            f"De PDF die je oplaadde voor leerwerkplek {plek.code} is nagekeken.",
            f"De reden: {rij.vaststelling}",
            "Onderteken de PDF die klaarstaat opnieuw, of kies een andere manier.",
        ),
        ("Verder gaan", reverse("fiches:fiche", args=[rij.fiche_id])),
    )
    aan_leden(rij.bestuur_id, [rij.door], inhoud)


def geweigerd(rij: Aanlevering, door: Lidmaatschap) -> None:
    """Aan wie oplaadde, met de reden."""
    aanlevering_voorbij(rij)
    plek = rij.leerwerkplek
    adres = reverse("fiches:fiche", args=[rij.fiche_id]) if rij.fiche_id else reverse("fiches:vooraf", args=[plek.pk])
    inhoud = Inhoud(
        "scan_beslist",
        f"aanlevering {rij.pk} geweigerd",
        f"Fiche {plek.code}: wat je oplaadde is geweigerd",
        (
            f"{door.gebruiker.volledige_naam} weigerde de ondertekende fiche van leerwerkplek {plek.code}.",
            f"De reden: {rij.reden}",
            "Laad een nieuwe op, of onderteken op een andere manier.",
        ),
        ("Verder gaan", adres),
    )
    aan_leden(rij.bestuur_id, [rij.door], inhoud)
