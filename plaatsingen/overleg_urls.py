from django.urls import path

from plaatsingen.views import actiepunten, overleg

app_name = "overleg"
urlpatterns = [
    path("", overleg.lijst, name="lijst"),
    path("nieuw/", overleg.nieuw, name="nieuw"),
    path("actiepunten/", actiepunten.mijn, name="mijn"),
    path("actiepunten/<int:pk>/", actiepunten.wijzig, name="actiepunt"),
    path("actiepunten/<int:pk>/afvinken/", actiepunten.afvinken, name="afvinken"),
    path("actiepunten/<int:pk>/verwijderen/", actiepunten.verwijder, name="verwijder_actiepunt"),
    path("<int:pk>/", overleg.overleg, name="overleg"),
    path("<int:pk>/wijzigen/", overleg.wijzig, name="wijzig"),
    path("<int:pk>/uitnodigen/", overleg.nodig_uit, name="nodig_uit"),
    path("<int:pk>/verslag/", overleg.verslag, name="verslag"),
    path("<int:pk>/afgelasten/", overleg.afgelasten, name="afgelasten"),
    path("<int:pk>/actiepunt/", actiepunten.nieuw, name="actiepunt_nieuw"),
    path("<int:pk>/agenda.ics", overleg.agenda, name="agenda"),
]
