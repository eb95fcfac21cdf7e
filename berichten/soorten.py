"""Elke soort bericht: één tabel. `verplicht`: de ontvanger kan de mail niet afzetten, enkel het moment kiezen."""

from dataclasses import dataclass

from berichten.enums import Wanneer
from organisaties.enums import Rol

HR, MENTOR, LEIDING, DIRECTEUR = Rol.HR, Rol.MENTOR, Rol.LEIDINGGEVENDE, Rol.DIRECTEUR
COORDINATOR, GLOW, BEHEERDER = Rol.COORDINATOR, Rol.GLOW, Rol.BEHEERDER


@dataclass(frozen=True)
class Soort:
    """`rollen`: wie dit bericht kan krijgen, en het dus in zijn voorkeuren ziet.

    `vast`: de mail volgt een eigen weg; er is niets in te stellen.
    """

    naam: str
    label: str
    rollen: frozenset[str]
    verplicht: bool = False
    wanneer: str = Wanneer.DIRECT
    vast: bool = False


def _soort(naam: str, label: str, *rollen: str, **anders) -> Soort:
    return Soort(naam, label, frozenset(rollen), **anders)


SAMENVATTING, AFWEZIGHEID = "samenvatting", "afwezigheid"


SOORTEN: dict[str, Soort] = {
    soort.naam: soort
    for soort in (
        _soort("fiche_te_ondertekenen", "Een fiche wacht op je handtekening", HR, LEIDING, DIRECTEUR, verplicht=True),
        _soort("fiche_terug", "Een fiche kwam terug", HR),
        _soort("scan_te_bevestigen", "Een scan wacht op een tweede persoon", HR, DIRECTEUR, COORDINATOR),
        _soort("scan_beslist", "Een scan is bevestigd of geweigerd", HR, LEIDING, DIRECTEUR),
        _soort("maand_door_te_sturen", "Een maand is door te sturen", MENTOR, verplicht=True),
        _soort("plaatsing_loopt_af", "Een plaatsing loopt af", HR, MENTOR, GLOW),
        _soort("evaluatie_te_doen", "Een evaluatie is aan de beurt", MENTOR, wanneer=Wanneer.DAGELIJKS),
        _soort("certificaat_ontbreekt", "Een certificaat ontbreekt", HR, wanneer=Wanneer.DAGELIJKS),
        _soort("project_deadline", "Een project loopt af", COORDINATOR, HR, verplicht=True),
        _soort("plek_leeg", "Een plek blijft leeg", HR, GLOW, wanneer=Wanneer.DAGELIJKS),
        _soort("aanbod", "Een plek wordt aangeboden", GLOW),
        _soort("aanbod_te_beantwoorden", "Een aanbod wacht op antwoord", GLOW),
        _soort("aanbod_antwoord", "Een GLOW-partner antwoordt op een aanbod", HR),
        _soort("aanbod_vraag", "Een vraag of antwoord over een plek", HR, GLOW),
        _soort("zoekopdracht", "Een nieuwe plek past bij je zoekopdracht", GLOW, wanneer=Wanneer.DAGELIJKS),
        _soort("kandidatuur", "Nieuws over een kandidatuur", HR, GLOW),
        _soort("overleg", "Een overleg of actiepunt", HR, COORDINATOR, GLOW, MENTOR, LEIDING, DIRECTEUR),
        _soort("overeenkomst_loopt_af", "Een overeenkomst loopt af", HR, COORDINATOR),
        _soort("zegel_loopt_af", "Het zegel van het bestuur loopt af", BEHEERDER, verplicht=True),
        _soort("controle_vraag", "Een vraag van de ESF-controleur", HR, COORDINATOR),
        # een controleur leest enkel en heeft geen inbox: hij krijgt deze mail altijd
        _soort("controle", "Nieuws over een controle", vast=True),
        _soort("document_te_ondertekenen", "Een document wacht op je handtekening", GLOW, HR),
        # wie begeleidt krijgt de mail altijd, ook zonder account; het bericht staat er dan nog eens in de inbox
        _soort(AFWEZIGHEID, "Een deelnemer is afwezig", GLOW, vast=True),
        # de mail van één keer per dag; ze staat zelf niet in de inbox
        _soort(SAMENVATTING, "Je berichten van vandaag", vast=True),
    )
}
