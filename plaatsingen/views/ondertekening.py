"""Werkafspraken laten ondertekenen: HR legt voor en trekt in, een GLOW-partner leest en gaat akkoord."""

from functools import partial

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from aanmelding import herbevestig
from documenten import http, werkmap
from kern.lijst import als_werkmap, pagina
from kern.opmaak import tijdstip
from kern.tabel import Tabel
from logboek.stappen import lees
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad, eis_partner
from plaatsingen import afspraken, toegang
from plaatsingen.enums import Voorwaarde
from plaatsingen.forms.ondertekening import TekenForm, VoorlegForm
from plaatsingen.models import Ondertekening, Startvoorwaarde
from plaatsingen.stappen import ondertekening as stappen
from plaatsingen.views.afspraken import pagina_url, toon
from plaatsingen.views.plaatsingen import haal

# --- HR


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def leg_voor(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    rij = stappen.van(plaatsing)
    if rij and rij.getekend_op is None:  # twee keer geklikt, of een collega was sneller
        messages.info(request, "De werkafspraken liggen al bij de GLOW-partner. Er is niets veranderd.")
        return redirect(pagina_url(plaatsing))
    oud, dag = Startvoorwaarde.objects.filter(plaatsing=plaatsing, soort=Voorwaarde.WERKAFSPRAKEN), timezone.localdate()
    if oud.exists() and afspraken.verouderd(plaatsing, dag) is None:
        messages.info(request, "De werkafspraken zijn al in orde. Er is niets veranderd.")
        return redirect(pagina_url(plaatsing))
    form = VoorlegForm(request.POST if request.method == "POST" else None, terug_url=pagina_url(plaatsing))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.leg_voor(request.actor, plaatsing, akkoord=form.cleaned_data["akkoord"])
            messages.success(
                request, f"{plaatsing.glowpartner.naam} krijgt bericht om de werkafspraken te ondertekenen."
            )
            return redirect(pagina_url(plaatsing))
    uitleg = (
        f"{plaatsing.glowpartner.naam} leest de werkafspraken zoals ze nu zijn, en gaat akkoord in de toepassing."
        " Daarna staan de werkafspraken in orde. Verander je iets, leg ze dan opnieuw voor."
    )
    return toon(request, plaatsing, form, "Werkafspraken voorleggen", uitleg=uitleg)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def trek_in(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    rij = stappen.van(plaatsing)
    if rij is None or rij.getekend_op is not None:
        messages.info(request, "Er ligt niets (meer) te wachten bij de GLOW-partner. Er is niets veranderd.")
        return redirect(pagina_url(plaatsing))
    if request.method == "POST":
        gelukt = "De werkafspraken zijn teruggehaald. Leg ze opnieuw voor, of laad ze ondertekend op."
        return probeer(request, partial(stappen.trek_in, request.actor, rij), gelukt, pagina_url(plaatsing))
    inhoud = {
        "titel": "Werkafspraken terughalen?",
        "uitleg": f"{plaatsing.glowpartner.naam} kan dit document dan niet meer ondertekenen.",
        "knop": "Terughalen",
        "terug_url": pagina_url(plaatsing),
        "plaatsing": plaatsing,
    }
    return render(request, "plaatsingen/bevestig.html", inhoud)


# --- de GLOW-partner


@daad("werkafspraken.tekenen")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    """Wat wacht bovenaan, daarna wat getekend is; `?stand=open`: enkel wat wacht. Op code."""
    eis_partner(request)
    enkel_open = request.GET.get("stand") == "open"
    kies = toegang.te_tekenen if enkel_open else toegang.ondertekeningen
    rijen = kies(request.actor).order_by(F("getekend_op").desc(nulls_first=True), "-pk")
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(list(rijen)))
    bladzijde, dag = pagina(request, rijen.prefetch_related("plaatsing__werkdagen")), timezone.localdate()
    gewijzigd = {rij.pk: afspraken.gewijzigd(rij, dag) for rij in bladzijde.object_list if rij.geldt}
    bladzijde.object_list = [{"rij": rij, "gewijzigd": gewijzigd.get(rij.pk, [])} for rij in bladzijde.object_list]
    return render(request, "plaatsingen/te_tekenen.html", {"pagina": bladzijde, "enkel_open": enkel_open})


def _tabel(rijen: list[Ondertekening]) -> Tabel:
    koppen = ("Deelnemer", "Bestuur", "Leerwerkplek", "Functie", "Voorgelegd op", "Ondertekend op", "Door")
    return Tabel(
        "werkafspraken",
        "Werkafspraken",
        koppen,
        [
            (
                rij.plaatsing.deelnemer.code,
                rij.bestuur.naam,
                rij.plaatsing.leerwerkplek.code,
                rij.plaatsing.leerwerkplek.functie,
                timezone.localdate(rij.voorgelegd_op),
                timezone.localdate(rij.getekend_op) if rij.getekend_op else None,
                rij.getekend_naam,
            )
            for rij in rijen
        ],
    )


def _haal(request: HttpRequest, pk: int) -> Ondertekening:
    return get_object_or_404(toegang.ondertekeningen(request.actor), pk=pk)


@daad("werkafspraken.tekenen")
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Het document zelf: noemt de deelnemer, dus wie het opent staat in het leesboek."""
    rij = _haal(request, pk)
    lees([rij.plaatsing.deelnemer], doel="werkafspraken lezen")
    return http.antwoord(rij.document, bijlage="bijlage" in request.GET)


@sensitive_post_parameters("wachtwoord")
@daad("werkafspraken.tekenen")
@require_http_methods(["GET", "HEAD", "POST"])
def teken(request: HttpRequest, pk: int) -> HttpResponse:
    """Lezen, bevestigen wie je bent, en akkoord gaan; "al ondertekend" is een antwoord, geen fout."""
    rij = _haal(request, pk)
    if rij.getekend_op is not None:
        if request.method == "POST":
            op = tijdstip(timezone.localtime(rij.getekend_op))
            messages.info(request, f"Dit is al ondertekend, door {rij.getekend_naam} op {op}.")
            return redirect("plaatsingen:tekenen", pk)
        veranderd = afspraken.gewijzigd(rij, timezone.localdate()) if rij.geldt else []
        return render(request, "plaatsingen/tekenen.html", {"rij": rij, "form": None, "gewijzigd": veranderd})
    klaar = herbevestig.onlangs(request, aanmelden_telt=False)
    elders = not klaar and not herbevestig.met_wachtwoord_ter_plaatse(request.user)
    form = TekenForm(
        request.POST if request.method == "POST" else None,
        wachtwoord=not klaar and not elders,
        initial={"sha256": rij.sha256},
        terug_url=reverse("plaatsingen:te_tekenen"),
    )
    if request.method == "POST" and form.is_valid() and _bevestigd(request, form, elders):
        with weiger_in(form):
            stappen.teken(request.actor, rij, sha256=form.cleaned_data["sha256"])
            messages.success(request, f"De werkafspraken zijn ondertekend. {rij.bestuur.naam} krijgt bericht.")
            return redirect("plaatsingen:te_tekenen")
    context = {"rij": rij, "form": form, "gewijzigd": [], "elders": herbevestig.adres(request.path) if elders else ""}
    return render(request, "plaatsingen/tekenen.html", context)


def _bevestigd(request: HttpRequest, form: TekenForm, elders: bool) -> bool:
    """Een handtekening vraagt een eigen bevestiging; een aanmelding van net telt daarvoor niet."""
    if elders:
        form.add_error(None, "Bevestig eerst dat jij het bent. De vijf minuten zijn voorbij, of je deed het nog niet.")
    elif "wachtwoord" in form.fields and not request.user.check_password(form.cleaned_data["wachtwoord"]):
        form.add_error("wachtwoord", "Dit wachtwoord klopt niet. Probeer het opnieuw.")
    elif "wachtwoord" in form.fields:
        herbevestig.noteer(request)
    return not form.errors
