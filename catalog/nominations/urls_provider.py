"""Requests that name the provider, mounted under /fornitore/chi-ti-aspetta/."""

from django.urls import path

from catalog.nominations import views_provider as views

app_name = "provider_nominations"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.one, name="one"),
    path("<uuid:key>/conferma/", views.confirm, name="confirm"),
    path("<uuid:key>/declina/", views.decline, name="decline"),
    path("<uuid:key>/proforma/", views.proforma, name="proforma"),
]
