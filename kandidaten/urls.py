from django.urls import path

from kandidaten.views import hr, leeg, lijst, partner

app_name = "kandidaten"
urlpatterns = [
    path("", lijst.lijst, name="lijst"),
    path("<int:pk>/", hr.kandidatuur, name="kandidatuur"),
    path("<int:pk>/intake/", hr.intake, name="intake"),
    path("<int:pk>/aanvaarden/", hr.aanvaard, name="aanvaard"),
    path("<int:pk>/weigeren/", hr.weiger, name="weiger"),
    path("<int:pk>/reserveren/", hr.reserveer, name="reserveer"),
    path("<int:pk>/reservatie-intrekken/", hr.laat_los, name="laat_los"),
    path("voorstellen/<int:pk>/", partner.voorstellen, name="voorstellen"),
    path("lege-plekken/", leeg.lege_plekken, name="lege_plekken"),
    path("mijn/lege-plekken/", leeg.mijn_lege_plekken, name="mijn_lege_plekken"),
    path("mijn/", partner.mijn, name="mijn"),
    path("mijn/<int:pk>/intrekken/", partner.trek_in, name="trek_in"),
    path("personen/<int:pk>/", partner.persoon, name="persoon"),
    path("personen/<int:pk>/wijzigen/", partner.verbeter, name="verbeter"),
]
