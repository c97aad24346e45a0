"""Kernel: commands, template tags and system checks."""

from django.apps import AppConfig
from django.core import checks

from welfare import checks as installation
from welfare import pdf


class WelfareConfig(AppConfig):
    """Kernel: commands, template tags and system checks."""

    name = "welfare"
    label = "welfare"

    def ready(self) -> None:
        """Say at start what PDFs would miss, and what makes the installation unsafe."""
        checks.register(pdf.check_libraries)
        checks.register(installation.check_keys)
        checks.register(installation.check_hosts, deploy=True)
        checks.register(installation.check_database, checks.Tags.database)
