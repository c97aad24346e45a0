"""Health and pension funds: who is enrolled, what is contributed; tenant schema of the member."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    """Health and pension funds: who is enrolled, what is contributed; tenant schema of the member."""

    name = "catalog.enrolments"
    label = "enrolments"
