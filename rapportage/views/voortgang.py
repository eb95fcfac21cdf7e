"""Doelen tegenover resultaten, op een peildatum."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from documenten import huisstijl
from kern.tabel import Tabel
from kern.uitvoer import antwoord
from organisaties.verzoek import daad
from projecten.models import Subsidieproject
from rapportage import (
    achter,
    acties,
    beelden,
    cijfers,
    coordinatie,
    doelverdeling,
    overzichten,
    rapport,
    tabellen,
    tellen,
    toegang,
)
from rapportage.forms import PeildatumForm
from rapportage.selecties import Afwijking
from rapportage.views.verwijzing import scherm
from rapportage.views.vooruitblik import eerste_voorstellen

HOOGSTENS = 15  # rijen van een lijst op het scherm van het project; de rest staat op haar eigen bladzijde


def peildatum(request: HttpRequest) -> tuple[PeildatumForm, date]:
    """Het formulier en de gevraagde dag; vandaag als er niets of iets onleesbaars gevraagd is."""
    vandaag = timezone.localdate()
    gevraagd = request.GET if request.GET.get("peildatum", "").strip() else None
    form = PeildatumForm(gevraagd, initial={"peildatum": vandaag})
    return form, form.cleaned_data["peildatum"] if form.is_valid() else vandaag


def gekend(form: PeildatumForm) -> bool:
    """Of de tweede kijk gevraagd is: enkel wat op de peildatum ook al geregistreerd was (besluit 1)."""
    return form.is_bound and not form.errors and form.cleaned_data["toen_gekend"]


def vraag(form: PeildatumForm, dag: date) -> str:
    """Wat achter een adres komt om op dezelfde peildatum en in dezelfde kijk te blijven; leeg als dat vandaag is."""
    kijk = "&toen_gekend=on" if gekend(form) else ""
    return f"?peildatum={dag:%d/%m/%Y}{kijk}" if form.is_bound and not form.errors else ""


def naar_lijst(lijst: str, vraag_: str, project: int | None = None) -> str:
    """Het adres van een lijst (zoals `achter.van` ze geeft) van dit project, of over alle; leeg blijft leeg.

    `vraag_`: om op dezelfde peildatum en in dezelfde kijk te blijven.
    """
    if not lijst:
        return ""
    soort, _, keuze = lijst.partition("/")
    delen = [deel for deel in (keuze.removeprefix("?"), vraag_.removeprefix("?")) if deel]
    naam, waarvan = ("lijst", [project, soort]) if project else ("geheel_lijst", [soort])
    pad = reverse(f"rapportage:{naam}", args=waarvan)
    return pad + (f"?{'&'.join(delen)}" if delen else "")


def met_adres(tabel: Tabel, vraag_: str, project: int | None = None) -> list[list[tuple[object, str]]]:
    """Elke cel met het adres van de lijst erachter."""
    return [
        [(cel, naar_lijst(achter.van(tabel, rij, plaats), vraag_, project)) for plaats, cel in enumerate(rij)]
        for rij in tabel.rijen
    ]


@daad("voortgang.zien")
def voortgang(request: HttpRequest) -> HttpResponse:
    """Elk project met doelen tegenover resultaten; wie er één heeft, ziet dat meteen."""
    projecten = list(toegang.projecten(request.actor))
    if len(projecten) == 1:
        return _project(request, projecten[0])
    form, dag = peildatum(request)
    alle = tellen.tel(projecten, dag, toen_gekend=gekend(form))
    context = {"cijfers": alle, "samen": cijfers.samen(alle), "peildatum": dag, "form": form, "vraag": vraag(form, dag)}
    return render(request, "rapportage/voortgang.html", context)


@daad("voortgang.zien")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    return _project(request, get_object_or_404(toegang.projecten(request.actor), pk=pk))


@daad("voortgang.zien")
@herbevestig.nodig
def werkmap(request: HttpRequest, pk: int) -> HttpResponse:
    """De tabellen van het rapport als werkmap (XLSX), op de gevraagde peildatum."""
    rij = get_object_or_404(toegang.projecten(request.actor), pk=pk)
    form, dag = peildatum(request)
    if form.errors:
        return redirect(f"{reverse('rapportage:project', args=[pk])}?{request.GET.urlencode()}")
    (c,) = cijfers.bereken([rij], dag, toen_gekend=gekend(form))
    stijl, nu = huisstijl.voor(request.actor.bestuur), timezone.now()
    wie = coordinatie.zin(c.project.bestuur_id, nu)
    inhoud = rapport.xlsx(c, stijl, tabellen.alle(c), nu, wie)
    return antwoord(f"esf-rapport-{rij.code}-{dag.isoformat()}", inhoud)


def _project(request: HttpRequest, rij: Subsidieproject) -> HttpResponse:
    form, dag = peildatum(request)
    (c,) = cijfers.bereken([rij], dag, toen_gekend=gekend(form))
    verdeling = doelverdeling.tabel(c)
    context = {
        "c": c,
        "verdeling": verdeling if c.verdeling else None,
        "delen": met_adres(verdeling, vraag(form, dag), rij.pk),
        "mag_verdelen": request.actor.mag("doelen.verdelen"),
        "project": rij,
        "peildatum": dag,
        "form": form,
        "vraag": vraag(form, dag),
        "stand": rapport.stand(c),
        "later": overzichten.registratie(c),
        "meer": len(toegang.projecten(request.actor)[:2]) > 1,
        "ontbrekend": _met_adres(request, c.ontbrekend[:HOOGSTENS]),
        "kanttekeningen": _met_adres(request, c.kanttekeningen[:HOOGSTENS]),
        "mag_pakket": request.actor.mag("bewijspakket.maken"),
        "beelden": [(beeld, beelden.LIJST_ACHTER[beeld.tabel.naam]) for beeld in beelden.alle(c)],
        "vooruit": _vooruit(request, c) if dag == timezone.localdate() else None,
    }
    return render(request, "rapportage/project.html", context)


def _vooruit(request: HttpRequest, c: cijfers.Cijfers) -> list[dict]:
    """Wat vandaag het meest opbrengt; op een andere peildatum valt er niets meer te doen."""
    return [] if c.gehaald else eerste_voorstellen(request.actor, acties.blik(c), 3)


def _met_adres(request: HttpRequest, afwijkingen: list[Afwijking]) -> list[tuple[Afwijking, str]]:
    """Elke afwijking met het scherm waar je er iets aan doet, voor wie daar mag komen."""
    schermen = {a.soort: scherm(request.actor, a.soort) for a in afwijkingen}
    return [(a, reverse(schermen[a.soort], args=[a.sleutel]) if schermen[a.soort] else "") for a in afwijkingen]
