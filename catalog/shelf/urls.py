"""The shelf."""

from django.urls import path

from catalog.shelf import views, views_missed

app_name = "shelf"
urlpatterns = [
    path("non-trovato/", views_missed.tell, name="missed"),
    path("", views.shelf, name="list"),
    path("<uuid:key>/", views.offer, name="offer"),
]
