from django.urls import path

from berichten.views import inbox

app_name = "berichten"
urlpatterns = [
    path("", inbox.lijst, name="lijst"),
    path("alles-gelezen/", inbox.alles_gelezen, name="alles_gelezen"),
    path("<int:pk>/", inbox.bericht, name="bericht"),
    path("<int:pk>/openen/", inbox.openen, name="openen"),
]
