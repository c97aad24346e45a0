"""What suppliers show and owe across organizations; public schema."""

from django.apps import AppConfig

from providers import to_do


class ProvidersConfig(AppConfig):
    """What suppliers show and owe across organizations; public schema."""

    name = "providers"
    label = "providers"

    def ready(self) -> None:
        """What waits in this room stands on the provider's home with what waits in the others."""
        to_do.declare("providers.own_to_do.lines")
