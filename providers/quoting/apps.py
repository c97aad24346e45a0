"""Requests for a quote and the answers, nameless. Public schema."""

from django.apps import AppConfig

from providers import to_do


class QuotingConfig(AppConfig):
    """Requests for a quote and the answers, nameless. Public schema."""

    name = "providers.quoting"
    label = "quoting"

    def ready(self) -> None:
        """Hand down what waits for a provider in this room."""
        to_do.declare("providers.quoting.to_do.lines")
