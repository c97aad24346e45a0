"""A provider's offers, slots and bookings."""

from django.urls import path

from providers import (
    views,
    views_attendance,
    views_branches,
    views_levels,
    views_offers,
    views_series,
    views_slots,
)

app_name = "provider"
urlpatterns = [
    path("", views.home, name="home"),
    path("incassi/", views.owed, name="owed"),
    path("sedi/", views_branches.listing, name="branches"),
    path("sedi/nuova/", views_branches.new, name="branch_new"),
    path("sedi/persone/<int:pk>/", views_branches.person, name="branch_person"),
    path("sedi/<uuid:key>/", views_branches.change, name="branch"),
    path("sedi/<uuid:key>/chiudi/", views_branches.close, name="branch_close"),
    path("servizi/", views_offers.offer_list, name="offers"),
    path("servizi/nuovo/", views_offers.offer_new, name="offer_new"),
    path("servizi/<uuid:key>/", views_offers.offer_detail, name="offer"),
    path("servizi/<uuid:key>/modifica/", views_offers.offer_edit, name="offer_edit"),
    path("servizi/<uuid:key>/pubblica/", views_offers.offer_publish, name="offer_publish"),
    path("servizi/<uuid:key>/sospendi/", views_offers.offer_suspend, name="offer_suspend"),
    path("servizi/<uuid:key>/turni/nuovo/", views_slots.slot_new, name="slot_new"),
    path("servizi/<uuid:key>/livelli/", views_levels.level_list, name="levels"),
    path("servizi/<uuid:key>/livelli/nuovo/", views_levels.level_new, name="level_new"),
    path("livelli/<uuid:key>/modifica/", views_levels.level_edit, name="level_edit"),
    path("livelli/<uuid:key>/ritira/", views_levels.level_withdraw, name="level_withdraw"),
    path("servizi/<uuid:key>/fondi/nuovo/", views_levels.fund_add, name="fund_add"),
    path("servizi/<uuid:key>/fondi/<uuid:fund>/togli/", views_levels.fund_withdraw, name="fund_withdraw"),
    path("servizi/<uuid:key>/settimane/", views_series.series_new, name="series_new"),
    path("turni/<uuid:key>/settimane/", views_series.series_edit, name="series_edit"),
    path("turni/<uuid:key>/riserva/", views_series.reserve_new, name="reserve_new"),
    path("turni/<uuid:key>/riserva/<uuid:reserve>/togli/", views_series.reserve_end, name="reserve_end"),
    path("turni/<uuid:key>/", views_slots.slot_detail, name="slot"),
    path("turni/<uuid:key>/presenze/", views_attendance.sheet, name="attendance"),
    path("turni/<uuid:key>/presenze/foglio/", views_attendance.printed, name="attendance_print"),
    path("turni/<uuid:key>/presenze/<uuid:booking>/", views_attendance.mark_one, name="attendance_mark"),
    path("turni/<uuid:key>/modifica/", views_slots.slot_edit, name="slot_edit"),
    path("turni/<uuid:key>/chiudi/", views_slots.slot_close, name="slot_close"),
    path("turni/<uuid:key>/sede/", views_branches.of_slot, name="slot_branch"),
    path("turni/<uuid:key>/riapri/", views_slots.slot_reopen, name="slot_reopen"),
]
