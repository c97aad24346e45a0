"""What each provider is owed for a month, organization by organization, and clearing. Public schema."""

from django.apps import AppConfig

from providers import to_do


class StatementsConfig(AppConfig):
    """What each provider is owed for a month, organization by organization, and clearing. Public schema."""

    name = "providers.statements"
    label = "statements"

    def ready(self) -> None:
        """Hand down what waits for a provider in this room."""
        to_do.declare("providers.statements.to_do.lines")
