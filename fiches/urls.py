from django.urls import path

from fiches.views import aanleveren, bevestigen, certificaat, fiche, indienen, lijst, samen, tekenen

app_name = "fiches"
urlpatterns = [
    path("", lijst.te_ondertekenen, name="te_ondertekenen"),
    path("ondertekend/", lijst.ondertekend, name="ondertekend"),
    path("samen/", samen.samen, name="samen"),
    path("rondes/<int:pk>/", samen.ronde, name="ronde"),
    path("rondes/<int:pk>/opnieuw/", samen.opnieuw, name="ronde_opnieuw"),
    path("indienen/<int:plek_pk>/", indienen.nakijken, name="nakijken"),
    path("vooraf/<int:plek_pk>/", aanleveren.vooraf, name="vooraf"),
    path("bevestigen/", bevestigen.lijst, name="te_bevestigen"),
    path("bevestigen/<int:pk>/", bevestigen.bevestigen, name="bevestigen"),
    path("bevestigen/<int:pk>/weigeren/", bevestigen.weigeren, name="weigeren"),
    path("bevestigen/<int:pk>/bestand/", bevestigen.bestand, name="aangeleverd"),
    path("bevestigen/<int:pk>/blad/<int:blad>/", bevestigen.scanblad, name="scanblad"),
    path("bevestigen/<int:pk>/intrekken/", aanleveren.trek_in, name="trek_scan_in"),
    path("eigen/<int:pk>/", certificaat.eigen, name="eigen"),
    path("eigen/<int:pk>/pdf/", certificaat.te_tekenen, name="te_tekenen"),
    path("<int:pk>/eigen/", certificaat.klaarzetten, name="klaarzetten"),
    path("<int:pk>/papier/", aanleveren.papier, name="papier"),
    path("<int:pk>/", fiche.fiche, name="fiche"),
    path("<int:pk>/documenten/", fiche.stand, name="stand"),
    path("<int:pk>/document/<str:soort>/", fiche.document, name="document"),
    path("<int:pk>/ondertekenen/", tekenen.ondertekenen, name="ondertekenen"),
    path("<int:pk>/intrekken/", tekenen.intrekken, name="intrekken"),
    path("<int:pk>/terugsturen/", tekenen.terugsturen, name="terugsturen"),
]
