from django.urls import path

from mentoren import views, views_opleiding, views_scan

app_name = "mentoren"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.mentor, name="mentor"),
    path("<int:pk>/gegevens/", views.wijzig, name="wijzig"),
    path("<int:pk>/leidinggevende/", views.leiding, name="leiding"),
    path("<int:pk>/opleiding/", views_opleiding.deelname, name="deelname"),
    path("certificaten/<int:pk>/", views_opleiding.certificaat, name="certificaat"),
    path("certificaten/<int:pk>/opladen/", views_opleiding.opladen, name="opladen"),
    path("scans/<int:pk>/", views_scan.bevestigen, name="scan_bevestigen"),
    path("scans/<int:pk>/weigeren/", views_scan.weigeren, name="scan_weigeren"),
    path("scans/<int:pk>/bestand/", views_scan.bestand, name="scan"),
    path("scans/<int:pk>/blad/<int:blad>/", views_scan.blad, name="scanblad"),
]
