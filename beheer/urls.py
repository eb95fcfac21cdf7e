from django.urls import path

from beheer import views, views_logboek

app_name = "beheer"
urlpatterns = [
    path("personen/", views.personen, name="personen"),
    path("logboek/", views_logboek.logboek, name="logboek"),
    path("taken/", views.taken, name="taken"),
    path("taken/<int:pk>/opnieuw/", views.opnieuw, name="opnieuw"),
]
