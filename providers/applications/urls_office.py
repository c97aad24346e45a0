"""The office's applications, mounted under /rete/candidature/."""

from django.urls import path

from providers.applications import duties  # noqa: F401 - declares itself
from providers.applications import views_office as views

app_name = "office_applications"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.application, name="application"),
    path("<uuid:key>/manca/", views.ask, name="ask"),
    path("<uuid:key>/rifiuta/", views.refuse, name="refuse"),
    path("<uuid:key>/accetta/", views.accept, name="accept"),
    path("<uuid:key>/documenti/<uuid:paper_key>/", views.paper, name="paper"),
    path("<uuid:key>/documenti/<uuid:paper_key>/file/", views.paper_file, name="paper_file"),
]
