"""A member's enrolments and contributions."""

from django.urls import path

from catalog.enrolments import views, views_mine, views_pension

app_name = "enrolments"
urlpatterns = [
    path("", views_mine.mine, name="mine"),
    path("servizio/<uuid:offer_id>/", views.start, name="start"),
    path("servizio/<uuid:offer_id>/conferma/", views.confirm, name="confirm"),
    path("servizio/<uuid:offer_id>/versa/", views_pension.pay, name="pay"),
    path("versamenti/<uuid:key>/ferma/", views_pension.stop, name="stop"),
    path("<uuid:key>/", views_mine.detail, name="detail"),
    path("<uuid:key>/fatto/", views_mine.done, name="done"),
    path("<uuid:key>/attestato/", views_mine.certificate, name="certificate"),
    path("<uuid:key>/rinnovo/", views_mine.renew, name="renew"),
    path("<uuid:key>/familiari/<uuid:relative_id>/aggiungi/", views_mine.add, name="add"),
    path("<uuid:key>/familiari/<int:covered>/togli/", views_mine.take_out, name="take_out"),
]
