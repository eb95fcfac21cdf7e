"""De bladzijde achter de link in een uitnodiging. Wie de link niet heeft, komt hier niets te weten."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from beheer.forms import AanvaardForm
from beheer.link import Link, lees
from beheer.models import Uitnodiging
from beheer.stappen import aanvaarden as stappen
from kern.onderdelen import Rij
from kern.opmaak import datum_woord, opsomming
from organisaties.enums import Rol
from organisaties.formulieren import weiger_in
from organisaties.isolatie import Geweigerd

ONBEKEND = "Deze link klopt niet. Open de link in je mail opnieuw, of vraag een nieuwe uitnodiging."


@never_cache
@sensitive_post_parameters("wachtwoord", "wachtwoord2")
def uitnodiging(request: HttpRequest, token: str) -> HttpResponse:
    """GET toont bestuur en rol; POST aanvaardt, met een nieuw account of met het account waarmee je aangemeld bent."""
    link = lees(token)
    if link is None:
        return _kan_niet(request, ONBEKEND, 404)
    with stappen.binnen(link, request.actor):
        rij = stappen.vind(link, op_slot=request.method == "POST")
        reden = stappen.bezwaar(rij, link, timezone.now()) if rij else ONBEKEND
        klaar, context = (None, {}) if rij is None or reden else _verwerk(request, link, rij)
    if rij is None or reden:
        return _kan_niet(request, reden, 410 if rij else 404)
    return klaar or render(request, "beheer/uitnodiging.html", context)


def _kan_niet(request: HttpRequest, reden: str, status: int) -> HttpResponse:
    return render(request, "beheer/uitnodiging_kan_niet.html", {"reden": reden}, status=status)


def _verwerk(request: HttpRequest, link: Link, rij: stappen.Rij) -> tuple[HttpResponse | None, dict]:
    """Binnen het bestuur of de partner: het antwoord als het aanvaard is, anders wat de bladzijde toont."""
    wie = request.user if request.user.is_authenticated else None
    account = stappen.account_van(rij)
    context: dict[str, Any] = {
        "waar": stappen.waar(rij),
        "rijen": _rijen(rij),
        "vorm": "ander" if wie and wie.email != rij.email else "zelf" if wie else "aanmelden" if account else "nieuw",
        "pad": request.path,
        "form": None,
        "fout": "",
    }
    if context["vorm"] == "zelf":
        return _zelf(request, link, rij, context), context
    if context["vorm"] == "nieuw":
        return _nieuw(request, link, rij, context), context
    return None, context


def _zelf(request: HttpRequest, link: Link, rij: stappen.Rij, context: dict) -> HttpResponse | None:
    if request.method != "POST":
        return None
    try:
        stappen.aanvaard(rij, request.user)
    except Geweigerd as geweigerd:
        context["fout"] = geweigerd.zin
        return None
    messages.success(request, f"Welkom bij {context['waar']}.")
    return _kies(request, link)


def _nieuw(request: HttpRequest, link: Link, rij: stappen.Rij, context: dict) -> HttpResponse | None:
    begin = {"email": rij.email, "voornaam": rij.voornaam, "naam": rij.naam}
    context["form"] = form = AanvaardForm(request.POST or None, initial=begin)
    if request.method != "POST" or not form.is_valid():
        return None
    with weiger_in(form):
        gegevens = {veld: form.cleaned_data[veld] for veld in ("voornaam", "naam", "wachtwoord")}
        stappen.aanvaard_als_nieuw(rij, **gegevens)
        messages.success(request, "Je account is klaar. Meld je aan met je e-mailadres en je nieuwe wachtwoord.")
        return _kies(request, link)
    return None


def _kies(request: HttpRequest, link: Link) -> HttpResponse:
    """Naar de startpagina (en wie nog niet aangemeld is, eerst aanmelden); daar voor wie uitnodigde."""
    request.session["handelt_voor"] = f"{link.soort}{link.van}"
    return redirect("start")


def _rijen(rij: stappen.Rij) -> list[Rij]:
    if not isinstance(rij, Uitnodiging):
        return [Rij("GLOW-partner", rij.glowpartner.naam), Rij("Je functie", rij.functie or "medewerker")]
    alle = [
        Rij("Bestuur", rij.bestuur.naam),
        Rij("Je rol" if len(rij.rollen) == 1 else "Je rollen", opsomming([Rol(rol).label for rol in rij.rollen])),
        Rij("Organisatie", rij.organisatie.naam if rij.organisatie else ""),
        Rij("Je functie", rij.functie),
        Rij("Toegang tot en met", datum_woord(rij.lid_tot) if rij.lid_tot else ""),
        Rij("Uitgenodigd door", rij.door.gebruiker.volledige_naam if rij.door else ""),
    ]
    return [deel for deel in alle if not deel.leeg]
