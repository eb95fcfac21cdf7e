"""*Wat blijft liggen*: op wie iets wacht, wanneer die laatst herinnerd werd, en *Herinner nu*."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aanmelding import herbevestig
from aanmelding.herbevestig import vorige_pagina
from berichten import herinneringen
from documenten import werkmap
from kern.lijst import Filtervelden, als_werkmap, pagina
from kern.opmaak import meervoud, opsomming
from kern.tabel import Tabel
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad


class SoortFilter(Filtervelden):
    soort = forms.ChoiceField(label="Wat wacht", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keuzes = [(s.naam, s.kop) for s in herinneringen.SOORTEN.values() if s.kop]
        self.fields["soort"].choices = [("", "Alle"), *sorted(keuzes, key=lambda keuze: keuze[1])]


@daad("herinneren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    filter_ = SoortFilter(request.GET or None)
    soort = filter_.cleaned_data["soort"] if filter_.is_valid() else ""
    rijen = herinneringen.wat_wacht(request.actor, timezone.localdate(), soort)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(rijen))
    context = {"pagina": pagina(request, rijen), "filter": filter_, "gefilterd": bool(soort)}
    return render(request, "berichten/herinneringen.html", context)


def _tabel(rijen: list[herinneringen.Lijstrij]) -> Tabel:
    koppen = ("Wat wacht", "Waarover", "Op wie", "Sinds")
    cellen = [(r.soort.kop, " ".join(map(str, r.zaak.regels)), opsomming(r.wie), r.zaak.sinds) for r in rijen]
    return Tabel("wat-blijft-liggen", "Wat blijft liggen", koppen, cellen)


@daad("herinneren")
@require_POST
def nu(request: HttpRequest) -> HttpResponse:
    """Eén ding (`zaak`: "soort:sleutel"), van op welke lijst ook; daarna terug naar die lijst."""
    soort, _, sleutel = request.POST.get("zaak", "").partition(":")
    try:
        aantal = herinneringen.herinner_nu(request.actor, soort, sleutel, timezone.localdate())
    except Geweigerd as geweigerd:
        messages.error(request, geweigerd.zin)
    else:
        messages.success(request, f"De herinnering is verstuurd naar {meervoud(aantal, 'persoon', 'personen')}.")
    return redirect(vorige_pagina(request))
