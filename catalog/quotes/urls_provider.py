"""A provider's requests for a quote."""

from django.urls import path

from catalog.quotes import views_provider as views

app_name = "provider_quotes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.quote, name="quote"),
    path("<uuid:key>/rispondi/", views.answer, name="answer"),
    path("<uuid:key>/declina/", views.decline, name="decline"),
    path("<uuid:key>/ritira/", views.withdraw, name="withdraw"),
    path("<uuid:key>/scrivi/", views.write, name="write"),
    path("<uuid:key>/problema/", views.write_about_dispute, name="dispute"),
    path("<uuid:key>/variante/", views.propose, name="propose"),
    path("<uuid:key>/variante/<uuid:variation_id>/ritira/", views.take_back, name="take_back"),
    path("<uuid:key>/foto/<uuid:photo_id>/", views.photo, name="photo"),
]
