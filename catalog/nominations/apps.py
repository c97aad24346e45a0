"""Providers that members name, with the credit held for them; tenant schema of the member."""

from django.apps import AppConfig


class NominationsConfig(AppConfig):
    """Providers that members name, with the credit held for them; tenant schema of the member."""

    name = "catalog.nominations"
    label = "nominations"
