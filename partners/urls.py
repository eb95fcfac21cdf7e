from django.urls import path

from partners.views import contact, deelnemers, zoeken

app_name = "partners"
urlpatterns = [
    path("zoekopdrachten/", zoeken.lijst, name="zoekopdrachten"),
    path("zoekopdrachten/bewaren/", zoeken.bewaar, name="bewaar"),
    path("zoekopdrachten/<int:pk>/", zoeken.wijzig, name="zoekopdracht"),
    path("zoekopdrachten/<int:pk>/verwijderen/", zoeken.verwijder, name="zoekopdracht_weg"),
    path("deelnemers/", deelnemers.lijst, name="deelnemers"),
    path("contact/", contact.contact, name="contact"),
    path("contact/nieuw/", contact.contactkaart_nieuw, name="contactkaart_nieuw"),
    path("contact/<int:pk>/", contact.contactkaart, name="contactkaart"),
    path("contact/<int:pk>/verwijderen/", contact.contactkaart_weg, name="contactkaart_weg"),
    path("besturen/", contact.besturen, name="besturen"),
    path("besturen/eigen/nieuw/", contact.partnerkaart_nieuw, name="partnerkaart_nieuw"),
    path("besturen/eigen/<int:pk>/", contact.partnerkaart, name="partnerkaart"),
    path("besturen/eigen/<int:pk>/verwijderen/", contact.partnerkaart_weg, name="partnerkaart_weg"),
]
