from django.urls import URLPattern

app_name = "kandidaten"
urlpatterns: list[URLPattern] = []
