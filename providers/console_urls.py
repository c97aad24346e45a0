"""The network's pages about providers, mounted under /rete/fornitori/."""

from django.urls import path

from providers import console_pages

app_name = "network_providers"
urlpatterns = [
    path("", console_pages.list_providers, name="list"),
    path("nuova/", console_pages.new_provider, name="new"),
    path("<uuid:pk>/", console_pages.change_provider, name="change"),
]
