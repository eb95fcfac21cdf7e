from django.urls import URLPattern

app_name = "mentoren"
urlpatterns: list[URLPattern] = []
