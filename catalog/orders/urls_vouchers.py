"""A member's vouchers."""

from django.urls import path

from catalog.orders import views_groups, views_vouchers

app_name = "vouchers"
urlpatterns = [
    path("", views_vouchers.vouchers, name="list"),
    path("insieme/<uuid:key>/", views_groups.codes, name="group"),
    path("insieme/<uuid:key>/documento/", views_groups.document, name="group_document"),
    path("insieme/<uuid:key>/di-nuovo/", views_groups.ask, name="group_ask"),
    path("insieme/<uuid:key>/buoni.pdf", views_groups.download, name="group_download"),
    path("<uuid:voucher_id>/", views_vouchers.voucher, name="detail"),
    path("<uuid:voucher_id>/documento/", views_vouchers.document, name="document"),
    path("<uuid:voucher_id>/di-nuovo/", views_vouchers.ask_again, name="ask_again"),
    path("<uuid:voucher_id>/buono.pdf", views_vouchers.download, name="download"),
]
