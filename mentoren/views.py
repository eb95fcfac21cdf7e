"""Mentoren: de lijst, wie het zijn en wie hen leidt. Opleidingen staan in views_opleiding.py."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from documenten import werkmap
from kern.lijst import als_werkmap, pagina, volgorde
from kern.opmaak import datum_woord
from mentoren import plekken, stappen
from mentoren.forms import LeidingForm, MentorForm, PersoonForm, WijzigForm
from mentoren.lijst import KOLOMMEN, MentorFilter, mentoren, met_plekken, tabel
from mentoren.models import Deelname, Leiding, Mentor
from mentoren.regels import leiding_op, plekken_per_mentor
from mentoren.toegang import zichtbaar_voor
from organisaties.enums import Rol
from organisaties.formulieren import weiger_in
from organisaties.models import Lidmaatschap, Organisatie
from organisaties.personen import zorg_voor_gebruiker, zorg_voor_lid
from organisaties.toegang import geldig
from organisaties.verzoek import daad
from projecten.models import Subsidieproject
from projecten.regels import Uitkomst, grenzen


def haal_mentor(request: HttpRequest, pk: int) -> Mentor:
    """De mentor, of 404 buiten het bereik van wie kijkt. Bij een POST op slot."""
    rijen = zichtbaar_voor(request.actor)
    if request.method == "POST":
        rijen = rijen.select_for_update(of=("self",))
    return get_object_or_404(rijen, pk=pk)


def leden(request: HttpRequest) -> QuerySet[Lidmaatschap]:
    """Wie nu bij dit bestuur hoort, op naam; een controleur is geen personeelslid."""
    nu = geldig(timezone.localdate())
    rijen = Lidmaatschap.objects.filter(nu, bestuur=request.actor.bestuur_id).exclude(rollen=[Rol.CONTROLEUR])
    return rijen.select_related("gebruiker").order_by("gebruiker__voornaam", "gebruiker__naam", "pk")


def organisaties(request: HttpRequest) -> QuerySet[Organisatie]:
    return Organisatie.objects.filter(bestuur=request.actor.bestuur_id)


@daad("mentor.zien")
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    alle = mentoren(request.actor, timezone.localdate()).order_by(*volgorde(request, KOLOMMEN, "code"))
    filter_ = MentorFilter(request.GET, queryset=alle, bestuur_id=request.actor.bestuur_id)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(met_plekken(request.actor, list(filter_.qs))))
    bladzijde = pagina(request, filter_.qs)
    bladzijde.object_list = met_plekken(request.actor, list(bladzijde.object_list))
    inhoud = {"filter": filter_, "pagina": bladzijde, "mag_bewerken": request.actor.mag("mentor.bewerken")}
    return render(request, "mentoren/lijst.html", inhoud)


def _persoon(request: HttpRequest, form: PersoonForm, rollen: list[str]) -> Lidmaatschap:
    """Het lidmaatschap van wie gekozen of ingevuld werd; een nieuwe persoon komt erbij, zonder wachtwoord."""
    if lid := form.cleaned_data["persoon"]:
        return lid
    gegevens = form.cleaned_data
    gebruiker, nieuw = zorg_voor_gebruiker(gegevens["email"], gegevens["voornaam"], gegevens["naam"])
    if not nieuw and gebruiker.volledige_naam != f"{gegevens['voornaam']} {gegevens['naam']}":
        messages.info(request, f"{gebruiker.email} bestond al als {gebruiker.volledige_naam}. Die naam blijft.")
    organisatie = gegevens.get("organisatie")
    return zorg_voor_lid(request.actor.bestuur, gebruiker, rollen, organisatie=organisatie)


@daad("mentor.bewerken")
def nieuw(request: HttpRequest) -> HttpResponse:
    al_mentor = Mentor.objects.filter(bestuur=request.actor.bestuur_id).values("lidmaatschap")
    orgs = organisaties(request)
    form = MentorForm(
        request.POST or None,
        personen=leden(request).exclude(pk__in=al_mentor),
        leden=leden(request),
        organisaties=orgs,
        initial={"organisatie": orgs.first() if orgs.count() == 1 else None},
        terug_url=reverse("mentoren:lijst"),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            mentor = stappen.maak_mentor(
                request.actor,
                _persoon(request, form, [Rol.MENTOR]),
                organisatie=form.cleaned_data["organisatie"],
                dienst=form.cleaned_data["dienst"],
                leidinggevende=form.cleaned_data["leidinggevende"],
                vanaf=form.cleaned_data["vanaf"],
            )
            messages.success(request, f"{mentor.naam} is mentor {mentor.code}. Voeg nu de opleiding toe.")
            return redirect("mentoren:mentor", mentor.pk)
    return render(request, "mentoren/formulier.html", {"form": form, "titel": "Nieuwe mentor"})


@daad("mentor.zien")
def mentor(request: HttpRequest, pk: int) -> HttpResponse:
    vandaag = timezone.localdate()
    gevonden = get_object_or_404(mentoren(request.actor, vandaag), pk=pk)
    van_mentor = plekken.per_mentor(request.actor.bestuur_id, [gevonden.pk]).get(gevonden.pk, [])
    leiding = Leiding.objects.filter(mentor=gevonden).select_related("leidinggevende__gebruiker").order_by("-van", "pk")
    deelnames = Deelname.objects.filter(mentor=gevonden).select_related("opleiding", "certificaat")
    deelnames = deelnames.prefetch_related("scans")
    inhoud = {
        "mentor": gevonden,
        "plekken": van_mentor,
        "signaal": _te_veel(request, gevonden, sum(plek.open for plek in van_mentor)),
        "leiding": leiding,
        "vandaag": vandaag,
        "deelnames": deelnames.order_by("-opleiding__datum", "pk"),
        "mag_bewerken": request.actor.mag("mentor.bewerken"),
    }
    return render(request, "mentoren/mentor.html", inhoud)


def _te_veel(request: HttpRequest, mentor: Mentor, aantal: int) -> str:
    """De zin als deze mentor meer plekken begeleidt dan de richtlijn van de oproep; anders leeg."""
    projecten = Subsidieproject.objects.filter(bestuur=request.actor.bestuur_id).select_related("oproep")
    project = mentor.project or projecten.first()
    if project is None:
        return ""
    uitkomst: Uitkomst = plekken_per_mentor(aantal, grenzen(project.oproep, timezone.localdate(), mentor.bestuur_id))
    return "" if uitkomst.ok else uitkomst.uitleg


@daad("mentor.bewerken")
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    mentor = haal_mentor(request, pk)
    form = WijzigForm(
        request.POST or None,
        staat={"organisatie": mentor.organisatie, "dienst": mentor.dienst},
        organisaties=organisaties(request),
        terug_url=reverse("mentoren:mentor", args=[mentor.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.wijzig_mentor(request.actor, mentor, **form.waarden())
            messages.success(request, f"Gegevens van {mentor.naam} bewaard.")
            return redirect("mentoren:mentor", mentor.pk)
    inhoud = {"form": form, "titel": f"Gegevens van {mentor.naam}", "mentor": mentor}
    return render(request, "mentoren/formulier.html", inhoud)


@daad("mentor.bewerken")
def leiding(request: HttpRequest, pk: int) -> HttpResponse:
    mentor = haal_mentor(request, pk)
    form = LeidingForm(
        request.POST or None,
        personen=leden(request).exclude(pk=mentor.lidmaatschap_id),
        terug_url=reverse("mentoren:mentor", args=[mentor.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            leider = _persoon(request, form, [Rol.LEIDINGGEVENDE])
            vanaf = form.cleaned_data["vanaf"]
            gezet = stappen.zet_leiding(request.actor, mentor, leider, vanaf=vanaf)
            naam = leider.gebruiker.volledige_naam
            zin = f"leidt {mentor.naam} vanaf {datum_woord(vanaf)}" if gezet else f"leidde {mentor.naam} al"
            messages.success(request, f"{naam} {zin}.")
            return redirect("mentoren:mentor", mentor.pk)
    nu = Leiding.objects.filter(leiding_op(timezone.localdate()), mentor=mentor)
    nu = nu.select_related("leidinggevende__gebruiker").first()
    inhoud = {
        "form": form,
        "titel": f"Leidinggevende van {mentor.naam}",
        "mentor": mentor,
        "uitleg": f"Nu is dat {nu.leidinggevende.gebruiker.volledige_naam}." if nu else "Nu is dat nog niemand.",
    }
    return render(request, "mentoren/formulier.html", inhoud)
