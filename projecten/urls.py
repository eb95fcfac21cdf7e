from django.urls import path

from projecten.views import overeenkomsten, prospecten

app_name = "projecten"
urlpatterns = [
    path("overeenkomsten/", overeenkomsten.lijst, name="overeenkomsten"),
    path("overeenkomsten/nieuw/", overeenkomsten.nieuw, name="overeenkomst_nieuw"),
    path("overeenkomsten/<int:pk>/", overeenkomsten.wijzig, name="overeenkomst"),
    path("overeenkomsten/<int:pk>/verlengen/", overeenkomsten.verlengen, name="verlengen"),
    path("overeenkomsten/<int:pk>/document/", overeenkomsten.document, name="overeenkomst_document"),
    path("prospecten/", prospecten.lijst, name="prospecten"),
    path("prospecten/nieuw/", prospecten.nieuw, name="prospect_nieuw"),
    path("prospecten/<int:pk>/", prospecten.prospect, name="prospect"),
    path("prospecten/<int:pk>/wijzigen/", prospecten.wijzig, name="prospect_wijzig"),
    path("prospecten/<int:pk>/status/", prospecten.status, name="prospect_status"),
    path("prospecten/<int:pk>/leerwerkplek/", prospecten.plek, name="prospect_plek"),
]
