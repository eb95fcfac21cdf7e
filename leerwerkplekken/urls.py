from django.urls import path

from leerwerkplekken import views, views_partner, views_stappen

app_name = "leerwerkplekken"
urlpatterns = [
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.takenlijst, name="takenlijst"),
    path("<int:pk>/gegevens/", views_stappen.gegevens, name="gegevens"),
    path("<int:pk>/taken/", views_stappen.taken, name="taken"),
    path("<int:pk>/mentor/", views_stappen.mentor, name="mentor"),
    path("<int:pk>/plan/", views_stappen.plan, name="plan"),
    path("<int:pk>/rollen/", views_stappen.rollen, name="rollen"),
    path("<int:pk>/aanbod/", views_stappen.aanbod, name="aanbod"),
    path("<int:pk>/kopieer/", views.kopieer, name="kopieer"),
    path("aangeboden/<int:pk>/", views_partner.aangeboden, name="aangeboden"),
    path("<int:pk>/sluit/", views.sluit, name="sluit"),
]
