"""Het rapport over alle projecten samen: op het scherm en als werkmap; de PDF maakt een taak (`views.rapporten`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import huisstijl
from kern.uitvoer import antwoord
from organisaties.verzoek import daad
from rapportage import beelden, cijfers, coordinatie, geheel, rapport, toegang
from rapportage.forms import PeildatumForm
from rapportage.geheel import Geheel
from rapportage.views.voortgang import gekend, met_adres, naar_lijst, peildatum, vraag

# Wat per plek, mentor of plaatsing een rij heeft, staat op het scherm bij het project; in de bestanden staat alles.
OP_SCHERM = (
    "projecten", "doelen_per_organisatie", "organisaties", "maanden", "verhouding", "partners", "signalen",
    "evaluaties", "uitstroom", "relatie", "additionaliteit", "registratie",
)  # fmt: skip


def _lees(request: HttpRequest) -> tuple[PeildatumForm, Geheel | None]:
    form, dag = peildatum(request)
    projecten = list(toegang.projecten(request.actor))
    delen = cijfers.bereken(projecten, dag, toen_gekend=gekend(form))
    return form, Geheel(delen) if delen else None


@daad("voortgang.zien")
@require_safe
def rapport_geheel(request: HttpRequest) -> HttpResponse:
    """Resultaten per project, organisatie en maand, de verhouding, en wat de partners antwoordden."""
    form, g = _lees(request)
    context = {"form": form, "g": g, "vraag": vraag(form, peildatum(request)[1])}
    context["mag_maken"] = request.actor.mag("rapport.maken")
    if g is not None:
        alle = geheel.alle(g)
        context |= {
            "peildatum": g.peiling.peildatum,
            "stand": [(tekst, naar_lijst(achter, context["vraag"])) for tekst, achter in rapport.stand_delen(g)],
            "beelden": [
                (beeld, naar_lijst(f"{beelden.LIJST_ACHTER[beeld.tabel.naam]}/", context["vraag"]))
                for beeld in beelden.alle(g)
            ],
            "tabellen": [(t, met_adres(t, context["vraag"])) for t in alle if t.naam.startswith(OP_SCHERM)],
            "buiten": len(next(t for t in alle if t.naam == "signalen").rijen),
        }
    return render(request, "rapportage/geheel.html", context)


@daad("voortgang.zien")
@require_safe
@herbevestig.nodig
def werkmap_geheel(request: HttpRequest) -> HttpResponse:
    form, g = _lees(request)
    if form.errors or g is None:
        return _terug(request)
    stijl, nu = huisstijl.voor(request.actor.bestuur), timezone.now()
    wie = coordinatie.zin(request.actor.bestuur.pk, nu)
    inhoud = rapport.xlsx_geheel(g, stijl, geheel.alle(g), nu, wie)
    return antwoord(_naam(request, g), inhoud)


def _naam(request: HttpRequest, g: Geheel) -> str:
    return f"esf-rapport-{request.actor.bestuur.slug}-{g.peiling.peildatum.isoformat()}"


def _terug(request: HttpRequest) -> HttpResponse:
    vraag_ = request.GET.urlencode()
    return redirect(f"{reverse('rapportage:geheel')}{'?' if vraag_ else ''}{vraag_}")
