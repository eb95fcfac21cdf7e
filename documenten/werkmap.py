"""Een lijst als werkmap (XLSX), met de logobanner op het voorblad (bron 002)."""

from django.http import HttpResponse
from django.utils import timezone

from documenten import huisstijl
from kern.tabel import Tabel, als_xlsx
from kern.uitvoer import antwoord
from organisaties.toegang import Actor


def van_lijst(actor: Actor, *tabellen: Tabel) -> HttpResponse:
    """De tabellen van één lijst als bijlage, elk op een eigen blad; de eerste geeft de naam.

    Een GLOW-partner kijkt over de besturen heen en krijgt de stijl van de toepassing.
    """
    stijl, eerste = huisstijl.voor(actor.bestuur), tabellen[0]
    van = stijl.bestuur_naam or (actor.glowpartner.naam if actor.glowpartner else "")
    voorblad = [
        stijl.banner_tekst,
        stijl.fonds_tekst,
        *(["Demogegevens: niets in dit bestand is echt."] if stijl.demo else []),
        f"{eerste.titel}, {van}" if van else eerste.titel,
    ]
    return antwoord(eerste.naam.lower(), als_xlsx(eerste.titel, voorblad, tabellen, timezone.localtime()))
