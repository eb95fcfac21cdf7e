"""Berichten instellen: per soort, wanneer de mail komt. Hoort bij het profiel en geldt in elk bestuur."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from berichten import toegang
from berichten.forms import VoorkeurenForm
from berichten.models import Voorkeur
from berichten.stappen import inbox
from organisaties.formulieren import weiger_in


@login_required
def instellen(request: HttpRequest) -> HttpResponse:
    soorten = toegang.soorten_van(request.actor)
    gekozen = Voorkeur.objects.filter(gebruiker=request.user).order_by("pk").values_list("soort", "wanneer")
    form = VoorkeurenForm(request.POST or None, soorten=soorten, keuzes=dict(gekozen), terug_url=reverse("profiel"))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            inbox.kies(request.actor, form.cleaned_data)
            messages.success(request, "Je keuze is bewaard. Ze geldt vanaf het volgende bericht.")
            return redirect("profiel_berichten")
    return render(request, "berichten/instellen.html", {"form": form, "soorten": soorten})
