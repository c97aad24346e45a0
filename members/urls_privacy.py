"""The privacy notice."""

from django.urls import path

from members import privacy

urlpatterns = [
    path("", privacy.notice, name="privacy"),
    path("presa-visione/", privacy.read, name="privacy_read"),
]
