"""Hoe lang de sessie nog leeft. Vragen telt niet als bezig zijn; verlengen wel."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aanmelding import sessies


@never_cache
@require_http_methods(["GET", "POST"])
def sessie(request: HttpRequest) -> JsonResponse:
    """`{"rest": seconden, "verlengbaar": ja/nee}`; 0 seconden: niet meer aangemeld."""
    if request.method == "POST" and request.user.is_authenticated:
        sessies.raak_aan(request, meteen=True)
    rest = sessies.rest(request)
    return JsonResponse({"rest": rest.seconden, "verlengbaar": rest.verlengbaar})
