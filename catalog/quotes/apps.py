"""Quotes that members ask for and accept; tenant schema of the member."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    """Quotes that members ask for and accept; tenant schema of the member."""

    name = "catalog.quotes"
    label = "quotes"
