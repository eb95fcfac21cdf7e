"""De tweede persoon: de scan en de versie naast elkaar, bevestigen of weigeren."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from aanmelding import herbevestig
from documenten import http, werkmap
from documenten.formulieren import ScanWeigeren
from fiches import blad_inhoud, toegang
from fiches.blad import Blad
from fiches.enums import Aanleverstatus
from fiches.forms import BevestigForm
from fiches.models import Aanlevering
from fiches.stappen import aanleveren
from fiches.stappen import bevestigen as stappen
from kern import bevroren
from kern.lijst import als_werkmap, pagina
from kern.onderdelen import Rij
from kern.opmaak import datum_woord
from kern.tabel import Tabel
from mentoren.models import Certificaatscan
from mentoren.toegang import scans_te_bevestigen
from organisaties.enums import Tekenwijze
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad


def _haal(request: HttpRequest, pk: int) -> Aanlevering:
    """Wat opgeladen is, of 404 buiten het bereik van wie kijkt."""
    return get_object_or_404(toegang.aanleveringen(request.actor), pk=pk)


@daad("fiche.bevestigen")
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    """Wat op een tweede persoon wacht: fiches en certificaten."""
    fiches, certificaten = toegang.te_bevestigen(request.actor), list(scans_te_bevestigen(request.actor))
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, *_tabellen(list(fiches), certificaten))
    context = {"pagina": pagina(request, fiches), "certificaten": certificaten}
    return render(request, "fiches/te_bevestigen.html", context)


def _tabellen(fiches: list[Aanlevering], certificaten: list[Certificaatscan]) -> tuple[Tabel, Tabel]:
    return (
        Tabel(
            "te-bevestigen",
            "Fiches te bevestigen",
            ("Code", "Functie", "Manier", "Ondertekend door", "Op", "Opgeladen door"),
            [
                (
                    rij.leerwerkplek.code,
                    rij.leerwerkplek.functie,
                    rij.get_wijze_display(),
                    rij.naam,
                    rij.getekend_op,
                    rij.door.gebruiker.volledige_naam,
                )
                for rij in fiches
            ],
        ),
        Tabel(
            "certificaten",
            "Certificaten te bevestigen",
            ("Code", "Mentor", "Opleiding", "Certificaat van", "Opgeladen door"),
            [
                (
                    scan.deelname.mentor.code,
                    scan.deelname.mentor.naam,
                    scan.deelname.opleiding.titel,
                    scan.datum,
                    scan.door.gebruiker.volledige_naam,
                )
                for scan in certificaten
            ],
        ),
    )


@daad("fiche.bevestigen")
def bevestigen(request: HttpRequest, pk: int) -> HttpResponse:
    """Leg naast elkaar; bevestig dat ze hetzelfde zijn, of weiger."""
    rij = _haal(request, pk)
    if klaar := _kan_niet(request, rij):
        return klaar
    getoond, sha256 = _naast_de_scan(rij)
    form = BevestigForm(
        request.POST or None,
        wijze=rij.wijze,
        code_gelezen=rij.code_gelezen,
        initial={"inhoud_sha256": sha256},
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            vergeleken = form.cleaned_data.get("vergeleken", False)
            handtekening = stappen.bevestig(
                request.actor, rij, vergeleken=vergeleken, inhoud_sha256=form.cleaned_data["inhoud_sha256"]
            )
            messages.success(request, f"Bevestigd: ondertekend door {handtekening.naam}. Het zegel volgt.")
            return redirect("fiches:fiche", handtekening.fiche_id)
    context = {
        "rij": rij,
        "form": form,
        "blad": getoond,
        "rijen": rijen(rij),
        "bladen": _bladen(rij),
        "inhoud_sha256": sha256,
        "wijze": Tekenwijze(rij.wijze),
    }
    return render(request, "fiches/bevestigen.html", context)


def _bladen(rij: Aanlevering) -> range:
    return range(1, rij.bladen + 1)


def _naast_de_scan(rij: Aanlevering) -> tuple[Blad, str]:
    """De versie die op de scan hoort te staan; van een fiche van vroeger de gegevens die bevroren worden."""
    if rij.fiche is not None:
        return blad_inhoud.van_fiche(rij.fiche), rij.fiche.inhoud_sha256
    assert rij.getekend_op is not None
    inhoud = aanleveren.inhoud_van_vooraf(rij.leerwerkplek, rij.getekend_op)
    return blad_inhoud.van_inhoud(inhoud), bevroren.sha256(bevroren.canoniek(inhoud))


def rijen(rij: Aanlevering) -> list[Rij]:
    """Wat wie oplaadde zegt, om te bevestigen."""
    wie = f"{rij.naam}, {rij.functie}" if rij.functie else rij.naam
    op = datum_woord(rij.getekend_op) if rij.getekend_op else ""
    alle = [
        Rij("Ondertekend door", wie),
        Rij("Als", rij.als),
        Rij("Op", op),
        Rij("Opgeladen door", rij.door.gebruiker.volledige_naam),
        Rij("Nakijken", rij.vaststelling),
    ]
    return [r for r in alle if not r.leeg]


def _kan_niet(request: HttpRequest, rij: Aanlevering) -> HttpResponse | None:
    """Al beslist: een antwoord. PermissionDenied voor wie niet de tweede persoon kan zijn."""
    if rij.status != Aanleverstatus.TE_BEVESTIGEN:
        messages.info(request, f"Dit is al {rij.get_status_display()}. Er is niets meer te bevestigen.")
        return redirect("fiches:fiche", rij.fiche_id) if rij.fiche_id else redirect("fiches:te_bevestigen")
    assert request.actor.lidmaatschap is not None
    if reden := stappen.waarom_niet(rij, request.actor.lidmaatschap):
        raise PermissionDenied(reden)
    return None


@daad("fiche.bevestigen")
def weigeren(request: HttpRequest, pk: int) -> HttpResponse:
    """Weigeren, met een reden voor wie oplaadde."""
    rij = _haal(request, pk)
    if klaar := _kan_niet(request, rij):
        return klaar
    form = ScanWeigeren(request.POST or None, terug_url=reverse("fiches:bevestigen", args=[rij.pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.weiger(request.actor, rij, reden=form.cleaned_data["reden"])
            messages.success(request, f"Geweigerd. {rij.door.gebruiker.volledige_naam} krijgt je reden.")
            return redirect("fiches:te_bevestigen")
    context = {"form": form, "rij": rij, "titel": f"Scan van {rij.leerwerkplek.code} weigeren"}
    return render(request, "fiches/weigeren.html", context)


@daad("fiche.zien")
def bestand(request: HttpRequest, pk: int) -> HttpResponse:
    """Wat opgeladen werd, zoals het opgeladen werd."""
    rij = _haal(request, pk)
    if rij.bestand is None:
        raise Http404
    return http.antwoord(rij.bestand, bijlage="bewaar" in request.GET)


@daad("fiche.zien")
def scanblad(request: HttpRequest, pk: int, blad: int) -> HttpResponse:
    """Eén bladzijde van de scan als beeld: een pagina mag geen PDF insluiten."""
    rij = _haal(request, pk)
    return http.scanblad(rij.bestand, blad, rij.bladen)
