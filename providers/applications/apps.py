"""Applications of providers with who wrote them; tenant schema of the network or municipality that decides."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Applications of providers with who wrote them; tenant schema of the network or municipality that decides."""

    name = "providers.applications"
    label = "applications"
