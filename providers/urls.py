"""A provider's offers, slots and bookings."""

from django.urls import path

from providers import views, views_attendance, views_drafts, views_offers, views_photos, views_prices, views_slots

app_name = "provider"
urlpatterns = [
    path("", views.home, name="home"),
    path("incassi/", views.owed, name="owed"),
    path("servizi/", views_offers.offer_list, name="offers"),
    path("servizi/nuovo/", views_drafts.offer_new, name="offer_new"),
    path("servizi/<uuid:key>/", views_offers.offer_detail, name="offer"),
    path("servizi/<uuid:key>/modifica/", views_drafts.offer_edit, name="offer_edit"),
    path("servizi/<uuid:key>/riprendi/", views_drafts.offer_take_back, name="offer_take_back"),
    path("servizi/<uuid:key>/butta/", views_drafts.offer_discard, name="offer_discard"),
    path("servizi/<uuid:key>/foto/", views_photos.offer_photos, name="offer_photos"),
    path("servizi/<uuid:key>/prezzi/", views_prices.prices, name="offer_prices"),
    path("servizi/<uuid:key>/prezzi/<uuid:pk>/", views_prices.answer, name="offer_price_answer"),
    path("servizi/<uuid:key>/pubblica/", views_offers.offer_publish, name="offer_publish"),
    path("servizi/<uuid:key>/sospendi/", views_offers.offer_suspend, name="offer_suspend"),
    path("servizi/<uuid:key>/turni/nuovo/", views_slots.slot_new, name="slot_new"),
    path("turni/<uuid:key>/", views_slots.slot_detail, name="slot"),
    path("turni/<uuid:key>/presenze/", views_attendance.sheet, name="attendance"),
    path("turni/<uuid:key>/presenze/foglio/", views_attendance.printed, name="attendance_print"),
    path("turni/<uuid:key>/presenze/<uuid:booking>/", views_attendance.mark_one, name="attendance_mark"),
    path("turni/<uuid:key>/modifica/", views_slots.slot_edit, name="slot_edit"),
    path("turni/<uuid:key>/chiudi/", views_slots.slot_close, name="slot_close"),
    path("turni/<uuid:key>/riapri/", views_slots.slot_reopen, name="slot_reopen"),
]
