"""How a service went, and complaints; tenant schema of the member."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """How a service went, and complaints; tenant schema of the member."""

    name = "catalog.feedback"
    label = "feedback"
