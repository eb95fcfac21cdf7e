from django.urls import path

from aanmelding.oidc import AANBIEDER
from aanmelding.views import oidc

vast = {"provider_id": AANBIEDER}  # allauth noemt de aanbieder bij het omkeren van een adres
urlpatterns = [
    path("aanmelden/oidc/", oidc.vertrek, vast, name="openid_connect_login"),
    path("aanmelden/oidc/terug/", oidc.terugkeer, vast, name="openid_connect_callback"),
    path("aanmelden/oidc/mislukt/<slug:reden>/", oidc.mislukt, name="socialaccount_login_error"),
    path("profiel/koppelen/", oidc.koppel, name="profiel_koppelen"),
    path("profiel/ontkoppelen/", oidc.ontkoppel, name="profiel_ontkoppelen"),
]
