"""The member card and where it gives a discount; tenant schema of the member."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """The member card and where it gives a discount; tenant schema of the member."""

    name = "catalog.cards"
    label = "cards"
