"""Twee tabbladen, twee besturen: een formulier geldt enkel voor wie het getoond werd (beslissing 0012).

De keuze van bestuur geldt voor de hele sessie. Wie in het ene tabblad wisselt en in het andere bewaart, zou anders iets
bewaren voor het verkeerde bestuur. `{% csrf_token %}` zet het veld in elk formulier; niemand moet eraan denken.
"""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

VELD = "voor_wie"
KIES = "kies_bestuur"
VRIJ = {KIES, "thema"}  # gelden voor de persoon, niet voor een bestuur


def klopt_niet(request: HttpRequest) -> bool:
    """Werd dit formulier voor een ander getoond dan voor wie nu gehandeld wordt? Zonder veld is dat niet te weten:
    dat mag enkel wie maar voor één kan handelen."""
    actor = request.actor
    if actor.gebruiker is None or request.resolver_match.view_name in VRIJ:
        return False
    getoond = request.POST.get(VELD)
    return len(actor.keuzes) > 1 if getoond is None else getoond != actor.keuze


def weiger(request: HttpRequest) -> HttpResponse:
    """409, er is niets bewaard; met de weg terug naar het formulier, waar het getypte nog staat (app.js)."""
    getoond, terug = request.POST.get(VELD, ""), vorige_pagina(request)
    if getattr(request, "htmx", False):  # htmx toont geen 409: dan een hele pagina
        antwoord = HttpResponse(status=409)
        antwoord["HX-Redirect"] = f"{reverse(KIES)}?{urlencode({'formulier': getoond, 'terug': terug})}"
        return antwoord
    return toon(request, getoond, terug, status=409)


def toon(request: HttpRequest, getoond: str | None, terug: str, status: int = 200) -> HttpResponse:
    """De pagina *Voor wie werk je?*. Met `getoond` (een keuze, of leeg: onbekend) zegt ze dat een formulier wacht."""
    keuzes = dict(request.actor.keuzes)
    context = {
        "niet_bewaard": getoond is not None,
        "getoond": getoond,
        "getoond_naam": keuzes.get(getoond or "", ""),
        "nu_naam": keuzes.get(request.actor.keuze, ""),
        "terug": terug,
    }
    return render(request, "voor_wie.html", context, status=status)


def vorige_pagina(request: HttpRequest) -> str:
    """Het pad van de pagina met het formulier; een ander adres dan het onze telt niet."""
    delen = urlsplit(request.headers.get("Referer", ""))
    if delen.netloc != request.get_host() or not delen.path:
        return request.path
    return f"{delen.path}?{delen.query}" if delen.query else delen.path
