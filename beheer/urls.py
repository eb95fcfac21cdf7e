from django.urls import path

from beheer.views import (
    collegas,
    instellingen,
    logboek,
    oproepen,
    personen,
    plaatsvervanging,
    rechten,
    taken,
    tekenwijzen,
    uitnodigingen,
)

app_name = "beheer"
urlpatterns = [
    path("personen/", personen.lijst, name="personen"),
    path("personen/<int:pk>/", personen.persoon, name="persoon"),
    path("personen/<int:pk>/intrekken/", personen.intrekken, name="intrekken"),
    path("personen/<int:pk>/teruggeven/", personen.teruggeven, name="teruggeven"),
    path("personen/<int:pk>/uitnodigen/", uitnodigingen.lid, name="nodig_lid_uit"),
    path("personen/uitnodigingen/", uitnodigingen.lijst, name="uitnodigingen"),
    path("personen/uitnodigingen/nieuw/", uitnodigingen.nieuw, name="nodig_uit"),
    path("personen/uitnodigingen/<int:pk>/opnieuw/", uitnodigingen.opnieuw, name="stuur_opnieuw"),
    path("personen/uitnodigingen/<int:pk>/intrekken/", uitnodigingen.intrekken, name="trek_uitnodiging_in"),
    path("plaatsvervangers/", plaatsvervanging.lijst, name="plaatsvervangers"),
    path("plaatsvervangers/nieuw/", plaatsvervanging.nieuw, name="plaatsvervanger"),
    path("plaatsvervangers/<int:pk>/beeindigen/", plaatsvervanging.beeindig, name="beeindig_plaatsvervanger"),
    path("mijn-plaatsvervanger/", plaatsvervanging.mijn, name="mijn_plaatsvervanger"),
    path("mijn-plaatsvervanger/nieuw/", plaatsvervanging.mijn_nieuw, name="mijn_plaatsvervanger_nieuw"),
    path(
        "mijn-plaatsvervanger/<int:pk>/beeindigen/",
        plaatsvervanging.mijn_beeindig,
        name="beeindig_mijn",
    ),
    path("rechten/", rechten.rechten, name="rechten"),
    path("instellingen/", instellingen.instellingen, name="instellingen"),
    path("instellingen/ondertekenen/", tekenwijzen.tekenwijzen, name="tekenwijzen"),
    path("instellingen/oproepen/", oproepen.oproepen, name="oproepen"),
    path("instellingen/oproepen/<str:code>/<slug:sleutel>/", oproepen.keuze, name="oproepkeuze"),
    path("collegas/", collegas.lijst, name="collegas"),
    path("collegas/nieuw/", collegas.nieuw, name="collega"),
    path("collegas/<int:pk>/intrekken/", collegas.intrekken, name="trek_collega_in"),
    path("collegas/<int:pk>/teruggeven/", collegas.teruggeven, name="geef_collega_terug"),
    path("collegas/uitnodigingen/<int:pk>/opnieuw/", collegas.opnieuw, name="stuur_collega_opnieuw"),
    path(
        "collegas/uitnodigingen/<int:pk>/intrekken/", collegas.uitnodiging_intrekken, name="trek_collega_uitnodiging_in"
    ),
    path("logboek/", logboek.logboek, name="logboek"),
    path("taken/", taken.taken, name="taken"),
    path("taken/<int:pk>/opnieuw/", taken.opnieuw, name="opnieuw"),
    path("taken/mail/<int:pk>/opnieuw/", taken.mail_opnieuw, name="mail_opnieuw"),
    path("taken/mail/<int:pk>/laat-zo/", taken.mail_laat_zo, name="mail_laat_zo"),
]
