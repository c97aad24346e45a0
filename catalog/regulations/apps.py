"""The rules of a plan, version by version: who approved them, who has read them; tenant schema."""

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """The rules of a plan, version by version: who approved them, who has read them; tenant schema."""

    name = "catalog.regulations"
    label = "regulations"
