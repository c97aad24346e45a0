"""Services paid month by month; tenant schema of the member."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """Services paid month by month; tenant schema of the member."""

    name = "catalog.subscriptions"
    label = "subscriptions"
