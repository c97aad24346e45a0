"""What payroll needs of welfare each month and at year's end; tenant schema."""

from django.apps import AppConfig


class PayrollConfig(AppConfig):
    """What payroll needs of welfare each month and at year's end; tenant schema."""

    name = "catalog.payroll"
    label = "payroll"
