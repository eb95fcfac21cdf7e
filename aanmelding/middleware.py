"""Telt pogingen buiten de transactie van het verzoek: wat daarna mislukt of teruggedraaid wordt blijft geteld."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from redis.exceptions import RedisError

from aanmelding import grenzen
from organisaties.middleware import EIGEN_ACCOUNT, url_naam


class GrensMiddleware:
    """Staat vóór IsolatieMiddleware. De weigering zelf komt in `process_view`, waar de pagina weet wie er kijkt."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        naam, pogingen = url_naam(request), []
        request.te_vaak = None
        try:
            pogingen = grenzen.tel_verzoek(request, naam)
        except grenzen.TeVaak as fout:
            request.te_vaak = fout
        antwoord = self.get_response(request)
        if pogingen and antwoord.status_code == 302 and naam not in grenzen.ALTIJD_GETELD:
            grenzen.geef_terug(pogingen)
        return antwoord

    def process_view(self, request: HttpRequest, *_) -> HttpResponse | None:
        if request.te_vaak is None:
            return None
        tot = request.te_vaak.tot
        hele_minuut = (tot + timedelta(seconds=59)).replace(second=0, microsecond=0)  # nooit een te vroeg uur noemen
        antwoord = render(request, "429.html", {"tot": hele_minuut}, status=429)
        antwoord["Retry-After"] = str(max(1, round((tot - timezone.now()).total_seconds())))
        return antwoord

    def process_exception(self, request: HttpRequest, fout: Exception) -> HttpResponse | None:
        """Zonder Redis is niet na te gaan of een code al gebruikt is: dan komt niemand ongezien binnen."""
        if not isinstance(fout, RedisError):
            return None
        return even_niet(aanmelden=url_naam(request).startswith(EIGEN_ACCOUNT))


def even_niet(*, aanmelden: bool = False) -> HttpResponse:
    """De pagina voor 503; raadpleegt niets."""
    antwoord = HttpResponse(render_to_string("503.html", {"aanmelden": aanmelden}), status=503)
    antwoord["Retry-After"] = "60"
    return antwoord
