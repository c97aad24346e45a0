"""The office's preview and leaflets, mounted under /rete/servizi/."""

from django.urls import path

from catalog.shelf import views_leaflets, views_preview

app_name = "review_preview"
urlpatterns = [
    path("revisioni/<uuid:pk>/anteprima/", views_preview.of_network, name="revision"),
    path("<uuid:pk>/volantino.pdf", views_leaflets.leaflet_of_network, name="leaflet"),
]
