"""People and their families; tenant schema."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """People and their families; tenant schema."""

    name = "members"
    label = "members"
