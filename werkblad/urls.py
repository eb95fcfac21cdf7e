from django.urls import URLPattern

app_name = "werkblad"
urlpatterns: list[URLPattern] = []
