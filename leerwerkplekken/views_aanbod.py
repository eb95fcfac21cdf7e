"""Het aanbod, voor HR: aanbieden en nakijken wat vertrekt, het aanbod van één plek, intrekken, vragen beantwoorden."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kern.nummers import nummers
from kern.onderdelen import Rij
from kern.opmaak import datum_woord, meervoud, opsomming
from leerwerkplekken import regels, toegang, woorden
from leerwerkplekken.enums import Antwoord
from leerwerkplekken.forms_aanbod import VOORSTEL, WEIGERT, AanbiedForm, BeantwoordForm, NoteerForm
from leerwerkplekken.models import Aanbod, Aanbodvraag, Leerwerkplek
from leerwerkplekken.regels import SECTIES
from leerwerkplekken.stappen import aanbod as stappen
from leerwerkplekken.stappen import noteren
from leerwerkplekken.views import haal_plek
from organisaties import keuzes
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad


def aanbied_adres(*plekken: Leerwerkplek, partner: int | None = None) -> str:
    """Het adres om deze plekken aan te bieden, met hun vinkje al gezet."""
    vraag = [("plek", plek.pk) for plek in plekken] + ([("partner", partner)] if partner else [])
    return f"{reverse('leerwerkplekken:aanbieden')}?{urlencode(vraag)}"


@daad("leerwerkplek.bewerken")
def aanbieden(request: HttpRequest) -> HttpResponse:
    """Kiezen (`?plek=` en `?partner=`), nakijken wat er vertrekt (`?keuze=`), en dan pas versturen.

    Het nakijken heeft een eigen adres: na het aanbieden brengt *Terug* je daar, zonder te vragen of je weer verstuurt.
    """
    gegevens = request.POST or keuzes.bewaard(request)
    gekozen = nummers(gegevens.getlist("plekken") if gegevens else request.GET.getlist("plek"))
    plekken = toegang.zichtbaar_voor(request.actor).filter(pk__in=gekozen).order_by("code", "pk")
    if not plekken.exists():
        messages.warning(request, "Vink eerst een plek aan.")
        return redirect("leerwerkplekken")
    form = _form(request, gegevens, plekken)
    if gegevens and form.is_valid() and not keuzes.wijzigt(request):
        return _na_het_kiezen(request, form)
    return render(request, "leerwerkplekken/aanbieden.html", {"form": form, "plekken": plekken})


def _na_het_kiezen(request: HttpRequest, form: AanbiedForm) -> HttpResponse:
    keuze = _gekozen(form)  # eerst: een veld met een fout verdwijnt uit cleaned_data
    if request.POST.get("doe") == "aanbieden":
        with weiger_in(form):
            return _gelukt(request, stappen.bied_samen_aan(request.actor, **keuze))
    elif request.method == "POST":
        return keuzes.onthoud(request, form)
    inhoud = {"form": form, "sleutel": request.GET.get("keuze", "")}
    return render(request, "leerwerkplekken/nakijken_aanbod.html", inhoud | _wat_vertrekt(keuze))


def _form(request: HttpRequest, gegevens: QueryDict | None, plekken) -> AanbiedForm:
    partners = toegang.partners_van(request.actor.bestuur_id, timezone.localdate())
    vooraf = nummers(request.GET.getlist("partner"))
    begin = {"plekken": plekken, "partners": partners.filter(pk__in=vooraf) if vooraf else partners}
    terug = reverse("leerwerkplekken:aanbod", args=[plekken[0].pk]) if len(plekken) == 1 else reverse("leerwerkplekken")
    return AanbiedForm(gegevens, initial=begin, plekken=plekken, partners=partners, terug_url=terug)


def _gekozen(form: AanbiedForm) -> dict:
    gegevens = form.cleaned_data
    return {
        "plekken": list(gegevens["plekken"]),
        "partners": list(gegevens["partners"]),
        "op": gegevens["aangeboden_op"],
        "boodschap": gegevens["boodschap"],
    }


def _wat_vertrekt(keuze: dict) -> dict:
    """Per partner wat hij krijgt en wat wegvalt, met de reden."""
    op = min(keuze["op"], timezone.localdate())  # een dag in de toekomst weigert de stap
    paren = stappen.voorstel(keuze["plekken"], keuze["partners"], op)
    per_partner = [(partner, list(eigen)) for partner, eigen in groupby(paren, lambda paar: paar.partner)]
    return {
        "per_partner": [
            {"partner": p, "gaat": [x for x in eigen if x.gaat], "weg": [x for x in eigen if not x.gaat]}
            for p, eigen in per_partner
        ],
        "aantal": sum(paar.gaat for paar in paren),
        "keuze": keuze,
    }


def _gelukt(request: HttpRequest, gedaan: list[Aanbod]) -> HttpResponse:
    plekken = {rij.leerwerkplek_id: rij.leerwerkplek for rij in gedaan}
    partners = sorted({rij.glowpartner.naam for rij in gedaan})
    wat = next(iter(plekken.values())).code if len(plekken) == 1 else meervoud(len(plekken), "plek", "plekken")
    messages.success(request, f"{wat} aangeboden aan {opsomming(partners)}. Elke partner krijgt één bericht.")
    if len(plekken) == 1:
        return redirect("leerwerkplekken:aanbod", next(iter(plekken)))
    return redirect("leerwerkplekken:aanbiedingen")


@daad("leerwerkplek.bewerken")
@require_safe
def aanbod(request: HttpRequest, pk: int) -> HttpResponse:
    """Alles over het aanbod van één plek: per partner de drie datums, vorige keren, vragen en antwoorden."""
    plek, dag = haal_plek(request, pk), timezone.localdate()
    rijen = Aanbod.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek)
    rijen = rijen.select_related("glowpartner", "antwoord_door", "aangeboden_door__gebruiker")
    gedaan = [_beeld(plek, rij, dag) for rij in rijen.prefetch_related("rondes")]
    vragen = Aanbodvraag.objects.filter(bestuur=plek.bestuur_id, aanbod__leerwerkplek=plek)
    partners = toegang.partners_van(plek.bestuur_id, dag)
    inhoud = {
        "plek": plek,
        "naam": SECTIES["aanbod"],
        "gedaan": gedaan,
        "eerder": [ronde for beeld in gedaan for ronde in beeld["rondes"]],
        "vragen": vragen.select_related("glowpartner", "gevraagd_door").order_by("-gevraagd_op", "-pk"),
        "met_partner": partners.exists(),
        "nog": partners.exclude(pk__in=[b["aanbod"].glowpartner_id for b in gedaan]).exists(),
        "aanbied_url": aanbied_adres(plek),
    }
    return render(request, "leerwerkplekken/aanbod.html", inhoud)


def _beeld(plek: Leerwerkplek, rij: Aanbod, dag) -> dict:
    loopt = regels.loopt(rij, dag)
    return {
        "aanbod": rij,
        "stand": regels.aanbodstand(rij, dag),
        "reden": woorden.reden(rij),
        "genoteerd": woorden.genoteerd(rij),
        "noteren": not regels.te_noteren(rij),
        "loopt": loopt,
        "opnieuw_url": ""
        if loopt and rij.antwoord != Antwoord.GEWEIGERD
        else aanbied_adres(plek, partner=rij.glowpartner_id),
        "rondes": [
            {"partner": rij.glowpartner, "ronde": r, "reden": woorden.reden(r), "genoteerd": woorden.genoteerd(r)}
            for r in rij.rondes.all()
        ],
    }


@daad("leerwerkplek.bewerken")
def trek_aanbod_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Na bevestiging. `pk` is die van het aanbod."""
    rij = get_object_or_404(toegang.aanbod(request.actor), pk=pk)
    plek, partner = rij.leerwerkplek, rij.glowpartner
    if request.method == "POST":
        zin = f"Het aanbod van {plek.code} aan {partner} is ingetrokken. De partner krijgt een bericht."
        return probeer(
            request, lambda: stappen.trek_aanbod_in(request.actor, rij), zin, "leerwerkplekken:aanbod", plek.pk
        )
    context = {
        "titel": f"Aanbod aan {partner} intrekken?",
        "uitleg": "De partner stelt dan niemand nieuw meer voor. Wie al voorgesteld is, blijft kandidaat.",
        "rijen": [
            Rij("Leerwerkplek", f"{plek.code} {plek.functie}"),
            Rij("Aangeboden op", datum_woord(rij.laatst_op)),
            Rij("Antwoord", rij.get_antwoord_display()),
        ],
        "knop": "Aanbod intrekken",
        "gevaar": True,
        "form": None,
        "terug_url": reverse("leerwerkplekken:aanbod", args=[plek.pk]),
    }
    return render(request, "bevestig.html", context)


