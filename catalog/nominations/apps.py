"""Providers that members name, with the credit held for them; tenant schema of the member."""

from django.apps import AppConfig

from providers import to_do


class NominationsConfig(AppConfig):
    """Providers that members name, with the credit held for them; tenant schema of the member."""

    name = "catalog.nominations"
    label = "nominations"

    def ready(self) -> None:
        """Hand the providers' home its line."""
        to_do.declare("catalog.nominations.to_confirm.lines", managers_only=True)
