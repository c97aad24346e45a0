"""The trail of what was done and read; tenant schema."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail of what was done and read; tenant schema."""

    name = "tenants.audit"
    label = "audit"
