from django.urls import URLPattern

app_name = "leerwerkplekken"
urlpatterns: list[URLPattern] = []
