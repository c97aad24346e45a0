"""The welfare office's disputes."""

from django.urls import path

from catalog.quotes import views_office as views

app_name = "office_disputes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.dispute, name="dispute"),
    path("<uuid:key>/esito/", views.decide, name="decide"),
    path("<uuid:key>/scrivi/", views.write, name="write"),
    path("<uuid:key>/foto/<uuid:photo_id>/", views.photo, name="photo"),
]
