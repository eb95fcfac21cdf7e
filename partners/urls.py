from django.urls import path

from partners.views import contact, deelnemers, zoeken

app_name = "partners"
urlpatterns = [
    path("zoekopdrachten/", zoeken.lijst, name="zoekopdrachten"),
    path("zoekopdrachten/bewaren/", zoeken.bewaar, name="bewaar"),
    path("zoekopdrachten/<int:pk>/", zoeken.wijzig, name="zoekopdracht"),
    path("zoekopdrachten/<int:pk>/verwijderen/", zoeken.verwijder, name="zoekopdracht_weg"),
    path("deelnemers/", deelnemers.lijst, name="deelnemers"),
    path("contact/", contact.lijst, name="contact"),
    path("contact/nieuw/", contact.nieuw, name="contactkaart_nieuw"),
    path("contact/<int:pk>/", contact.wijzig, name="contactkaart"),
    path("contact/<int:pk>/verwijderen/", contact.verwijder, name="contactkaart_weg"),
]
