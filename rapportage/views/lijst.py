"""De lijst achter een getal van de voortgang, op het scherm en als bestand."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from documenten import huisstijl
from kern.lijst import pagina
from kern.opmaak import datum_woord
from kern.tabel import Tabel, als_csv, als_xlsx, lees
from kern.uitvoer import antwoord, antwoord_csv
from organisaties.verzoek import daad
from rapportage import cijfers, lijsten, tellen, toegang
from rapportage.lijsten import LIJSTEN
from rapportage.views.verwijzing import met_verwijzingen
from rapportage.views.voortgang import gekend, peildatum, vraag


def als_bestand(request: HttpRequest) -> bool:
    return request.GET.get("vorm") in ("xlsx", "csv")


@daad("voortgang.zien")
@herbevestig.nodig(wanneer=als_bestand)
def lijst(request: HttpRequest, pk: int, soort: str) -> HttpResponse:
    """Eén lijst van één project; 404 voor een soort die niet bestaat."""
    project = get_object_or_404(toegang.projecten(request.actor), pk=pk)
    if soort not in LIJSTEN:
        raise Http404
    form, dag = peildatum(request)
    (c,) = cijfers.bereken([project], dag, toen_gekend=gekend(form))
    wat = LIJSTEN[soort]
    tabel = wat.maak(c)
    terug = (f"Voortgang {project.code}", reverse("rapportage:project", args=[pk]))
    return _toon(request, form, tabel, [wat.som] if wat.som else [], project.code, terug)


@daad("voortgang.zien")
@herbevestig.nodig(wanneer=als_bestand)
def subsidie(request: HttpRequest) -> HttpResponse:
    """De subsidie van elk project van het bestuur: de lijst achter de bedragen van alle projecten samen."""
    form, dag = peildatum(request)
    tabel = lijsten.subsidie(tellen.tel(list(toegang.projecten(request.actor)), dag, toen_gekend=gekend(form)))
    return _toon(request, form, tabel, lijsten.SUBSIDIE[3:], "", ("Voortgang", reverse("rapportage:voortgang")))


def _toon(
    request: HttpRequest, form, tabel: Tabel, sommen: Sequence[str], code: str, terug: tuple[str, str]
) -> HttpResponse:
    dag = peildatum(request)[1]
    if als_bestand(request) and not form.errors:
        return _bestand(request, tabel, code, dag)
    smal = zonder_sommen(tabel)
    bladzijde = pagina(request, smal.rijen)
    bladzijde.object_list = met_verwijzingen(request.actor, smal, bladzijde.object_list)
    context = {
        "tabel": smal,
        "pagina": bladzijde,
        "aantal": len(tabel.rijen),
        "sommen": [(kop, lees(lijsten.totaal(tabel, kop))) for kop in sommen],
        "form": form,
        "peildatum": dag,
        "code": code,
        "terug": terug,
        "vraag": vraag(form, dag),
    }
    return render(request, "rapportage/lijst.html", context)


def zonder_sommen(tabel: Tabel) -> Tabel:
    """Een sha256 of een niveau van een zegel leest niemand op een scherm; in het bestand staan ze wel."""
    blijft = [k for k, kop in enumerate(tabel.koppen) if not kop.endswith(("sha256", "Zegel"))]
    koppen = [tabel.koppen[k] for k in blijft]
    return Tabel(tabel.naam, tabel.titel, koppen, [[rij[k] for k in blijft] for rij in tabel.rijen], tabel.uitleg)


def _bestand(request: HttpRequest, tabel: Tabel, code: str, dag) -> HttpResponse:
    naam = lijsten.bestandsnaam(tabel.naam, code, dag)
    if request.GET["vorm"] == "csv":
        return antwoord_csv(naam, als_csv(tabel))
    stijl = huisstijl.voor(request.actor.bestuur)
    voorblad = [stijl.banner_tekst, stijl.fonds_tekst, f"{tabel.titel}, {stijl.bestuur_naam}"]
    voorblad += [f"Project {code}"] if code else []
    voorblad += ["Zoals toen gekend"] if "toen_gekend" in request.GET else []
    voorblad += [f"Peildatum {datum_woord(dag)}", *([tabel.uitleg] if tabel.uitleg else [])]
    return antwoord(naam, als_xlsx(tabel.titel, voorblad, [tabel], timezone.now()))
