from django.urls import path

from werkblad import lijsten, views

urlpatterns = [
    path("", views.start, name="start"),
    path("leerwerkplekken/", lijsten.leerwerkplekken, name="leerwerkplekken"),
]
