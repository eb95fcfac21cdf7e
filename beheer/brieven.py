"""De tekst van een uitnodiging: wie nodigt uit, waar, in welke rol, tot wanneer de link werkt."""

from datetime import datetime

from beheer.models import Partneruitnodiging, Uitgenodigd, Uitnodiging
from kern.mail import Brief
from kern.opmaak import datum_woord, opsomming, tijdstip
from organisaties.enums import Rol


def _aanhef(rij: Uitgenodigd) -> str:
    return f"Dag {rij.voornaam}," if rij.voornaam else "Dag,"


def _slot(vervalt_op: datetime) -> tuple[str, ...]:
    return (
        f"De knop werkt tot {tijdstip(vervalt_op)}, en maar één keer.",
        "Verwachtte je dit bericht niet? Dan hoef je niets te doen.",
    )


def van_bestuur(rij: Uitnodiging, adres: str, vervalt_op: datetime) -> Brief:
    waar = rij.bestuur.naam
    wie = f"{rij.door.gebruiker.volledige_naam} van {waar} nodigt je uit" if rij.door else f"{waar} nodigt je uit"
    rollen = opsomming([Rol(rol).label for rol in rij.rollen])
    alineas = [
        _aanhef(rij),
        f"{wie} om mee te werken in Gemeenschapsdienst.",
        f"Je {'rol' if len(rij.rollen) == 1 else 'rollen'} bij {waar}: {rollen}.",
    ]
    if rij.lid_tot:
        alineas.append(f"Je hebt toegang tot en met {datum_woord(rij.lid_tot)}.")
    return Brief(f"Uitnodiging van {waar}", tuple(alineas), knop=("Uitnodiging openen", adres), slot=_slot(vervalt_op))


def van_partner(rij: Partneruitnodiging, adres: str, vervalt_op: datetime) -> Brief:
    waar = rij.glowpartner.naam
    wie = f"{rij.door.volledige_naam} van {waar} nodigt je uit" if rij.door else f"{waar} nodigt je uit"
    alineas = (
        _aanhef(rij),
        f"{wie} om mee te werken in Gemeenschapsdienst.",
        f"Je werkt er als medewerker van {waar}, een GLOW-partner.",
    )
    return Brief(f"Uitnodiging van {waar}", alineas, knop=("Uitnodiging openen", adres), slot=_slot(vervalt_op))
