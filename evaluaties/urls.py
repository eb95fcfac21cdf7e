from django.urls import URLPattern

app_name = "evaluaties"
urlpatterns: list[URLPattern] = []
