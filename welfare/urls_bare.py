"""Addresses of the bare domain: landing page and health; no session, no account."""

from django.urls import path

from welfare import health, landing

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("healthz", health.healthz, name="healthz"),
]
