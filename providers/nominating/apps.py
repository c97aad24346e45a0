"""Providers that people name, without the people; public schema."""

from django.apps import AppConfig


class NominatingConfig(AppConfig):
    """Providers that people name, without the people; public schema."""

    name = "providers.nominating"
    label = "nominating"
