"""HR's choice of what stands on the shelf."""

from django.urls import path

from catalog.shelf import views_choice, views_looks

app_name = "shelf_choice"
urlpatterns = [
    path("", views_choice.offer_list, name="list"),
    path("da-rivedere/", views_looks.look_list, name="looks"),
    path("<uuid:key>/rivedi/", views_looks.look, name="look"),
    path("<uuid:key>/prezzo/", views_looks.bargain, name="bargain"),
    path("<uuid:key>/prezzo/<uuid:pk>/", views_looks.answer, name="bargain_answer"),
    path("<uuid:key>/", views_choice.terms, name="terms"),
    path("<uuid:key>/togli/", views_choice.take_off, name="take_off"),
]
