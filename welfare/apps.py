"""Kernel: commands and template tags."""

from django.apps import AppConfig


class WelfareConfig(AppConfig):
    """Kernel: commands and template tags."""

    name = "welfare"
    label = "welfare"
