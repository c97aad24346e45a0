"""The conversion of performance bonuses into welfare credit, each person's choice; tenant schema."""

from django.apps import AppConfig


class ConversionConfig(AppConfig):
    """The conversion of performance bonuses into welfare credit, each person's choice; tenant schema."""

    name = "catalog.conversion"
    label = "conversion"
