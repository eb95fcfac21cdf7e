from django.urls import path

from beheer import views

app_name = "beheer"
urlpatterns = [
    path("personen/", views.personen, name="personen"),
    path("taken/", views.taken, name="taken"),
    path("taken/<int:pk>/opnieuw/", views.opnieuw, name="opnieuw"),
]
