"""A provider's dossier, mounted under /fornitore/documenti/."""

from django.urls import path

from providers.accreditation import views_provider as views

app_name = "provider_papers"
urlpatterns = [
    path("", views.papers, name="list"),
    path("<uuid:key>/", views.paper_file, name="file"),
    path("<uuid:key>/ritira/", views.withdraw, name="withdraw"),
]
