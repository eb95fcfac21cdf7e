"""Welke rollen samen kunnen, of een link nog werkt, en waar een periode staat. Geen database."""

from collections.abc import Collection
from datetime import date, datetime

from beheer.enums import Periode, Stand, Toegang
from beheer.models import Uitgenodigd
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap, Plaatsvervanging

VAN_EEN_BESTUUR = tuple(rol for rol in Rol if rol != Rol.GLOW)  # wie voor een partner werkt, beheert die partner
PARTNER_DAGEN = 7  # zo lang werkt de link in een uitnodiging van een GLOW-partner


def rollen_bezwaren(rollen: Collection[str], tot: date | None, vandaag: date) -> list[tuple[str, str | None]]:
    """Waarom iemand deze rollen niet samen of zonder einddatum kan hebben: (zin, veld); leeg als het mag."""
    redenen: list[tuple[str, str | None]] = []
    if not rollen:
        redenen.append(("Kies minstens één rol.", "rollen"))
    if Rol.CONTROLEUR in rollen and len(rollen) > 1:
        redenen.append(("Een ESF-controleur heeft geen andere rol. Vink de andere rollen uit.", "rollen"))
    if Rol.CONTROLEUR in rollen and tot is None:
        redenen.append(("Vul in tot wanneer de ESF-controleur toegang heeft.", "tot"))
    if tot is not None and tot < vandaag:
        redenen.append(("Deze dag is voorbij. Kies vandaag of later.", "tot"))
    return redenen


def toegang(lid: Lidmaatschap, vandaag: date) -> Toegang:
    if lid.ingetrokken_op is not None:
        return Toegang.INGETROKKEN
    return Toegang.VERLOPEN if lid.tot is not None and lid.tot < vandaag else Toegang.ACTIEF


def stand(rij: Uitgenodigd, nu: datetime) -> Stand:
    """Waar een uitnodiging staat. Of de mail onderweg of mislukt is, weet enkel haar taak."""
    if rij.aanvaard_op is not None:
        return Stand.AANVAARD
    if rij.ingetrokken_op is not None:
        return Stand.INGETROKKEN
    if rij.vervalt_op is None:
        return Stand.ONDERWEG
    return Stand.VERVALLEN if rij.vervallen(nu) else Stand.VERSTUURD


def waar(rij: Plaatsvervanging, vandaag: date) -> Periode:
    if rij.beeindigd_op is not None:
        return Periode.BEEINDIGD
    if vandaag < rij.van:
        return Periode.KOMT
    return Periode.LOOPT if vandaag <= rij.tot else Periode.VOORBIJ


_RAAD = {
    "SleutelOntbreekt": "De sleutel van het zegel ontbreekt. Zet ze terug en probeer opnieuw.",
    "VerkeerdWachtwoord": "Het wachtwoord van het zegel past niet. Verbeter het in de instellingen en probeer opnieuw.",
    "CertificaatVerlopen": "Het certificaat van het zegel is niet meer geldig. Vraag een nieuw en probeer opnieuw.",
    "SchijfVol": "De map van het zegel is niet te schrijven. Maak plaats op de schijf en probeer opnieuw.",
    "TijdstempelFout": "Geen tijdstempelserver antwoordt goed. Kijk GD_TSA_URLS na en probeer opnieuw.",
    "DienstFout": "De ondertekendienst antwoordt niet. Kijk GD_ZEGELS na en probeer opnieuw.",
    "BewijsFout": "Of een certificaat ingetrokken is, was niet na te gaan. Probeer later opnieuw.",
    "NietLanger": "De tijdstempelserver geeft geen langer tijdstempel. Kies een andere en probeer opnieuw.",
    "OSError in opslag.py": "Het document is niet te bewaren. Maak plaats op de schijf en probeer opnieuw.",
}


def raad(fout: str) -> str:
    """Wat de beheerder kan doen aan de fout van een taak (soort en plaats); leeg als we het niet weten."""
    soort = fout.split(" in ")[0]
    return _RAAD.get(soort) or _RAAD.get(fout.split(":")[0], "")
