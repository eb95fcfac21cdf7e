"""Voor iedereen: een PDF of bewijspakket laten nakijken. Er wordt niets van bewaard."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kern.formulieren import Formulier
from kern.onderdelen import Rij
from rapportage import nakijken as werk
from taken.wekker import roep

NIET_NU = "Nakijken kan nu even niet. Probeer het over enkele minuten opnieuw."


class NakijkForm(Formulier, forms.Form):
    knop = "Nakijken"
    bestand = forms.FileField(
        label="Bestand",
        allow_empty_file=True,
        help_text="Een PDF van hoogstens 10 MB of een bewijspakket (ZIP) van hoogstens 50 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.zip,application/pdf,application/zip"}),
        error_messages={"required": "Kies een PDF of een bewijspakket."},
    )

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if not bestand.size:
            raise forms.ValidationError("Dit bestand is leeg. Kies een ander bestand.")
        kop = bestand.read(1024)
        bestand.seek(0)
        zip_ = kop.startswith(b"PK\x03\x04")
        if not zip_ and b"%PDF-" not in kop:
            raise forms.ValidationError("Dit is geen PDF of bewijspakket. Kies een bestand van een van die soorten.")
        if bestand.size > (settings.NAKIJKEN_MAX_BYTES if zip_ else settings.OPLADEN_MAX_BYTES):
            grens = "Dit pakket is groter dan 50 MB." if zip_ else "Deze PDF is groter dan 10 MB."
            raise forms.ValidationError(f"{grens} Vraag het bestuur om ze na te kijken.")
        return bestand


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nakijken(request: HttpRequest) -> HttpResponse:
    """Kies een bestand; na het versturen volgt de pagina met de uitslag."""
    form = NakijkForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = NakijkForm(request.POST, request.FILES)
        if form.is_valid() and (token := _vraag(form)):
            return redirect("nakijken_uitslag", token)
    return render(request, "rapportage/nakijken.html", {"form": form, "titel": "Document nakijken"})


def _vraag(form: NakijkForm) -> str:
    try:
        token = werk.neem_aan(form.cleaned_data["bestand"].chunks)
    except (werk.TeDruk, OSError):
        form.add_error(None, NIET_NU)
        return ""
    if not roep("rapportage.kijk_na", token, hoogstens=settings.TAKEN_TIJDSLIMIET + settings.TAKEN_MARGE):
        werk.laat_los(token)
        form.add_error(None, NIET_NU)
        return ""
    return token


@never_cache
@require_safe
def register(request: HttpRequest, sha256: str) -> HttpResponse:
    """Staat een bestand met deze sha256 in het register? Voor iedereen, en zonder namen."""
    gevonden = werk.in_register(sha256.lower())
    rijen = [Rij(label, waarde) for label, waarde in gevonden.rijen]
    status = 200 if gevonden.kleur != "fout" else 404
    antwoord = render(request, "rapportage/register.html", {"uitslag": gevonden, "rijen": rijen}, status=status)
    antwoord["X-Robots-Tag"] = "noindex"
    return antwoord


@never_cache
@require_safe
def uitslag(request: HttpRequest, token: str) -> HttpResponse:
    """De uitslag, een uur lang; intussen vraagt de pagina zichzelf opnieuw."""
    loopt = werk.wacht(token)  # eerst dit: de uitslag komt vóór het bestand verdwijnt
    gevonden = werk.lees(token)
    loopt = loopt and gevonden is None
    if request.htmx and loopt:
        return HttpResponse(status=204)
    weg = gevonden is None and not loopt
    rijen = [Rij(label, waarde) for label, waarde in gevonden.rijen] if gevonden else []
    context = {"uitslag": gevonden, "rijen": rijen, "loopt": loopt, "weg": weg, "adres": request.path}
    sjabloon = "rapportage/_nagekeken.html" if request.htmx else "rapportage/nagekeken.html"
    antwoord = render(request, sjabloon, context, status=404 if weg and not request.htmx else 200)
    antwoord["X-Robots-Tag"] = "noindex"
    return antwoord
