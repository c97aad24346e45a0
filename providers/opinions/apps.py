"""How services went, counted without names. Public schema."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """How services went, counted without names. Public schema."""

    name = "providers.opinions"
    label = "opinions"
