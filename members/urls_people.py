"""People, as HR keeps them."""

from django.urls import path

from members import views_categories as categories
from members import views_people as views

app_name = "people"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nuova/", views.add, name="add"),
    path("categorie/", categories.listing, name="categories"),
    path("categorie/nuova/", categories.add, name="category_add"),
    path("categorie/ordine/", categories.order, name="category_order"),
    path("categorie/<int:pk>/", categories.correct, name="category"),
    path("<uuid:key>/", views.person, name="person"),
    path("<uuid:key>/correggi/", views.correct, name="correct"),
    path("<uuid:key>/uscita/", views.leave, name="leave"),
    path("<uuid:key>/rientro/", views.take_back, name="take_back"),
    path("<uuid:key>/compiti/", views.give_roles, name="roles"),
]
