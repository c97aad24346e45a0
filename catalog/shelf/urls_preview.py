"""A provider's preview, mounted under /fornitore/servizi/."""

from django.urls import path

from catalog.shelf import views_preview

app_name = "provider_preview"
urlpatterns = [
    path("<uuid:key>/anteprima/", views_preview.of_provider, name="offer"),
    path("<uuid:key>/invia/", views_preview.send, name="send"),
]
