"""Welke rol wat mag: dezelfde tabel die beslist (organisaties.daden)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisaties.daden import DADEN
from organisaties.enums import Gevoelig, Rol
from organisaties.verzoek import daad

WAAROM = dict(Gevoelig.choices)
KORT = {  # boven een smalle kolom; een schermlezer leest het hele woord
    Rol.LEIDINGGEVENDE: "leiding",
    Rol.DIRECTEUR: "directie",
    Rol.COORDINATOR: "coörd.",
    Rol.GLOW: "GLOW",
    Rol.CONTROLEUR: "ESF",
    Rol.BEHEERDER: "beheer",
}


@daad("rechten.zien")
def rechten(request: HttpRequest) -> HttpResponse:
    rollen = [(rol, KORT.get(rol, rol.label), rol.label) for rol in Rol]
    groepen: dict[str, list[dict]] = {}
    for recht in DADEN:
        rij = {
            "uitleg": recht.uitleg,
            "gevoelig": WAAROM.get(recht.gevoelig, ""),
            "vervangbaar": recht.vervangbaar,
            "cellen": [(label, rol in recht.rollen) for rol, _, label in rollen],
        }
        groepen.setdefault(recht.groep, []).append(rij)
    return render(request, "beheer/rechten.html", {"groepen": list(groepen.items()), "rollen": rollen})
