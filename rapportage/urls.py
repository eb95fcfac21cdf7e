from django.urls import path

from rapportage.views import doelen, geheel, lijst, pakket, publiek, rapporten, voortgang, vooruitblik

app_name = "rapportage"
urlpatterns = [
    path("", voortgang.voortgang, name="voortgang"),
    path("rapport/", geheel.rapport_geheel, name="geheel"),
    path("rapport/lijst/<slug:soort>/", lijst.geheel, name="geheel_lijst"),
    path("rapport/xlsx/", geheel.werkmap_geheel, name="geheel_werkmap"),
    path("rapporten/", rapporten.rapporten, name="rapporten"),
    path("rapporten/<int:pk>/", rapporten.rapport, name="rapport"),
    path("rapporten/<int:pk>/annuleren/", rapporten.annuleer, name="rapport_annuleer"),
    path("rapporten/<int:pk>/opnieuw/", rapporten.opnieuw, name="rapport_opnieuw"),
    path("rapporten/<int:pk>/ophalen/", rapporten.ophalen, name="rapport_ophalen"),
    path("<int:pk>/", voortgang.project, name="project"),
    path("<int:pk>/doelen/", doelen.verdelen, name="doelen"),
    path("<int:pk>/vooruitblik/", vooruitblik.vooruitblik, name="vooruitblik"),
    path("<int:pk>/lijst/<slug:soort>/", lijst.lijst, name="lijst"),
    path("subsidie/", lijst.subsidie, name="subsidie"),
    path("<int:pk>/xlsx/", voortgang.werkmap, name="werkmap"),
    path("publiek/", publiek.lijst, name="publiek_lijst"),
    path("<int:pk>/publiek/", publiek.beheer, name="publiek_beheer"),
    path("<int:pk>/publiek/voorbeeld/", publiek.voorbeeld, name="publiek_voorbeeld"),
    path("bewijspakketten/", pakket.pakketten, name="pakketten"),
    path("bewijspakketten/<int:pk>/", pakket.pakket, name="pakket"),
    path("bewijspakketten/<int:pk>/annuleren/", pakket.annuleer, name="annuleer"),
    path("bewijspakketten/<int:pk>/opnieuw/", pakket.opnieuw, name="opnieuw"),
    path("bewijspakketten/<int:pk>/ophalen/", pakket.ophalen, name="ophalen"),
]
