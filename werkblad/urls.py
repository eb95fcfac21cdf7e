from django.urls import path

from werkblad import geschiedenis, lijsten, views

urlpatterns = [
    path("", views.start, name="start"),
    path("leerwerkplekken/", lijsten.leerwerkplekken, name="leerwerkplekken"),
    path("geschiedenis/<slug:soort>/<int:pk>/", geschiedenis.geschiedenis, name="geschiedenis"),
]
