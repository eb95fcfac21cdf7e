"""Invullen, nakijken, doen: wat iemand invulde staat zolang in de sessie, zodat het nakijken een eigen adres heeft.

*Terug* en herladen komen op dat adres uit (`?keuze=`), zonder te vragen of je alles nog eens wil versturen. Elke keer
een andere sleutel: twee tabbladen zien elk wat zij invulden. Een keuze geldt enkel op haar pad, en voor wie ze maakte.
"""

from secrets import token_urlsafe
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

KEUZES = "keuzes"  # in de sessie
HOEVEEL = 10  # de laatste blijven: iemand werkt in een paar tabbladen tegelijk
VERDWENEN = "Wat je invulde, staat hier niet meer. Vul het opnieuw in."


def onthoud(request: HttpRequest, form: forms.BaseForm) -> HttpResponse:
    """Na een geldig formulier: bewaart wat erin getypt is en gaat het op hetzelfde pad tonen om na te kijken."""
    getypt = {veld.html_name: form.data.getlist(veld.html_name) for veld in form}
    sleutel = token_urlsafe(8)
    _zet(request, sleutel, {"velden": {naam: waarden for naam, waarden in getypt.items() if waarden}})
    return redirect(f"{request.path}?{urlencode({'keuze': sleutel})}")


def bewaard(request: HttpRequest) -> QueryDict | None:
    """Wat bij `?keuze=` ingevuld werd, als gegevens voor hetzelfde formulier; None als er niets (meer) is."""
    velden = _lees(request).get("velden")
    if velden is None:
        return None
    gegevens = QueryDict(mutable=True)
    for naam, waarden in velden.items():
        gegevens.setlist(naam, waarden)
    return gegevens


def wijzigt(request: HttpRequest) -> bool:
    """Of iemand van het nakijken terugkomt (`&wijzig=ja`): dan staat alles weer in het formulier."""
    return request.method != "POST" and "wijzig" in request.GET


def rond_af(request: HttpRequest, naar: str) -> None:
    """De daad is gedaan: wat ingevuld werd gaat weg, en enkel het adres van de uitkomst blijft (zie `gedaan`)."""
    if _lees(request):
        _zet(request, request.GET["keuze"], {"naar": naar})


def gedaan(request: HttpRequest) -> str:
    """Waar de daad van deze keuze toe leidde, of leeg: voor wie daarna nog eens klikt, of met *Terug* terugkomt."""
    return _lees(request).get("naar", "")


def _lees(request: HttpRequest) -> dict:
    keuze = request.session.get(KEUZES, {}).get(request.GET.get("keuze", ""), {})
    hier = (keuze.get("pad"), keuze.get("voor")) == (request.path, request.actor.keuze)
    return keuze if hier else {}


def _zet(request: HttpRequest, sleutel: str, inhoud: dict) -> None:
    andere = {k: v for k, v in request.session.get(KEUZES, {}).items() if k != sleutel}
    laatste = dict(list(andere.items())[1 - HOEVEEL :])
    request.session[KEUZES] = laatste | {sleutel: {"pad": request.path, "voor": request.actor.keuze} | inhoud}
