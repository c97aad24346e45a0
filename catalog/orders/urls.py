"""A member's orders."""

from django.urls import path

from catalog.orders import views, views_orders, views_waiting

app_name = "orders"
urlpatterns = [
    path("", views_orders.history, name="list"),
    path("nuova/<uuid:offer_id>/", views.start, name="start"),
    path("nuova/<uuid:offer_id>/conferma/", views.confirm, name="confirm"),
    path("attesa/", views_waiting.listing, name="waiting"),
    path("attesa/nuova/<uuid:offer_id>/", views_waiting.join, name="wait"),
    path("attesa/<uuid:reference>/lascia/", views_waiting.leave, name="waiting_leave"),
    path("<uuid:order_id>/", views_orders.detail, name="detail"),
    path("<uuid:order_id>/fatto/", views_orders.done, name="done"),
    path("<uuid:order_id>/annulla/", views_orders.cancel, name="cancel"),
]
