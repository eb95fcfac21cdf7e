from django.urls import path

from rapportage.views import beleid, overname

app_name = "beleid"
urlpatterns = [
    path("", beleid.jaar, name="jaar"),
    path("raad.pdf", beleid.blad, name="blad"),
    path("overnemen/", overname.overnemen, name="overnemen"),
    path("<slug:soort>/nieuw/", beleid.nieuw, name="nieuw"),
    path("<slug:soort>/<int:pk>/", beleid.wijzig, name="wijzig"),
    path("<slug:soort>/<int:pk>/verwijderen/", beleid.verwijder, name="verwijder"),
]
