"""Wat bij het huis hoort en niet bij een app: keuze van bestuur, thema, vaste pagina's, levensteken."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from documenten.zegel import instelling
from documenten.zegel.testca import stempelwortel_pem, wortel_pem
from organisaties import voor_wie

PAGINAS = {
    "hulp": "Hulp",
    "toegankelijkheid": "Toegankelijkheid",
    "privacy": "Privacy",
    "financiering": "Over de financiering",
}
THEMAS = {"licht": "light", "donker": "dark", "automatisch": ""}


def _terug(request: HttpRequest, volgende: str) -> str:
    veilig = url_has_allowed_host_and_scheme(volgende, {request.get_host()}, require_https=request.is_secure())
    return volgende if veilig else "/"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def kies_bestuur(request: HttpRequest) -> HttpResponse:
    """Voor wie je werkt: GET vraagt het, POST kiest en gaat naar de start, of terug naar het formulier dat wachtte."""
    if request.method != "POST":
        terug = _terug(request, request.GET.get("terug", ""))
        return voor_wie.toon(request, request.GET.get("formulier"), terug)
    waarde = request.POST.get("waarde", "")
    if waarde not in dict(request.actor.keuzes):
        raise Http404
    request.session["handelt_voor"] = waarde
    return redirect(_terug(request, request.POST.get("terug", "")))


@require_POST
def thema(request: HttpRequest) -> HttpResponse:
    antwoord = redirect(_terug(request, request.POST.get("volgende", "")))
    keuze = THEMAS.get(request.POST.get("thema", ""), "")
    antwoord.set_cookie(
        "thema",
        keuze,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return antwoord


def pagina(request: HttpRequest, naam: str) -> HttpResponse:
    if naam not in PAGINAS:
        raise Http404
    return render(request, f"paginas/{naam}.html", {"titel": PAGINAS[naam]})


def wortel(request: HttpRequest) -> HttpResponse:
    """De wortels van de test-CA en haar tijdstempeldienst, voor wie zelf nakijkt; met een echt zegel zijn er geen."""
    if not instelling.is_test():
        raise Http404
    return HttpResponse(wortel_pem() + stempelwortel_pem(), content_type="application/x-pem-file")


def gezond(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as c:
        c.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
