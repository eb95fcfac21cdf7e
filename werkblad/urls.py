from django.urls import path

from werkblad import views

urlpatterns = [
    path("", views.start, name="start"),
]
