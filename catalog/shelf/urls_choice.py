"""HR's choice of what stands on the shelf."""

from django.urls import path

from catalog.shelf import views_choice

app_name = "shelf_choice"
urlpatterns = [
    path("", views_choice.offer_list, name="list"),
    path("<uuid:key>/", views_choice.terms, name="terms"),
    path("<uuid:key>/togli/", views_choice.take_off, name="take_off"),
]
