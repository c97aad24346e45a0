"""The welfare office's certificates."""

from django.urls import path

from members import views_office as views

app_name = "office_certificates"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.certificate, name="certificate"),
    path("<uuid:key>/documento/", views.document, name="document"),
]
