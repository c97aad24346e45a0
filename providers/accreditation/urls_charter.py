"""The welfare office's charter, mounted under /rete/carta/."""

from django.urls import path

from providers.accreditation import views_office as views

app_name = "office_charter"
urlpatterns = [
    path("", views.charter_page, name="charter"),
    path("pubblica/", views.charter_publish, name="publish"),
    path("firme/", views.signers, name="signers"),
]
