from datetime import date

from django.urls import include, path, register_converter

from plaatsingen.adressen import PLAATSINGEN
from plaatsingen.views import afsluiten, buiten, dag, maand, maandstaten, namens, ploeg, te_doen, urenstaten


class DatumInPad:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, waarde: str) -> date:
        return date.fromisoformat(waarde)  # ValueError wordt 404

    def to_url(self, waarde: date) -> str:
        return waarde.isoformat()


class MaandInPad(DatumInPad):
    regex = r"\d{4}-\d{2}"

    def to_python(self, waarde: str) -> date:
        return date.fromisoformat(f"{waarde}-01")

    def to_url(self, waarde: date) -> str:
        return f"{waarde:%Y-%m}"


register_converter(DatumInPad, "datum")
register_converter(MaandInPad, "jaarmaand")

app_name = "plaatsingen"
UREN = [
    path("", dag.vandaag, name="vandaag"),
    path("<int:pk>/<datum:datum>/", dag.dag, name="dag"),
    path("<int:pk>/<datum:datum>/meter/", dag.meter, name="meter"),
    path("invoer/<int:pk>/", dag.wijzig, name="wijzig"),
    path("invoer/<int:pk>/verwijderen/", dag.verwijder, name="verwijder"),
    path("te-doen/", te_doen.te_doen, name="te_doen"),
    path("ploeg/", ploeg.ploeg, name="ploeg"),
    path("sw.js", buiten.werker, name="werker"),
    path("buiten/", buiten.schil, name="buiten"),
    path("toestel/", buiten.sleutel, name="toestel"),
    path("inzenden/", buiten.inzenden, name="inzenden"),
    path("inzendingen/<int:pk>/wegleggen/", buiten.wegleggen, name="wegleggen"),
    path("namens/", namens.lijst, name="namens_lijst"),
    path("namens/<int:pk>/<jaarmaand:maand>/", namens.maand, name="namens"),
    path("namens/<int:pk>/<jaarmaand:maand>/doorsturen/", namens.doorsturen, name="namens_doorsturen"),
    path("maand/", maand.maand, name="maand"),
    path("maand/<int:pk>/<jaarmaand:maand>/doorsturen/", maand.doorsturen, name="doorsturen"),
    path("maandstaten/", maandstaten.maandstaten, name="maandstaten"),
    path("maandstaten/afsluiten/", afsluiten.afsluiten, name="afsluiten"),
    path("maandstaten/<int:pk>/", maandstaten.maandstaat, name="maandstaat"),
    path("maandstaten/<int:pk>/bevestigen/", maandstaten.bevestig, name="bevestig"),
    path("maandstaten/<int:pk>/terugsturen/", maandstaten.terugsturen, name="terugsturen"),
    path("maandstaten/<int:pk>/verbeteren/", maandstaten.verbeter, name="verbeter"),
    path("maandstaten/<int:pk>/urenstaat/", urenstaten.urenstaat, name="urenstaat"),
    path("bevestigd/", urenstaten.bevestigd, name="bevestigd"),
]
urlpatterns = [path("uren/", include(UREN)), path("plaatsingen/", include(PLAATSINGEN))]
