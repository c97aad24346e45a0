"""The shelf."""

from django.urls import path

from catalog.shelf import views, views_leaflets, views_missed

app_name = "shelf"
urlpatterns = [
    path("non-trovato/", views_missed.tell, name="missed"),
    path("", views.shelf, name="list"),
    path("opuscolo/", views_leaflets.booklet_page, name="booklet"),
    path("opuscolo/opuscolo.pdf", views_leaflets.booklet_file, name="booklet_file"),
    path("<uuid:key>/", views.offer, name="offer"),
    path("<uuid:key>/volantino.pdf", views_leaflets.leaflet_file, name="leaflet"),
]
