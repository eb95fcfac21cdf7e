from django.urls import path

from mentoren import views, views_opleiding

app_name = "mentoren"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.mentor, name="mentor"),
    path("<int:pk>/gegevens/", views.wijzig, name="wijzig"),
    path("<int:pk>/leidinggevende/", views.leiding, name="leiding"),
    path("<int:pk>/opleiding/", views_opleiding.deelname, name="deelname"),
    path("certificaten/<int:pk>/", views_opleiding.certificaat, name="certificaat"),
    path("certificaten/<int:pk>/opladen/", views_opleiding.opladen, name="opladen"),
]
