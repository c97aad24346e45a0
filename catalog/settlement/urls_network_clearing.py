"""The network's rounds of clearing."""

from django.urls import path

from catalog.settlement import views_clearing as views

app_name = "network_clearing"
urlpatterns = [
    path("", views.all_rounds, name="list"),
    path("nuovo/", views.propose, name="propose"),
    path("<uuid:pk>/", views.one_round, name="round"),
]
