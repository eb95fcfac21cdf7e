from django.urls import URLPattern

app_name = "fiches"
urlpatterns: list[URLPattern] = []
