"""The organization's stylesheet."""

from django.urls import URLPattern, URLResolver

app_name = "brand"
urlpatterns: list[URLPattern | URLResolver] = []
