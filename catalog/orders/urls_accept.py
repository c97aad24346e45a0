"""Accepting a voucher, on the provider's host."""

from django.urls import path

from catalog.orders import views_accept

app_name = "accept"
urlpatterns = [
    path("", views_accept.start, name="start"),
    path("foto/", views_accept.photo, name="photo"),
    path("accetta/", views_accept.confirm, name="confirm"),
]
