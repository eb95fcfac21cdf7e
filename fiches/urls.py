from django.urls import path

from fiches.views import fiche, indienen, lijst, samen, tekenen

app_name = "fiches"
urlpatterns = [
    path("", lijst.te_ondertekenen, name="te_ondertekenen"),
    path("ondertekend/", lijst.ondertekend, name="ondertekend"),
    path("samen/", samen.samen, name="samen"),
    path("rondes/<int:pk>/", samen.ronde, name="ronde"),
    path("rondes/<int:pk>/opnieuw/", samen.opnieuw, name="ronde_opnieuw"),
    path("indienen/<int:plek_pk>/", indienen.nakijken, name="nakijken"),
    path("<int:pk>/", fiche.fiche, name="fiche"),
    path("<int:pk>/documenten/", fiche.stand, name="stand"),
    path("<int:pk>/document/<str:soort>/", fiche.document, name="document"),
    path("<int:pk>/ondertekenen/", tekenen.ondertekenen, name="ondertekenen"),
    path("<int:pk>/intrekken/", tekenen.intrekken, name="intrekken"),
    path("<int:pk>/terugsturen/", tekenen.terugsturen, name="terugsturen"),
]
