"""Het attest van de deelnemer: kiezen wat erop staat, maken, ophalen."""

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from documenten import huisstijl
from documenten.http import antwoord
from documenten.models import Document
from evaluaties import blad, inhoud, regels, toegang
from evaluaties.forms import AttestForm
from evaluaties.stappen import einde as stappen
from evaluaties.views import hulp
from kern import opmaak
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen.models import Plaatsing


@daad("attest.maken")
@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = hulp.haal(request, pk)
    terug_url = reverse("evaluaties:plaatsing", args=[pk])
    mag = regels.attest_kan(plaatsing.einde, timezone.localdate())
    if not mag.ok:
        messages.info(request, mag.uitleg)
        return redirect(terug_url)
    form = _formulier(request, plaatsing, terug_url)
    if request.method == "POST" and form.is_valid():
        try:
            gemaakt = stappen.maak_attest(request.actor, plaatsing, **form.cleaned_data)
            messages.success(request, f"Attest versie {gemaakt.versie} is gemaakt. Het zegel komt er zo op.")
            return redirect(f"{terug_url}#attest")
        except Geweigerd as geweigerd:
            form.add_error(None, geweigerd.zin)
    hulp.lees_namen([plaatsing], "attest maken")
    voorbeeld = blad.van_inhoud(_voorstel(request, plaatsing))
    return render(
        request,
        "evaluaties/attest.html",
        {"plaatsing": plaatsing, "form": form, "blad": voorbeeld, "terug_url": terug_url},
    )


def _formulier(request: HttpRequest, plaatsing: Plaatsing, terug_url: str) -> AttestForm:
    """De uitleg bij elk vakje zegt wat er dan op komt, of waarom er niets op komt."""
    uren, groepen = inhoud.uren(plaatsing), inhoud.competenties(plaatsing)
    over_uren = (
        f"{opmaak.uren(uren['minuten'])}, enkel uit bevestigde maanden." if uren else "Er is nog geen maand bevestigd."
    )
    aantal = sum(len(punten) for punten in groepen.values())
    over_kunnen = (
        f"{opmaak.meervoud(aantal, 'competentie', 'competenties')}, uit de eindevaluatie. Enkel wat goed gaat."
        if aantal
        else "Er is geen eindevaluatie. Dan staan enkel de taken op het attest."
    )
    return AttestForm(request.POST or None, uren=over_uren, competenties=over_kunnen, terug_url=terug_url)


def _voorstel(request: HttpRequest, plaatsing: Plaatsing) -> dict:
    return inhoud.stel_samen(
        plaatsing,
        versie=1,
        op=timezone.localdate(),
        stijl=huisstijl.voor(plaatsing.bestuur),
        opgemaakt_door=inhoud.opgemaakt_door(request.actor),
        met_uren=True,
        met_competenties=True,
    )


@daad("attest.ophalen")
@require_safe
def ophalen(request: HttpRequest, pk: int) -> HttpResponse:
    """De verzegelde PDF; `?bewaar` biedt ze aan om te bewaren. Een attest noemt een naam: ophalen is lezen."""
    gevraagd = get_object_or_404(toegang.attesten(request.actor), pk=pk)
    document = _document(gevraagd.pk)
    if document is None:
        raise Http404
    hulp.lees_namen([gevraagd.plaatsing], "attest ophalen")
    return antwoord(document, bijlage="bewaar" in request.GET)


def _document(attest: int) -> Document | None:
    """Het bestand van een attest, ook voor de partner (die ziet de tabel met documenten niet); None zonder zegel."""
    with connection.cursor() as c:
        c.execute("SELECT bestuur_id, bestand, naam, mime FROM attest_bestand(%s)", [attest])
        rij = c.fetchone()
    return Document(bestuur_id=rij[0], bestand=rij[1], naam=rij[2], mime=rij[3]) if rij else None
