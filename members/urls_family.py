"""A member's family."""

from django.urls import URLPattern, URLResolver

app_name = "family"
urlpatterns: list[URLPattern | URLResolver] = []
