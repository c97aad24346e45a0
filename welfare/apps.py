"""Kernel: commands, template tags and system checks."""

from django.apps import AppConfig
from django.core import checks

from welfare import pdf


class WelfareConfig(AppConfig):
    """Kernel: commands, template tags and system checks."""

    name = "welfare"
    label = "welfare"

    def ready(self) -> None:
        """Say at start what PDFs would miss."""
        checks.register(pdf.check_libraries)
