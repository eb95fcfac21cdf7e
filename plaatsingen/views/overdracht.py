"""Een mentor die vertrekt: kiezen wie overneemt, nakijken op een eigen adres (beslissing 0040), overdragen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kern import opmaak
from kern.onderdelen import Rij
from mentoren import stappen as mentorstappen
from mentoren.models import Mentor
from mentoren.toegang import zichtbaar_voor
from organisaties import keuzes
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from plaatsingen import overdracht
from plaatsingen.forms.afspraken import VertrokkenForm
from plaatsingen.stappen import overdracht as stappen


@daad("mentor.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def overdragen(request: HttpRequest, pk: int) -> HttpResponse:
    mentor = get_object_or_404(zichtbaar_voor(request.actor), pk=pk)
    terug = reverse("mentoren:mentor", args=[mentor.pk])
    if mentor.vertrokken_op:
        return _terug(request, mentor, terug)
    vandaag, stap = timezone.localdate(), request.POST.get("stap", "")
    gegevens = request.POST if request.method == "POST" else keuzes.bewaard(request)
    if stap == "terug":
        messages.info(request, f"{mentor.naam} staat al als in dienst. Er is niets veranderd.")
        return redirect(terug)
    if gegevens is None and "keuze" in request.GET:
        messages.warning(request, keuzes.VERDWENEN)
    plekken, vervangt = list(overdracht.plekken(mentor, vandaag)), list(overdracht.vervangt(mentor, vandaag))
    form = VertrokkenForm(
        gegevens,
        plekken=plekken,
        mentoren=overdracht.kiesbaar(mentor.bestuur_id, vandaag, mentor.pk),
        vervangt=bool(vervangt),
        terug_url=terug,
    )
    if form.is_valid() and not keuzes.wijzigt(request):
        if request.method != "POST":
            return _nakijken(request, mentor, form, terug)
        if stap != "overdragen":
            return keuzes.onthoud(request, form)
        with weiger_in(form):
            stappen.draag_over(
                request.actor,
                mentor,
                op=form.cleaned_data["vertrokken_op"],
                plekken={plek.pk: nieuw for plek, nieuw in form.verdeling().items()},
                vervanger=form.cleaned_data.get("vervanger"),
            )
            messages.success(request, _gedaan(mentor, len(plekken)))
            return redirect(terug)
    inhoud = {"mentor": mentor, "form": form, "plekken": plekken, "vervangt": vervangt}
    return render(request, "plaatsingen/overdragen.html", inhoud)


def _gedaan(mentor: Mentor, plekken: int) -> str:
    wat = f" {opmaak.meervoud(plekken, 'plek is', 'plekken zijn')} overgedragen." if plekken else ""
    return f"{mentor.naam} is vertrokken.{wat} Vraag de beheerder om de toegang in te trekken."


def _nakijken(request: HttpRequest, mentor: Mentor, form: VertrokkenForm, terug: str) -> HttpResponse:
    """Wat er naar wie gaat, met het signaal over het aantal plekken; nog niets bewaard."""
    vandaag = timezone.localdate()
    verdeling, vervanger = form.verdeling(), form.cleaned_data.get("vervanger")
    geplaatst = list(overdracht.geplaatst(mentor, vandaag))
    per_plek = {p.leerwerkplek_id: p.code for p in geplaatst}
    rijen = [Rij("Vertrokken op", opmaak.datum_woord(form.cleaned_data["vertrokken_op"]))]
    for plek, nieuw in verdeling.items():
        wie = f", met plaatsing {per_plek[plek.pk]}" if plek.pk in per_plek else ""
        rijen.append(Rij(f"{plek.code} {plek.functie}", f"Naar {nieuw.naam}{wie}"))
    vervangt = [p.code for p in overdracht.vervangt(mentor, vandaag)]
    if vervangt:
        naar = f"Voortaan vervangt {vervanger.naam}" if vervanger else "Daar is geen vervanger meer"
        rijen.append(Rij("Vervangt nu bij", f"{opmaak.opsomming(vervangt)}. {naar}."))
    inhoud = {
        "mentor": mentor,
        "titel": f"{mentor.naam} overdragen?",
        "rijen": rijen,
        "lasten": overdracht.lasten(verdeling, vandaag),
        "form": form,
        "sleutel": request.GET.get("keuze", ""),
        "terug_url": terug,
    }
    return render(request, "plaatsingen/overdragen_nakijken.html", inhoud)


def _terug(request: HttpRequest, mentor: Mentor, terug: str) -> HttpResponse:
    """Al vertrokken: dat kan nog ongedaan gemaakt worden, maar de plekken blijven waar ze nu zijn."""
    if request.method == "POST":
        if request.POST.get("stap") == "terug":
            mentorstappen.keert_terug(request.actor, mentor)
            messages.success(request, f"{mentor.naam} is weer in dienst. Wijs zelf opnieuw plekken toe.")
        else:  # twee keer geklikt
            messages.info(request, f"{mentor.naam} was al overgedragen. Er is niets veranderd.")
        return redirect(terug)
    if "keuze" in request.GET:  # met *Terug* opnieuw bij het nakijken
        messages.info(request, f"{mentor.naam} is al overgedragen.")
        return redirect(terug)
    inhoud = {
        "mentor": mentor,
        "titel": f"Is {mentor.naam} weer in dienst?",
        "uitleg": "Plekken die overgedragen zijn, blijven bij hun nieuwe mentor.",
        "terug_url": terug,
    }
    return render(request, "plaatsingen/overdragen_terug.html", inhoud)
