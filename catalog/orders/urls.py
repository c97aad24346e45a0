"""A member's orders."""

from django.urls import path

from catalog.orders import views, views_groups, views_orders, views_waiting, views_weeks

app_name = "orders"
urlpatterns = [
    path("", views_orders.history, name="list"),
    path("nuova/<uuid:offer_id>/", views.start, name="start"),
    path("nuova/<uuid:offer_id>/conferma/", views.confirm, name="confirm"),
    path("nuova/<uuid:offer_id>/settimane/", views_weeks.start, name="weeks"),
    path("nuova/<uuid:offer_id>/settimane/totale/", views_weeks.total, name="weeks_total"),
    path("nuova/<uuid:offer_id>/settimane/conferma/", views_weeks.confirm, name="weeks_confirm"),
    path("insieme/<uuid:key>/", views_groups.group, name="group"),
    path("insieme/<uuid:key>/fatto/", views_groups.done, name="group_done"),
    path("insieme/<uuid:key>/annulla/", views_groups.cancel, name="group_cancel"),
    path("attesa/", views_waiting.listing, name="waiting"),
    path("attesa/nuova/<uuid:offer_id>/", views_waiting.join, name="wait"),
    path("attesa/<uuid:reference>/lascia/", views_waiting.leave, name="waiting_leave"),
    path("<uuid:order_id>/", views_orders.detail, name="detail"),
    path("<uuid:order_id>/fatto/", views_orders.done, name="done"),
    path("<uuid:order_id>/annulla/", views_orders.cancel, name="cancel"),
]
