"""The import of people."""

from django.urls import path

from members.people_import import views

app_name = "people_import"
urlpatterns = [
    path("", views.start, name="start"),
    path("persone.csv", views.sample, name="sample"),
    path("<uuid:key>/", views.run, name="run"),
    path("<uuid:key>/avanzamento/", views.progress, name="progress"),
    path("<uuid:key>/conferma/", views.confirm, name="confirm"),
    path("<uuid:key>/rinuncia/", views.drop, name="drop"),
]
