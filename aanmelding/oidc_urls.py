from django.urls import path

from aanmelding import views_oidc
from aanmelding.oidc import AANBIEDER

vast = {"provider_id": AANBIEDER}  # allauth noemt de aanbieder bij het omkeren van een adres
urlpatterns = [
    path("aanmelden/oidc/", views_oidc.vertrek, vast, name="openid_connect_login"),
    path("aanmelden/oidc/terug/", views_oidc.terugkeer, vast, name="openid_connect_callback"),
    path("aanmelden/oidc/mislukt/<slug:reden>/", views_oidc.mislukt, name="socialaccount_login_error"),
    path("profiel/koppelen/", views_oidc.koppel, name="profiel_koppelen"),
    path("profiel/ontkoppelen/", views_oidc.ontkoppel, name="profiel_ontkoppelen"),
]
