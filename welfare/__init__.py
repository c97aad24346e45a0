"""Composition root and kernel."""

from welfare.celery import application as celery_app

__all__ = ["celery_app"]
