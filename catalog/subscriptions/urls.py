"""A member's subscriptions."""

from django.urls import path

from catalog.subscriptions import views, views_own

app_name = "subscriptions"
urlpatterns = [
    path("", views_own.listing, name="list"),
    path("nuovo/<uuid:offer_id>/", views.begin, name="start"),
    path("nuovo/<uuid:offer_id>/conferma/", views.confirm, name="confirm"),
    path("<uuid:key>/", views_own.detail, name="detail"),
    path("<uuid:key>/ferma/", views_own.ask_stop, name="stop"),
    path("<uuid:key>/prezzo/", views_own.agree_price, name="agree_price"),
]
