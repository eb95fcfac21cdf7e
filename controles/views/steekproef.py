"""Uit wat telt een steekproef trekken, en de lijsten achter de twee doelen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aanmelding import herbevestig
from controles import toegang
from controles.forms import SteekproefForm
from controles.models import Getrokken, Steekproef, Vraag
from controles.regels import nieuw_zaad, sleutel
from controles.stappen import uitvoeren
from documenten import werkmap
from kern.lijst import als_werkmap, pagina
from kern.tabel import Tabel
from leerwerkplekken.models import Leerwerkplek
from organisaties.formulieren import weiger_in
from organisaties.toegang import Actor
from organisaties.verzoek import daad
from rapportage import cijfers, selecties
from rapportage.models import Controle
from rapportage.selecties import TellendeFiche

VOORSTEL = 10


def eigen(request: HttpRequest, pk: int) -> Controle:
    """Een controle die deze controleur vandaag doet; anders 404."""
    return get_object_or_404(toegang.eigen_controles(request.actor), pk=pk)


@daad("controle.uitvoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def trek(request: HttpRequest, pk: int) -> HttpResponse:
    controle = eigen(request, pk)
    dag = min(timezone.localdate(), controle.project.tot)
    # het voorgestelde zaad staat in het formulier: een dubbele klik trekt dan twee keer hetzelfde, en dat is er één
    begin = {"aantal": VOORSTEL, "peildatum": dag, "zaad": nieuw_zaad()}
    form = SteekproefForm(request.POST or None, initial=begin, terug_url=reverse("controles:controle", args=[pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            nieuw = uitvoeren.trek_steekproef(request.actor, controle, **form.cleaned_data)
            return redirect("controles:steekproef", nieuw)
    uitleg = "Elke organisatie komt aan bod. Met hetzelfde zaad trekt iedereen dezelfde plekken."
    context = {"form": form, "titel": "Steekproef trekken", "uitleg": uitleg, "controle": controle}
    return render(request, "controles/formulier.html", context)


def haal_steekproef(actor: Actor, pk: int) -> Steekproef:
    rijen = Steekproef.objects.filter(controle__in=toegang.controles(actor).order_by().values("pk"))
    return get_object_or_404(rijen.select_related("controle__project__bestuur", "getrokken_door__gebruiker"), pk=pk)


def getrokken(steekproef: Steekproef) -> list[Getrokken]:
    rijen = (
        Getrokken.objects.filter(steekproef=steekproef)
        .defer("fiche__inhoud")
        .select_related("leerwerkplek__organisatie", "leerwerkplek__mentor__lidmaatschap__gebruiker", "fiche")
    )
    return list(rijen.order_by("volgnummer"))


@daad("controle.zien")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def steekproef(request: HttpRequest, pk: int) -> HttpResponse:
    """De getrokken plekken, met het zaad en hoe je ze zelf opnieuw trekt."""
    rij = haal_steekproef(request.actor, pk)
    vragen = Vraag.objects.filter(controle=rij.controle).exclude(leerwerkplek=None)
    met_vraag = set(vragen.order_by().values_list("leerwerkplek", flat=True))
    rijen = [
        {"rij": plek, "sleutel": sleutel(rij.zaad, plek.leerwerkplek.code), "vraag": plek.leerwerkplek_id in met_vraag}
        for plek in getrokken(rij)
    ]
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _getrokken(rijen, rij))
    context = {
        "steekproef": rij,
        "controle": rij.controle,
        "rijen": rijen,
        "zelf": request.actor.mag("controle.uitvoeren"),
        "mag_plek": request.actor.mag("leerwerkplek.zien"),
    }
    return render(request, "controles/steekproef.html", context)


def _getrokken(rijen: list[dict], steekproef: Steekproef) -> Tabel:
    koppen = ("Nr.", "Code", "Functie", "Organisatie", "Versie van de fiche", "Inhoud-sha256", "Sleutel", "Zaad")
    return Tabel(
        "steekproef",
        f"Steekproef {steekproef.controle.project.code}",
        koppen,
        [
            (
                r["rij"].volgnummer,
                r["rij"].leerwerkplek.code,
                r["rij"].leerwerkplek.functie,
                r["rij"].leerwerkplek.organisatie.naam,
                r["rij"].fiche.versie,
                r["rij"].fiche.inhoud_sha256,
                r["sleutel"],
                steekproef.zaad,
            )
            for r in rijen
        ],
    )


@daad("controle.uitvoeren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def plekken(request: HttpRequest, pk: int) -> HttpResponse:
    """Alle plekken van het project: wat vandaag telt met zijn fiche, en daarna wat niet telt."""
    controle = eigen(request, pk)
    (peiling,) = selecties.peil([controle.project], timezone.localdate())
    alle = selecties.plekken([peiling])
    tellend = {rij.plek.pk: rij for rij in selecties.fiches([peiling], alle)[controle.project_id][0]}
    rijen = sorted(((plek, tellend.get(plek.pk)) for plek in alle), key=lambda paar: paar[1] is None)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _plekken(rijen, controle))
    context = {"controle": controle, "pagina": pagina(request, rijen), "telt": len(tellend)}
    return render(request, "controles/plekken.html", context)


def _plekken(rijen: list[tuple[Leerwerkplek, TellendeFiche | None]], controle: Controle) -> Tabel:
    koppen = ("Code", "Functie", "Organisatie", "Telt", "Versie van de fiche", "Ondertekend op", "Ondertekenaar")
    return Tabel(
        "plekken",
        f"Leerwerkplekken {controle.project.code}",
        koppen,
        [
            (
                plek.code,
                plek.functie,
                plek.organisatie.naam,
                telt is not None,
                telt.fiche.versie if telt else None,
                telt.ondertekend_op if telt else None,
                telt.handtekening.naam if telt else "",
            )
            for plek, telt in rijen
        ],
    )


@daad("controle.uitvoeren")
@require_safe
def mentoren(request: HttpRequest, pk: int) -> HttpResponse:
    """De mentoren die vandaag tellen, elk met het certificaat."""
    controle = eigen(request, pk)
    (c,) = cijfers.bereken([controle.project], timezone.localdate())
    context = {"controle": controle, "pagina": pagina(request, c.certificaten)}
    return render(request, "controles/mentoren.html", context)
