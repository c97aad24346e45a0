"""The registry of organizations; public schema."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Tables of the registry live in `public`."""

    name = "tenants"
