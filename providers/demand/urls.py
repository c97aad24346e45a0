"""The map of services and what is searched in vain, mounted under /rete/."""

from django.urls import path

from providers.demand import duties, pages  # noqa: F401 - duties declares itself

app_name = "demand"
urlpatterns = [
    path("mappa/", pages.services_map, name="map"),
    path("cercato/", pages.missed, name="missed"),
]
