"""A member's family."""

from django.urls import path

from members import views_family as views

app_name = "family"
urlpatterns = [
    path("", views.household, name="household"),
    path("nuovo/", views.add, name="add"),
    path("<uuid:key>/", views.correct, name="correct"),
    path("<uuid:key>/togli/", views.remove, name="remove"),
]
