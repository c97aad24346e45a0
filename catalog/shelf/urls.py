"""The shelf."""

from django.urls import path

from catalog.shelf import views

app_name = "shelf"
urlpatterns = [
    path("", views.shelf, name="list"),
    path("<uuid:key>/", views.offer, name="offer"),
]
