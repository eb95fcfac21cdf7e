"""Een jaar van het lokaal beleid beginnen met wat er vorig jaar stond."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kern.opmaak import meervoud
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from projecten.forms.overname import OvernameForm
from projecten.stappen import beleid as stappen
from rapportage import beleid
from rapportage.views.beleid import adres_van, gevraagd_jaar


@daad("beleid.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def overnemen(request: HttpRequest) -> HttpResponse:
    """Maatregelen en doelen van het jaar ervoor, met nieuwe getallen. Wat er al staat, blijft zoals het is."""
    jaar, bestuur = gevraagd_jaar(request), request.actor.bestuur
    maatregelen, doelen = beleid.over_te_nemen(bestuur.pk, jaar)
    if not maatregelen and not doelen:  # ook bij een dubbele klik: de eerste nam alles al over
        messages.info(request, f"Er is niets over te nemen. Alles van {jaar - 1} staat al in {jaar}.")
        return redirect(adres_van(jaar))
    form = OvernameForm(
        request.POST or None, maatregelen=maatregelen, doelen=doelen, jaar=jaar, terug_url=adres_van(jaar)
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            nieuw, _ = stappen.neem_over(
                request.actor, bestuur, jaar, maatregelen=form.gekozen_maatregelen(), doelen=form.gekozen_doelen()
            )
            messages.success(request, f"{meervoud(nieuw, 'rij', 'rijen')} overgenomen uit {jaar - 1}.")
            return redirect(adres_van(jaar))
    return render(request, "rapportage/beleid_overnemen.html", {"form": form, "jaar": jaar, "terug": adres_van(jaar)})
