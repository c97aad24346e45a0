"""Cancelling a slot, among the provider's pages."""

from django.urls import path

from catalog.orders import views_slot_cancellation as views

app_name = "slot_cancellation"
urlpatterns = [
    path("<uuid:key>/annulla/", views.cancel, name="cancel"),
    path("<uuid:key>/annulla/avanzamento/", views.progress, name="progress"),
]
