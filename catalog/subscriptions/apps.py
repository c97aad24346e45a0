"""Services paid month by month; tenant schema of the member."""

from django.apps import AppConfig

from providers import to_do


class SubscriptionsConfig(AppConfig):
    """Services paid month by month; tenant schema of the member."""

    name = "catalog.subscriptions"
    label = "subscriptions"

    def ready(self) -> None:
        """Hand down what waits for a provider."""
        to_do.declare("catalog.subscriptions.to_confirm.lines")
