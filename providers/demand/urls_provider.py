"""What people search in vain, as a provider reads it; mounted under /fornitore/cercato/."""

from django.urls import path

from providers.demand import pages

app_name = "provider_demand"
urlpatterns = [path("", pages.missed_by_people, name="missed")]
