"""The demo network; no tables."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Holds the `build_demo` command."""

    name = "catalog.demo"
    label = "demo"
