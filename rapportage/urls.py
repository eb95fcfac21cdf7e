from django.urls import path

from rapportage import views

app_name = "rapportage"
urlpatterns = [
    path("", views.voortgang, name="voortgang"),
    path("<int:pk>/", views.project, name="project"),
    path("bewijspakketten/", views.pakketten, name="pakketten"),
    path("bewijspakketten/<int:pk>/", views.pakket, name="pakket"),
    path("bewijspakketten/<int:pk>/annuleren/", views.annuleer, name="annuleer"),
    path("bewijspakketten/<int:pk>/opnieuw/", views.opnieuw, name="opnieuw"),
    path("bewijspakketten/<int:pk>/ophalen/", views.ophalen, name="ophalen"),
]
