"""What is to be mailed; tenant schema."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """What is to be mailed; tenant schema."""

    name = "tenants.messages"
    label = "tenant_messages"
