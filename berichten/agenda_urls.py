from django.urls import path

from berichten.views import agenda

urlpatterns = [
    path("profiel/agenda/", agenda.instellen, name="profiel_agenda"),
    path("profiel/agenda/intrekken/", agenda.intrekken, name="profiel_agenda_intrekken"),
    path("agenda/<str:sleutel>.ics", agenda.feed, name="agenda"),
]
