"""What becomes of credit at its last day, and reminders before it; tenant schema."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """What becomes of credit at its last day, and reminders before it; tenant schema."""

    name = "catalog.closing"
    label = "closing"
