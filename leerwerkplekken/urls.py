from django.urls import path

from leerwerkplekken import views, views_aanbiedingen, views_aanbod, views_partner, views_stappen

app_name = "leerwerkplekken"
urlpatterns = [
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.takenlijst, name="takenlijst"),
    path("<int:pk>/gegevens/", views_stappen.gegevens, name="gegevens"),
    path("<int:pk>/taken/", views_stappen.taken, name="taken"),
    path("<int:pk>/mentor/", views_stappen.mentor, name="mentor"),
    path("<int:pk>/plan/", views_stappen.plan, name="plan"),
    path("<int:pk>/rollen/", views_stappen.rollen, name="rollen"),
    path("<int:pk>/aanbod/", views_aanbod.aanbod, name="aanbod"),
    path("<int:pk>/kopieer/", views.kopieer, name="kopieer"),
    path("aanbieden/", views_aanbod.aanbieden, name="aanbieden"),
    path("aanbiedingen/", views_aanbiedingen.aanbiedingen, name="aanbiedingen"),
    path("aanbiedingen/<int:pk>/intrekken/", views_aanbod.trek_aanbod_in, name="trek_aanbod_in"),
    path("vragen/<int:pk>/", views_aanbod.beantwoord, name="beantwoord"),
    path("aangeboden/<int:pk>/", views_partner.aangeboden, name="aangeboden"),
    path("aangeboden/<int:pk>/geen-kandidaat/", views_partner.weiger, name="weiger_aanbod"),
    path("<int:pk>/sluit/", views.sluit, name="sluit"),
]
