from django.urls import path

from controles.views import beheren, bezoek, dossier, steekproef, vragen

app_name = "controles"
urlpatterns = [
    path("", beheren.lijst, name="lijst"),
    path("nieuw/", beheren.nieuw, name="nieuw"),
    path("<int:pk>/", beheren.controle, name="controle"),
    path("<int:pk>/wijzigen/", beheren.wijzig, name="wijzig"),
    path("<int:pk>/intrekken/", beheren.trek_in, name="trek_in"),
    path("<int:pk>/opnieuw/", beheren.stuur_opnieuw, name="stuur_opnieuw"),
    path("<int:pk>/steekproef/", steekproef.trek, name="trek"),
    path("<int:pk>/plekken/", steekproef.plekken, name="plekken"),
    path("<int:pk>/mentoren/", steekproef.mentoren, name="mentoren"),
    path("<int:pk>/vraag/", vragen.nieuw, name="vraag_nieuw"),
    path("steekproef/<int:pk>/", steekproef.steekproef, name="steekproef"),
    path("steekproef/<int:pk>/bezoek/", bezoek.lijst, name="bezoek"),
    path("steekproef/<int:pk>/bezoek/pdf/", bezoek.pdf, name="bezoek_pdf"),
    path("plek/<int:pk>/", dossier.dossier, name="dossier"),
    path("plek/<int:pk>/geschiedenis/", dossier.geschiedenis, name="geschiedenis"),
    path("fiche/<int:pk>/", dossier.fiche, name="fiche"),
    path("certificaat/<int:pk>/", dossier.certificaat, name="certificaat"),
    path("urenstaat/<int:pk>/", dossier.urenstaat, name="urenstaat"),
    path("vragen/", vragen.lijst, name="vragen"),
    path("vragen/<int:pk>/", vragen.vraag, name="vraag"),
    path("vragen/<int:pk>/heropenen/", vragen.heropen, name="heropen"),
]
