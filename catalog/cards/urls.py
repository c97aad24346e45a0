"""Agreements and the card, as members and shops meet them."""

from django.urls import path

from catalog.cards import card_pages, check_pages, views

app_name = "cards"
urlpatterns = [
    path("convenzioni/", views.search, name="search"),
    path("convenzioni/non-trovato/", views.missed_search, name="missed"),
    path("tessera/", card_pages.card, name="card"),
    path("tessera/codici/", card_pages.codes, name="codes"),
    path("tessera/attiva/", card_pages.make, name="make"),
    path("tessera/sostituisci/", card_pages.replace, name="replace"),
    path("tessera/carta/", card_pages.print_own, name="print"),
    path("tessera/verifica/", check_pages.check, name="check"),
    path("hr/persone/<uuid:key>/tessera/", card_pages.print_for, name="print_for"),
]
