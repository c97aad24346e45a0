"""What an organization shows to its people; tenant schema."""

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    """What an organization shows to its people; tenant schema."""

    name = "catalog.shelf"
    label = "shelf"
