from django.urls import path

from berichten.views import herinneringen

app_name = "herinneringen"
urlpatterns = [
    path("", herinneringen.lijst, name="lijst"),
    path("nu/", herinneringen.nu, name="nu"),
]
