"""What is given outside the shelf, as payroll writes it down."""

from django.urls import path

from catalog.benefits import views, views_import

app_name = "benefits"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nuovo/", views.add, name="add"),
    path("<uuid:pk>/ritira/", views.withdraw, name="withdraw"),
    path("importa/", views_import.start, name="start"),
    path("importa/benefit.csv", views_import.sample, name="sample"),
    path("importa/<uuid:key>/", views_import.run, name="run"),
    path("importa/<uuid:key>/avanzamento/", views_import.progress, name="progress"),
    path("importa/<uuid:key>/conferma/", views_import.confirm, name="confirm"),
    path("importa/<uuid:key>/rinuncia/", views_import.drop, name="drop"),
]
