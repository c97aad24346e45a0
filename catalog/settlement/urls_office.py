"""Statements as the network's office sees them."""

from django.urls import path

from catalog.settlement import views_office as views

app_name = "network_statements"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("chiudi/", views.close, name="close"),
    path("correzioni/<uuid:pk>/", views.answer, name="answer"),
]
