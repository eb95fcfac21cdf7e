from django.urls import path, register_converter

from evaluaties.enums import Moment
from evaluaties.views import einde, invullen, lezen, opvolging


class MomentInPad:
    regex = "|".join(Moment.values)

    def to_python(self, waarde: str) -> str:
        return waarde

    def to_url(self, waarde: str) -> str:
        return str(waarde)


register_converter(MomentInPad, "moment")

app_name = "evaluaties"
urlpatterns = [
    path("", lezen.lijst, name="lijst"),
    path("opvolging/", opvolging.lijst, name="opvolging"),
    path("plaatsing/<int:pk>/", lezen.plaatsing, name="plaatsing"),
    path("plaatsing/<int:pk>/attest/", einde.attest, name="attest"),
    path("plaatsing/<int:pk>/uitstroom/", opvolging.uitstroom, name="uitstroom"),
    path("plaatsing/<int:pk>/na/<int:maanden>/", opvolging.na, name="na"),
    path("plaatsing/<int:pk>/<moment:moment>/", invullen.invullen, name="invullen"),
    path("plaatsing/<int:pk>/<moment:moment>/samen/", invullen.samen, name="samen"),
    path("plaatsing/<int:pk>/<moment:moment>/heropenen/", invullen.heropen, name="heropen"),
    path("<int:pk>/", lezen.lees, name="lees"),
    path("<int:pk>/verbeteren/", invullen.verbeter, name="verbeter"),
    path("attest/<int:pk>/", einde.ophalen, name="ophalen"),
]
