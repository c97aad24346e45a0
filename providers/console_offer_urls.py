"""The network's pages about services, mounted under /rete/servizi/."""

from django.urls import path

from providers import console_offer_pages as pages

app_name = "network_offers"
urlpatterns = [
    path("", pages.offer_list, name="list"),
    path("<uuid:pk>/", pages.offer_detail, name="offer"),
    path("<uuid:pk>/sospendi/", pages.hold, name="hold"),
    path("<uuid:pk>/riapri/", pages.let_go_on, name="let_go_on"),
]
