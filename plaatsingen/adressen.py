"""De adressen onder plaatsingen/: de plaatsing zelf en haar afspraken. Die van uren staan in `plaatsingen.urls`."""

from django.urls import path

from plaatsingen.views import afspraken, nieuw, ondertekening, overdracht, plaatsingen, start, verloop

PLAATSINGEN = [
    path("", plaatsingen.lijst, name="lijst"),
    path("nieuw/", nieuw.nieuw, name="nieuw"),
    path("nieuw/vooruitzicht/", nieuw.vooruitzicht, name="vooruitzicht"),
    path("deelnemers/nieuw/", nieuw.deelnemer, name="deelnemer_nieuw"),
    path("mentor/<int:pk>/overdragen/", overdracht.overdragen, name="overdragen"),
    path("onderbreking/<int:pk>/", verloop.hervat, name="hervatten"),
    path("<int:pk>/", plaatsingen.plaatsing, name="plaatsing"),
    path("<int:pk>/werkafspraken/", plaatsingen.werkafspraken, name="werkafspraken"),
    path("<int:pk>/werkafspraken/voorleggen/", ondertekening.leg_voor, name="voorleggen"),
    path("<int:pk>/werkafspraken/intrekken/", ondertekening.trek_in, name="voorlegging_intrekken"),
    path("ondertekenen/", ondertekening.lijst, name="te_tekenen"),
    path("ondertekenen/<int:pk>/", ondertekening.teken, name="tekenen"),
    path("ondertekenen/<int:pk>/document/", ondertekening.document, name="te_tekenen_document"),
    path("<int:pk>/patroon/", afspraken.patroon, name="patroon"),
    path("<int:pk>/begeleiding/", afspraken.begeleiding, name="begeleiding"),
    path("<int:pk>/start/<slug:soort>/", start.voorwaarde, name="voorwaarde"),
    path("<int:pk>/start/<slug:soort>/terugnemen/", start.terugnemen, name="voorwaarde_terug"),
    path("<int:pk>/start/<slug:soort>/document/", start.document, name="voorwaarde_document"),
    path("<int:pk>/toch-starten/", start.toch_starten, name="toch_starten"),
    path("<int:pk>/verlengen/", verloop.verlengen, name="verlengen"),
    path("<int:pk>/stoppen/", verloop.stoppen, name="stoppen"),
    path("<int:pk>/onderbreken/", verloop.onderbreken, name="onderbreken"),
    path("<int:pk>/boven-maximum/", verloop.boven_maximum, name="boven_maximum"),
]
