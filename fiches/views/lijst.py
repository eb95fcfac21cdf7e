"""Wat er te ondertekenen is, wat terugkwam, en wat je zelf ondertekende."""

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiches import toegang
from kern.lijst import pagina
from organisaties.verzoek import daad

RECENT = 5


@daad("fiche.ondertekenen")
def te_ondertekenen(request: HttpRequest) -> HttpResponse:
    ondertekend = list(toegang.ondertekend_door(request.actor).annotate(alle=Window(Count("pk")))[:RECENT])
    context = {
        "pagina": pagina(request, toegang.te_ondertekenen(request.actor)),
        "verbeteren": list(toegang.te_verbeteren(request.actor)),
        "ondertekend": ondertekend,
        "ondertekend_aantal": ondertekend[0].alle if ondertekend else 0,
        "recent": RECENT,
    }
    return render(request, "fiches/te_ondertekenen.html", context)


@daad("fiche.ondertekenen")
def ondertekend(request: HttpRequest) -> HttpResponse:
    return render(
        request, "fiches/ondertekend.html", {"pagina": pagina(request, toegang.ondertekend_door(request.actor))}
    )
