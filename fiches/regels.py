"""Wie een fiche mag aftekenen (bron 000): de direct leidinggevende van déze mentor, HR of de algemeen directeur.
Nooit de mentor van de plek zelf."""

from dataclasses import dataclass
from datetime import date

from fiches.enums import Hoedanigheid
from fiches.models import Fiche
from mentoren.regels import leidinggevende_van
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap

ROLLEN = {Hoedanigheid.HR: Rol.HR, Hoedanigheid.DIRECTEUR: Rol.DIRECTEUR}
IS_MENTOR = "Je bent de mentor van deze plek. Laat iemand anders tekenen."


@dataclass(frozen=True)
class Gezag:
    """Waarom deze persoon in deze hoedanigheid mag tekenen; wordt bevroren in de handtekening."""

    hoedanigheid: str
    grond: str
    vanaf: str = ""


def is_mentor(fiche: Fiche, lid: Lidmaatschap) -> bool:
    """Is dit lid de mentor in de fiche, of die van de plek vandaag?"""
    huidig = fiche.leerwerkplek.mentor
    return lid.pk in {fiche.mentor.lidmaatschap_id, huidig.lidmaatschap_id if huidig else None}


def gezag(fiche: Fiche, lid: Lidmaatschap, op: date) -> list[Gezag]:
    """De hoedanigheden waarin dit lid deze fiche op die dag mag tekenen; leeg als dat in geen enkele mag."""
    if is_mentor(fiche, lid):
        return []
    gevonden = []
    leiding = leidinggevende_van(fiche.mentor, op)
    if leiding is not None and leiding.leidinggevende_id == lid.pk:
        grond = f"direct leidinggevende van mentor {fiche.mentor.code}"
        gevonden.append(Gezag(Hoedanigheid.LEIDINGGEVENDE, grond, leiding.van.isoformat()))
    for hoedanigheid, rol in ROLLEN.items():
        if rol in lid.rollen:
            gevonden.append(Gezag(hoedanigheid, f"rol {rol.label} bij {lid.bestuur.naam}"))
    return gevonden


def bezwaar(fiche: Fiche, lid: Lidmaatschap, hoedanigheid: str, op: date) -> str:
    """Waarom dit lid niet in deze hoedanigheid mag tekenen; leeg als het mag."""
    if is_mentor(fiche, lid):
        return IS_MENTOR
    if hoedanigheid in {g.hoedanigheid for g in gezag(fiche, lid, op)}:
        return ""
    if hoedanigheid == Hoedanigheid.LEIDINGGEVENDE:
        return "Je was op die dag niet de direct leidinggevende van deze mentor."
    return f"Je hebt de rol niet om te tekenen als {Hoedanigheid(hoedanigheid).label}."
