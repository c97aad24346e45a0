"""The shelf."""

from django.urls import URLPattern, URLResolver

app_name = "shelf"
urlpatterns: list[URLPattern | URLResolver] = []
