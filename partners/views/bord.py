"""Het bord van vrije plekken: de startpagina van een GLOW-partner."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kern.lijst import PER_PAGINA, als_werkmap
from organisaties.verzoek import daad, eis_partner
from partners import bord as lezen
from partners.forms import BordForm, genormaliseerd
from partners.regels import gesorteerd, past


@daad("aanbod.bekijken")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def bord(request: HttpRequest, tegels: Sequence[Any] = ()) -> HttpResponse:
    """Wat besturen aanboden, gefilterd en gesorteerd; `tegels`: wat er op deze persoon wacht, daarboven."""
    eis_partner(request)
    dag = timezone.localdate()
    alle = lezen.rijen(request.actor.glowpartner, dag)
    form = BordForm(request.GET or None, rijen=alle)
    vraag = form.vraag
    gevonden = gesorteerd([rij for rij in alle if past(rij, vraag, dag)], vraag)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, lezen.tabel(gevonden, vraag))
    bladzijde = Paginator(gevonden, PER_PAGINA).get_page(request.GET.get("pagina"))
    van = vraag.get("postcode")
    bladzijde.object_list = [{"rij": rij, "km": rij.km(van), "nu": rij.vrij_op == dag} for rij in bladzijde.object_list]
    context = {
        "tegels": tegels,
        "filter": form,
        "pagina": bladzijde,
        "aangeboden": len(alle),
        "van": van,
        "te_bewaren": bool(genormaliseerd(request.GET)) and not form.errors,
    }
    return render(request, "partners/bord.html", context)
