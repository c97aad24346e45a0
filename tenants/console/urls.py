"""The network's console."""

from django.urls import path

from tenants.console import pages, works

app_name = "console"
urlpatterns = [
    path("organizzazioni/", pages.list_organizations, name="organizations"),
    path("organizzazioni/nuova/", pages.new_organization, name="new_organization"),
    path("organizzazioni/<uuid:pk>/", pages.organization, name="organization"),
    path("organizzazioni/<uuid:pk>/avanzamento/", pages.progress, name="progress"),
    path("organizzazioni/<uuid:pk>/sospendi/", pages.suspend, name="suspend"),
    path("organizzazioni/<uuid:pk>/riapri/", pages.resume, name="resume"),
    path("lavori/", works.list_failures, name="failures"),
    path("organizzazioni/<uuid:pk>/invita/", pages.invite_again, name="invite_again"),
    path("lavori/riprova/", works.retry_all, name="retry_all"),
    path("lavori/<uuid:pk>/chiudi/", works.dismiss, name="dismiss"),
    path("lavori/<uuid:pk>/riprova/", works.retry, name="retry"),
]
