"""Wie wat hoort over een fiche: wie ze moet tekenen, en HR als ze terugkomt. In de transactie van de stap."""

from django.urls import reverse
from django.utils import timezone

from berichten.stappen import Inhoud, aan_leden, aan_rol, handel_af
from fiches.herinneringen import wachtende
from fiches.models import Fiche
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
