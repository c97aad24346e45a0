"""What an organization grants, to whom and until when; tenant schema."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What an organization grants, to whom and until when; tenant schema."""

    name = "catalog.plans"
    label = "plans"
