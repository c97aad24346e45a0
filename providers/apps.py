"""What suppliers show and owe across organizations; public schema."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """What suppliers show and owe across organizations; public schema."""

    name = "providers"
    label = "providers"
