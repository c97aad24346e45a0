"""The network's open lists, mounted under /rete/elenchi/."""

from django.urls import path

from catalog.directory import pages

app_name = "directory"
urlpatterns = [
    path("", pages.home, name="home"),
    path("<uuid:key>/", pages.run, name="run"),
    path("<uuid:key>/avanzamento/", pages.progress, name="progress"),
    path("<uuid:key>/conferma/", pages.confirm, name="confirm"),
    path("<uuid:key>/lascia/", pages.drop, name="drop"),
]
