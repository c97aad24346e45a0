"""Addresses of the bare domain: landing page and health; no session, no account."""

from django.urls import path

from welfare import health, landing

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("posta/", landing.demo_mails, name="demo_mails"),
    path("healthz", health.healthz, name="healthz"),
]