@daad("leerwerkplek.bewerken")
def beantwoord(request: HttpRequest, pk: int) -> HttpResponse:
    """Een vraag van een partner beantwoorden. `pk` is die van de vraag."""
    eigen = Aanbodvraag.objects.filter(bestuur=request.actor.bestuur_id)
    vraag = get_object_or_404(eigen.select_related("aanbod__leerwerkplek", "glowpartner", "gevraagd_door"), pk=pk)
    plek = vraag.aanbod.leerwerkplek
    form = BeantwoordForm(request.POST or None, terug_url=reverse("leerwerkplekken:aanbod", args=[plek.pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.beantwoord(request.actor, vraag, form.cleaned_data["antwoord"])
            messages.success(request, f"Je antwoord is verstuurd naar {vraag.glowpartner}.")
            return redirect("leerwerkplekken:aanbod", plek.pk)
    return render(request, "leerwerkplekken/beantwoord.html", {"form": form, "vraag": vraag, "plek": plek})


@daad("aanbod.noteren")
def noteer_antwoord(request: HttpRequest, pk: int) -> HttpResponse:
    """Een antwoord van een partner dat langs telefoon of mail kwam. `pk` is die van het aanbod."""
    rij = get_object_or_404(toegang.aanbod(request.actor), pk=pk)
    plek, partner, terug = (
        rij.leerwerkplek,
        rij.glowpartner,
        reverse("leerwerkplekken:aanbod", args=[rij.leerwerkplek_id]),
    )
    if bezwaar := regels.te_noteren(rij):
        messages.info(request, bezwaar)
        return redirect(terug)
    form = NoteerForm(request.POST or None, initial=_genoteerd(rij), terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            noteren.noteer(request.actor, rij, **form.gegevens)
            if form.cleaned_data["antwoord"] == VOORSTEL:
                messages.success(request, f"Genoteerd. Kies nu wie {partner} voorstelt, of registreer die persoon.")
                return redirect(f"{reverse('plaatsingen:nieuw')}?{urlencode({'leerwerkplek': plek.pk})}")
            messages.success(request, f"Het antwoord van {partner} is genoteerd. De partner krijgt een bericht.")
            return redirect(terug)
    return render(request, "leerwerkplekken/noteer_antwoord.html", {"form": form, "plek": plek, "rij": rij})


def _genoteerd(rij: Aanbod) -> dict:
    """Wat er al staat, om te verbeteren; anders vandaag."""
    return {
        "antwoord": f"{WEIGERT}{rij.weiger_reden}" if rij.weiger_reden else rij.antwoord,
        "nota": rij.weiger_nota,
        "naam": rij.antwoord_naam,
        "op": rij.antwoord_op or timezone.localdate(),
        "gezien": rij.antwoord,
    }
