"""Accepting a voucher, on the provider's host."""

from django.urls import URLPattern, URLResolver

app_name = "accept"
urlpatterns: list[URLPattern | URLResolver] = []
