"""A member's vouchers."""

from django.urls import path

from catalog.orders import views_vouchers

app_name = "vouchers"
urlpatterns = [
    path("", views_vouchers.vouchers, name="list"),
    path("<uuid:voucher_id>/", views_vouchers.voucher, name="detail"),
    path("<uuid:voucher_id>/documento/", views_vouchers.document, name="document"),
    path("<uuid:voucher_id>/di-nuovo/", views_vouchers.ask_again, name="ask_again"),
    path("<uuid:voucher_id>/buono.pdf", views_vouchers.download, name="download"),
]
