from django.urls import include, path

from beheer.views.aanvaarden import uitnodiging
from berichten.views.instellen import instellen as berichten_instellen
from fiches.views.verificatie import verificatie
from gemeenschapsdienst import views
from rapportage.views import nakijken
from rapportage.views.publiek import pagina as publieke_pagina

handler400 = "gemeenschapsdienst.fouten.onbegrepen"
handler500 = "gemeenschapsdienst.fouten.serverfout"
urlpatterns = [
    path("", include("aanmelding.urls")),
    path("", include("aanmelding.oidc_urls")),
    path("kies/", views.kies_bestuur, name="kies_bestuur"),
    path("thema/", views.thema, name="thema"),
    path("wortel.pem", views.wortel, name="wortel"),
    path("gezond/", views.gezond, name="gezond"),
    path("over/<slug:naam>/", views.pagina, name="pagina"),
    path("", include("werkblad.urls")),
    path("herinneringen/", include("berichten.herinnering_urls")),
    path("", include("berichten.agenda_urls")),
    path("berichten/", include("berichten.urls")),
    path("profiel/berichten/", berichten_instellen, name="profiel_berichten"),
    path("leerwerkplekken/", include("leerwerkplekken.urls")),
    path("mentoren/", include("mentoren.urls")),
    path("", include("plaatsingen.urls")),
    path("overleg/", include("plaatsingen.overleg_urls")),
    path("", include("projecten.urls")),
    path("kandidaten/", include("kandidaten.urls")),
    path("evaluaties/", include("evaluaties.urls")),
    path("partner/", include("partners.urls")),
    path("fiches/", include("fiches.urls")),
    path("project/", include("rapportage.urls")),
    path("beleid/", include("rapportage.beleid_urls")),
    path("controles/", include("controles.urls")),
    path("beheer/", include("beheer.urls")),
    path("uitnodiging/<str:token>/", uitnodiging, name="uitnodiging"),
    path("nakijken/", nakijken.nakijken, name="nakijken"),
    path("nakijken/<str:token>/", nakijken.uitslag, name="nakijken_uitslag"),
    path("register/<str:sha256>/", nakijken.register, name="register"),
    path("publiek/<slug:bestuur>/<str:code>/", publieke_pagina, name="publiek"),
    path("v/<str:token>/", verificatie, name="verificatie"),
]
