"""Een plek van begin tot einde: nieuw, takenlijst, kopiëren, sluiten. De stappen staan in views_stappen.py."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kern.nummers import nummer
from kern.onderdelen import Rij, Taakregel
from kern.opmaak import opsomming
from leerwerkplekken import fichestand, planblad, stappen
from leerwerkplekken.enums import Status
from leerwerkplekken.forms import GegevensForm, KopieForm
from leerwerkplekken.models import Aanbod, Functiesjabloon, Leerwerkplek
from leerwerkplekken.regels import SECTIES, nog_aan_te_vullen, ontbrekend
from leerwerkplekken.toegang import partners_van, sjablonen, zichtbaar_voor
from leerwerkplekken.woorden import beschikbaar, bewijs
from mentoren.regels import leidinggevende_van
from organisaties.formulieren import weiger_in
from organisaties.models import Organisatie
from organisaties.verzoek import daad
from projecten.models import Subsidieproject


def haal_plek(request: HttpRequest, pk: int) -> Leerwerkplek:
    """De plek, of 404 buiten het bereik van wie kijkt. Bij een POST op slot: niemand wijzigt ze intussen."""
    plekken = zichtbaar_voor(request.actor)
    if request.method == "POST":
        plekken = plekken.select_for_update(of=("self",))
    return get_object_or_404(plekken, pk=pk)


def keuzelijsten(request: HttpRequest) -> dict:
    bestuur = request.actor.bestuur_id
    return {
        "projecten": Subsidieproject.objects.filter(bestuur=bestuur),
        "organisaties": Organisatie.objects.filter(bestuur=bestuur),
    }


@daad("leerwerkplek.bewerken")
def nieuw(request: HttpRequest) -> HttpResponse:
    if van := nummer(request.GET.get("van", "")):
        return redirect("leerwerkplekken:kopieer", van)
    lijsten = keuzelijsten(request)
    sjabloon = _sjabloon(request)
    begin, voorstel = _begin(lijsten, sjabloon, request.GET.get("organisatie", ""))
    form = GegevensForm(
        request.POST or None,
        staat={},
        initial=begin | {"code": voorstel},
        nieuw=True,
        voorstel=voorstel,
        terug_url=reverse("leerwerkplekken"),
        **lijsten,
    )
    form.knop = "Leerwerkplek maken"
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            plek = _maak(request, sjabloon, form.waarden())
            messages.success(request, f"{plek.code} is gemaakt. Werk nu de andere stappen af.")
            return redirect("leerwerkplekken:takenlijst", plek.pk)
    inhoud = {
        "form": form,
        "projecten": list(lijsten["projecten"]),
        "bestaand": zichtbaar_voor(request.actor).order_by("code", "pk"),
        "sjabloon": sjabloon,
        "sjablonen": sjablonen(request.actor),
    }
    return render(request, "leerwerkplekken/nieuw.html", inhoud)


def _sjabloon(request: HttpRequest) -> Functiesjabloon | None:
    """Het sjabloon uit `?sjabloon=`; 404 als het intussen weg is of van een ander."""
    gekozen = request.GET.get("sjabloon", "")
    if not gekozen:
        return None
    return get_object_or_404(sjablonen(request.actor), pk=nummer(gekozen))


def _begin(lijsten: dict, sjabloon: Functiesjabloon | None, gekozen: str) -> tuple[dict, str]:
    """Wat al ingevuld staat (waar niets te kiezen valt, en wat het sjabloon weet), en de voorgestelde code.

    `gekozen`: het nummer van een organisatie, van een prospect die plekken toezegde.
    """
    projecten, organisaties = list(lijsten["projecten"]), list(lijsten["organisaties"])
    begin: dict = {}
    if sjabloon:
        begin = {veld: getattr(sjabloon, veld) for veld in ("functie", "uren_per_maand", "uurrooster", "vereisten")}
    passend = [org for org in organisaties if str(org.pk) == gekozen] or organisaties
    if len(passend) == 1:
        begin["organisatie"] = passend[0]
    if len(projecten) != 1:
        return begin, ""
    return begin | {"project": projecten[0]}, stappen.volgende_code(projecten[0])


def _maak(request: HttpRequest, sjabloon: Functiesjabloon | None, gegevens: dict) -> Leerwerkplek:
    gegevens["code"] = gegevens["code"] or stappen.volgende_code(gegevens["project"])
    if sjabloon:
        return stappen.maak_van_sjabloon(request.actor, request.actor.bestuur, sjabloon, **gegevens)
    return stappen.maak(request.actor, request.actor.bestuur, **gegevens)


@daad("leerwerkplek.zien")
def takenlijst(request: HttpRequest, pk: int) -> HttpResponse:
    """Voor HR de takenlijst; wie enkel mag kijken ziet dezelfde plek als samenvatting."""
    plek = haal_plek(request, pk)
    if not request.actor.mag("leerwerkplek.bewerken"):
        inhoud = {"plek": plek, "rijen": samenvatting(plek), "fiche": fichestand.van(plek, request.actor)}
        inhoud["plan"] = planblad.van(plek)
        return render(request, "leerwerkplekken/plek.html", inhoud)
    tekort = defaultdict(list)
    for ontbreekt in ontbrekend(plek, timezone.localdate()):
        tekort[ontbreekt.sectie].append(ontbreekt.zin)
    taken = [_taak(plek, sectie, naam, tekort[sectie]) for sectie, naam in SECTIES.items()]
    inhoud = {"taken": taken, "volledig": not any(tekort.values()), "fiche": fichestand.van(plek, request.actor)}
    return render(request, "leerwerkplekken/takenlijst.html", {"plek": plek} | inhoud)


def _taak(plek: Leerwerkplek, sectie: str, naam: str, tekort: list[str]) -> Taakregel:
    url = reverse(f"leerwerkplekken:{sectie}", args=[plek.pk])
    if tekort:
        eerste = tekort[0][0].lower() + tekort[0][1:]
        rest = f" En nog {len(tekort) - 1}." if len(tekort) > 1 else ""
        return Taakregel(naam, "onvolledig", url, f"Ontbreekt: {eerste}{rest}")
    return Taakregel(naam, "klaar", url, _nog_te_doen(plek, sectie))


def _nog_te_doen(plek: Leerwerkplek, sectie: str) -> str:
    """Wat niet moet voor de fiche, maar het plan wel beter maakt."""
    if sectie == "rollen" and plek.plan.standaard:
        return "Standaard: kijk na."
    if sectie == "plan" and (open_ := nog_aan_te_vullen(plek.plan)):
        return f"Nog niet ingevuld: {opsomming(open_)}."
    return ""


def samenvatting(plek: Leerwerkplek) -> list[Rij]:
    leiding = plek.mentor and leidinggevende_van(plek.mentor, timezone.localdate())
    aanbod = Aanbod.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek).select_related("glowpartner")
    antwoord = {None: "", True: "Ja", False: "Nee"}[plek.additioneel]
    return [
        Rij("Functie", plek.functie),
        Rij("Project", str(plek.project)),
        Rij("Organisatie", plek.organisatie.naam),
        Rij("Dienst", plek.dienst),
        Rij("Adres", plek.waar),
        Rij("Uren per maand", plek.uren_per_maand and f"{plek.uren_per_maand} u"),
        Rij("Uurrooster", plek.uurrooster),
        Rij("Beschikbaar", beschikbaar(plek)),
        Rij("Bijkomend", f"{antwoord}. {plek.additioneel_toelichting}" if antwoord else ""),
        Rij("Taken", plek.taken),
        Rij("Competenties", plek.competenties),
        Rij("Vereisten", plek.vereisten),
        Rij("Mentor", plek.mentor.naam if plek.mentor else ""),
        Rij("Werkplekbegeleider", ", ".join(deel for deel in plek.begeleiding if deel)),
        Rij("Direct leidinggevende", leiding.leidinggevende.gebruiker.volledige_naam if leiding else ""),
        Rij("Aangeboden aan", [f"{a.glowpartner}: {bewijs(a)}" for a in aanbod]),
    ]


@daad("leerwerkplek.bewerken")
def kopieer(request: HttpRequest, pk: int) -> HttpResponse:
    bron = haal_plek(request, pk)
    form = KopieForm(
        request.POST or None,
        partners=partners_van(request.actor.bestuur_id, timezone.localdate()),
        volgende=stappen.volgende_code(bron.project),
        terug_url=reverse("leerwerkplekken:takenlijst", args=[bron.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            kopieen = stappen.kopieer(request.actor, bron, aantal=form.cleaned_data["aantal"])
            if partners := form.cleaned_data.get("partners"):
                stappen.bied_samen_aan(request.actor, kopieen, partners, op=form.cleaned_data["aangeboden_op"])
            return _na_kopie(request, kopieen)
    return render(request, "leerwerkplekken/kopieer.html", {"form": form, "plek": bron})


def _na_kopie(request: HttpRequest, kopieen: list[Leerwerkplek]) -> HttpResponse:
    if len(kopieen) == 1:
        messages.success(request, f"{kopieen[0].code} is gemaakt. Kijk na wat hier anders is.")
        return redirect("leerwerkplekken:takenlijst", kopieen[0].pk)
    codes = opsomming([plek.code for plek in kopieen])
    messages.success(request, f"{len(kopieen)} plekken gemaakt: {codes}. Kijk elke plek na en dien de fiche in.")
    return redirect(f"{reverse('leerwerkplekken')}?project={kopieen[0].project_id}&sorteer=-code")


@daad("leerwerkplek.bewerken")
def sluit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sluit de plek, of heropent ze als ze al gesloten is; altijd na bevestiging."""
    plek = haal_plek(request, pk)
    gesloten = plek.status == Status.GESLOTEN
    terug = reverse("leerwerkplekken:takenlijst", args=[plek.pk])
    if request.method == "POST":
        if gesloten != (request.POST.get("wat") == "heropen"):
            messages.info(request, f"{plek.code} was al {'gesloten' if gesloten else 'open'}. Er is niets gewijzigd.")
        elif gesloten:
            stappen.heropen(request.actor, plek)
            messages.success(request, f"{plek.code} is weer open.")
        else:
            stappen.sluit(request.actor, plek)
            messages.success(request, f"{plek.code} is gesloten. Heropenen kan altijd.")
        return redirect(terug)
    return render(request, "leerwerkplekken/sluit.html", {"plek": plek, "gesloten": gesloten, "terug_url": terug})
