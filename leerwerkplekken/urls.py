from django.urls import path

from leerwerkplekken import (
    views,
    views_aanbiedingen,
    views_aanbod,
    views_partner,
    views_plan,
    views_sjabloon,
    views_standaard,
    views_stappen,
)

app_name = "leerwerkplekken"
urlpatterns = [
    path("nieuw/", views.nieuw, name="nieuw"),
    path("standaard/", views_standaard.plan, name="standaard"),
    path("standaard/rollen/", views_standaard.rollen, name="standaard_rollen"),
    path("standaard/toepassen/", views_standaard.toepassen, name="standaard_toepassen"),
    path("sjablonen/", views_sjabloon.sjablonen, name="sjablonen"),
    path("sjablonen/<int:pk>/", views_sjabloon.sjabloon, name="sjabloon"),
    path("sjablonen/<int:pk>/verwijderen/", views_sjabloon.verwijder, name="sjabloon_verwijder"),
    path("<int:pk>/", views.takenlijst, name="takenlijst"),
    path("<int:pk>/gegevens/", views_stappen.gegevens, name="gegevens"),
    path("<int:pk>/taken/", views_stappen.taken, name="taken"),
    path("<int:pk>/mentor/", views_stappen.mentor, name="mentor"),
    path("<int:pk>/plan/", views_plan.plan, name="plan"),
    path("<int:pk>/rollen/", views_plan.rollen, name="rollen"),
    path("<int:pk>/aanbod/", views_aanbod.aanbod, name="aanbod"),
    path("<int:pk>/sjabloon/", views_sjabloon.maak, name="sjabloon_maak"),
    path("<int:pk>/kopieer/", views.kopieer, name="kopieer"),
    path("aanbieden/", views_aanbod.aanbieden, name="aanbieden"),
    path("aanbiedingen/", views_aanbiedingen.aanbiedingen, name="aanbiedingen"),
    path("aanbiedingen/<int:pk>/intrekken/", views_aanbod.trek_aanbod_in, name="trek_aanbod_in"),
    path("aanbiedingen/<int:pk>/antwoord/", views_aanbod.noteer_antwoord, name="noteer_antwoord"),
    path("vragen/<int:pk>/", views_aanbod.beantwoord, name="beantwoord"),
    path("aangeboden/<int:pk>/", views_partner.aangeboden, name="aangeboden"),
    path("aangeboden/<int:pk>/geen-kandidaat/", views_partner.weiger, name="weiger_aanbod"),
    path("<int:pk>/sluit/", views.sluit, name="sluit"),
]
