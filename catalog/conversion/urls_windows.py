"""HR's windows of premium conversion."""

from django.urls import path

from catalog.conversion import views_import, views_windows

app_name = "windows"
urlpatterns = [
    path("", views_windows.listing, name="list"),
    path("nuova/", views_windows.new, name="new"),
    path("premi.csv", views_import.sample, name="sample"),
    path("file/<uuid:key>/", views_import.run, name="run"),
    path("file/<uuid:key>/avanzamento/", views_import.progress, name="progress"),
    path("file/<uuid:key>/conferma/", views_import.confirm, name="confirm"),
    path("file/<uuid:key>/rinuncia/", views_import.drop, name="drop"),
    path("<uuid:key>/", views_windows.window, name="window"),
    path("<uuid:key>/modifica/", views_windows.edit, name="edit"),
    path("<uuid:key>/file/", views_import.start, name="upload"),
    path("<uuid:key>/importo/", views_windows.give_each, name="give_each"),
    path("<uuid:key>/apri/", views_windows.open_window, name="open"),
    path("<uuid:key>/elimina/", views_windows.erase, name="erase"),
    path("<uuid:key>/proroga/", views_windows.extend, name="extend"),
    path("<uuid:key>/ricorda/", views_windows.remind, name="remind"),
    path("<uuid:key>/chiudi/", views_windows.close, name="close"),
    path("<uuid:key>/risultati.csv", views_windows.results_csv, name="results_csv"),
    path("<uuid:key>/risultati.xlsx", views_windows.results_xlsx, name="results_xlsx"),
]
