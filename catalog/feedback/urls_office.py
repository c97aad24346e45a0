"""The welfare office's complaints."""

from django.urls import path

from catalog.feedback import views_office as views

app_name = "office_complaints"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.complaint, name="complaint"),
]
