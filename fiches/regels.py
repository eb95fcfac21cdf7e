"""Wie een fiche mag aftekenen (bron 000): de direct leidinggevende van déze mentor, HR of de algemeen directeur, of wie
een van hen die dag vervangt. Nooit de mentor van de plek zelf, ook niet in andermans plaats."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fiches.enums import Hoedanigheid, als_wat
from fiches.models import Fiche
from kern.opmaak import datum_woord, opsomming
from mentoren.models import Leiding, Mentor
from mentoren.regels import leidinggevende_van
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap, Plaatsvervanging
from organisaties.toegang import vervangingen

ROLLEN = {Hoedanigheid.HR: Rol.HR, Hoedanigheid.DIRECTEUR: Rol.DIRECTEUR}
Leider = Callable[[Mentor, date], Leiding | None]
IS_MENTOR = "Je bent de mentor van deze plek. Laat iemand anders tekenen."
GEEN_GEZAG = "Je mag deze fiche niet aftekenen. Ze wacht op iemand anders."


@dataclass(frozen=True)
class Gezag:
    """Waarom deze persoon in deze hoedanigheid mag tekenen; wordt bevroren in de handtekening.

    `vervanging`: in wiens plaats, of None wie voor zichzelf tekent.
    """

    hoedanigheid: str
    grond: str
    vanaf: str = ""
    vervanging: Plaatsvervanging | None = None

    @property
    def sleutel(self) -> str:
        """Wat de ondertekenaar kiest: de hoedanigheid, en zo nodig welke plaatsvervanging."""
        return f"{self.hoedanigheid}-{self.vervanging.pk}" if self.vervanging else self.hoedanigheid

    @property
    def als(self) -> str:
        """“algemeen directeur”, of “plaatsvervanger van An Peeters, algemeen directeur (referentie …)”."""
        return als_wat(self.hoedanigheid, self.bevroren().get("plaatsvervanging"))

    def bevroren(self) -> dict:
        """Wat in de handtekening blijft staan: namen en datums, geen verwijzing die later iets anders kan zeggen."""
        vast: dict = {"hoedanigheid": str(self.hoedanigheid), "grond": self.grond, "vanaf": self.vanaf}
        if v := self.vervanging:
            vast["plaatsvervanging"] = {
                "nummer": v.pk,
                "voor": v.voor.gebruiker.volledige_naam,
                "referentie": v.referentie,
                "van": v.van.isoformat(),
                "tot": v.tot.isoformat(),
            }
        return vast


def is_mentor(fiche: Fiche, lid: Lidmaatschap) -> bool:
    """Is dit lid de mentor in de fiche, of die van de plek vandaag?"""
    huidig = fiche.leerwerkplek.mentor
    return lid.pk in {fiche.mentor.lidmaatschap_id, huidig.lidmaatschap_id if huidig else None}


def gezag(
    fiche: Fiche,
    lid: Lidmaatschap,
    op: date,
    *,
    vervangt: Iterable[Plaatsvervanging] | None = None,
    leidt: Leider = leidinggevende_van,
) -> list[Gezag]:
    """De hoedanigheden waarin dit lid deze fiche op die dag mag tekenen, eerst de eigen; leeg als het in geen mag.

    `vervangt`: wie dit lid die dag vervangt, als dat al gelezen is; `leidt`: wie een mentor leidt, voor een lijst
    waarvan dat in één keer gelezen is.
    """
    if is_mentor(fiche, lid):
        return []
    namens = [
        replace(grond, vervanging=vervanging)
        for vervanging in (vervangingen(lid, op) if vervangt is None else vervangt)
        for grond in _eigen_gezag(fiche, vervanging.voor, op, leidt)
        if grond.hoedanigheid == vervanging.hoedanigheid
    ]
    return _eigen_gezag(fiche, lid, op, leidt) + namens


def _eigen_gezag(fiche: Fiche, lid: Lidmaatschap, op: date, leidt: Leider) -> list[Gezag]:
    """Wat dit lid zelf mag. Wie de mentor van de plek is, heeft niets: dus ook niets om te laten overnemen."""
    if is_mentor(fiche, lid):
        return []
    gevonden = []
    leiding = leidt(fiche.mentor, op) if Rol.LEIDINGGEVENDE in lid.rollen else None
    if leiding is not None and leiding.leidinggevende_id == lid.pk:
        grond = f"direct leidinggevende van mentor {fiche.mentor.code}"
        gevonden.append(Gezag(Hoedanigheid.LEIDINGGEVENDE, grond, leiding.van.isoformat()))
    for hoedanigheid, rol in ROLLEN.items():
        if rol in lid.rollen:
            gevonden.append(Gezag(hoedanigheid, f"rol {rol.label} bij {fiche.bestuur.naam}"))
    return gevonden


def bezwaar(fiche: Fiche, lid: Lidmaatschap, keuze: str, op: date) -> str:
    """Waarom dit lid niet in deze hoedanigheid (`Gezag.sleutel`) mag tekenen; leeg als het mag."""
    if is_mentor(fiche, lid):
        return IS_MENTOR
    if keuze in {g.sleutel for g in gezag(fiche, lid, op)}:
        return ""
    hoedanigheid, _, vervanging = keuze.partition("-")
    if vervanging:
        return "Je plaatsvervanging geldt nu niet voor deze fiche. Vraag het aan de beheerder."
    if hoedanigheid == Hoedanigheid.LEIDINGGEVENDE:
        return "Je was op die dag niet de direct leidinggevende van deze mentor."
    return f"Je hebt de rol niet om te tekenen als {Hoedanigheid(hoedanigheid).label}."


def gezag_als(fiche: Fiche, lid: Lidmaatschap, hoedanigheid: str, op: date) -> Gezag | None:
    """Het gezag van dit lid op die dag in deze hoedanigheid: het eigen, anders in andermans plaats; None zonder."""
    return next((g for g in gezag(fiche, lid, op) if g.hoedanigheid == hoedanigheid), None)


def dag_bezwaar(op: date, *, vandaag: date, van: date | None = None, voor: date | None = None) -> str:
    """Waarom een fiche niet op die dag op papier getekend kan zijn; leeg als het kan.

    `van`: de dag waarop deze versie ingediend werd. `voor`: de dag van ingebruikname, waar het ervoor moet zijn.
    """
    if op > vandaag:
        return "Deze dag moet nog komen. Vul de dag in die op de fiche staat."
    if van and op < van:
        return f"Deze versie bestaat sinds {datum_woord(van)}. Vroeger kon niemand ze tekenen."
    if voor and op >= voor:
        return f"Vul een dag in vóór {datum_woord(voor)}: toen nam het bestuur deze toepassing in gebruik."
    return ""


VERPLICHT = {  # wat een fiche om af te tekenen moet zeggen (besluit 21): waar het staat, en wat er ontbreekt
    ("leerwerkplek", "functie"): "de functie",
    ("leerwerkplek", "taken"): "een taak",
    ("leerwerkplek", "competenties"): "een generieke competentie",
    ("leerwerkplek", "uren_per_maand"): "de uren per maand",
    ("mentor", "naam"): "de mentor",
    ("mentor", "leidinggevende"): "de direct leidinggevende van de mentor",
    ("banner", "tekst"): "de logobanner",
}


def tekort(inhoud: Mapping[str, Any]) -> list[str]:
    """Wat er in een bevroren inhoud ontbreekt om ze af te tekenen; leeg als ze volledig is."""
    gemist = [naam for (deel, veld), naam in VERPLICHT.items() if not inhoud[deel].get(veld)]
    if inhoud["leerwerkplek"].get("additioneel") is None:
        gemist.append("of de plek bijkomend is")
    return gemist + ([] if inhoud["aanbod"] else ["een aanbod aan een GLOW-partner"])


def onvolledig(inhoud: Mapping[str, Any]) -> str:
    """De zin die zegt wat er ontbreekt en wat te doen; leeg als er niets ontbreekt."""
    gemist = tekort(inhoud)
    return f"Er ontbreekt: {opsomming(gemist)}. Stuur de fiche terug naar HR." if gemist else ""


def vorige(fiche: Fiche, versies: Iterable[Fiche]) -> Fiche | None:
    """De versie om mee te vergelijken: de laatste afgetekende ervoor, anders de laatste die niet getekend raakte."""
    eerder = sorted((v for v in versies if v.versie < fiche.versie), key=lambda v: (v.is_afgetekend, v.versie))
    return eerder[-1] if eerder else None
