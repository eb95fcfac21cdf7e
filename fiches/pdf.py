"""De pagina's van een fiche."""

from fiches.models import Fiche, Handtekening


def bestandsnaam(fiche: Fiche) -> str:
    return f"{fiche.leerwerkplek.code}-v{fiche.versie}"


def leeskopie(fiche: Fiche) -> bytes:
    raise LookupError("de pagina van de fiche bestaat nog niet")


def definitief(fiche: Fiche, handtekening: Handtekening) -> bytes:
    raise LookupError("de pagina van de fiche bestaat nog niet")
