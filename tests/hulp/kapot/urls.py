from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from gemeenschapsdienst.urls import handler500, urlpatterns
from tests.hulp.kapot.fouten import FOUTEN, waarde

__all__ = ["handler500", "urlpatterns"]


def kapot(request, wat):
    FOUTEN[wat](request.POST["inhoud"])
    return HttpResponse("")


def stroom(request):
    def regels():
        yield b"begin"
        waarde(request.POST["inhoud"])

    return StreamingHttpResponse(regels())


urlpatterns = [*urlpatterns, path("kapot/stroom/", stroom), path("kapot/<str:wat>/", kapot, name="kapot")]
