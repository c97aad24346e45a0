"""The home of each role, the account, and what is asked for there; tenant schema."""

from django.apps import AppConfig

from catalog.home import declaration_figures
from members.declaration_words import supply


class HomeConfig(AppConfig):
    """The home of each role, the account, and what is asked for there; tenant schema."""

    name = "catalog.home"
    label = "home"

    def ready(self) -> None:
        """Hand the figures of declarations down to the members' room."""
        supply(declaration_figures.figure)
