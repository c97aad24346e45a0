"""A member's requests for quotes."""

from django.urls import path

from catalog.quotes import views, views_dispute, views_quote

app_name = "quotes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nuovo/tipo/<slug:kind>/", views.start_kind, name="start_kind"),
    path("nuovo/<uuid:offer_id>/", views.start, name="start"),
    path("<uuid:key>/", views.one_request, name="request"),
    path("<uuid:key>/chiudi/", views.close, name="close"),
    path("<uuid:key>/foto/<uuid:photo_id>/", views.photo, name="photo"),
    path("<uuid:key>/<uuid:quote_id>/", views_quote.quote, name="quote"),
    path("<uuid:key>/<uuid:quote_id>/scrivi/", views_quote.write, name="write"),
    path("<uuid:key>/<uuid:quote_id>/accetta/", views_quote.accept, name="accept"),
    path("<uuid:key>/<uuid:quote_id>/variante/<uuid:variation_id>/", views_quote.variation, name="variation"),
    path("<uuid:key>/<uuid:quote_id>/problema/", views_dispute.dispute, name="dispute"),
    path("<uuid:key>/<uuid:quote_id>/problema/scrivi/", views_dispute.write, name="dispute_write"),
]
