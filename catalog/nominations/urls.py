"""The providers that a member brings."""

from django.urls import path

from catalog.nominations import views, views_new

app_name = "nominations"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nuovo/", views_new.new, name="new"),
    path("<uuid:key>/", views.one, name="one"),
    path("<uuid:key>/ritira/", views.withdraw, name="withdraw"),
]
