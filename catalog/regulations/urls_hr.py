"""The versions of the rules of a plan, as HR keeps them."""

from django.urls import path

from catalog.regulations import views_hr

app_name = "regulations_hr"
urlpatterns = [
    path("piano/<uuid:pk>/", views_hr.listing, name="versions"),
    path("piano/<uuid:pk>/proponi/", views_hr.propose, name="propose"),
    path("<uuid:pk>/approva/", views_hr.approve, name="approve"),
    path("<uuid:pk>/in-vigore/", views_hr.put_in_force, name="put_in_force"),
    path("<uuid:pk>/lascia/", views_hr.drop, name="drop"),
    path("<uuid:pk>/da-leggere/", views_hr.yet_to_read, name="yet_to_read"),
    path("<uuid:pk>/di-nuovo/", views_hr.ask_again, name="ask_again"),
    path("<uuid:pk>/regolamento.pdf", views_hr.download, name="download"),
]
