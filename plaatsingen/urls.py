from django.urls import URLPattern

app_name = "plaatsingen"
urlpatterns: list[URLPattern] = []
