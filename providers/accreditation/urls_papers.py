"""The welfare office's papers, mounted under /rete/documenti/."""

from django.urls import path

from providers.accreditation import views_office as views

app_name = "office_papers"
urlpatterns = [
    path("", views.papers, name="list"),
    path("in-scadenza/", views.ending, name="ending"),
    path("fornitori/<uuid:pk>/", views.dossier_of, name="dossier"),
    path("<uuid:key>/", views.paper, name="paper"),
    path("<uuid:key>/file/", views.paper_file, name="file"),
]
