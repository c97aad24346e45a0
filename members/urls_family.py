"""A member's family, its certificates, and what the member declares."""

from django.urls import path

from members import views_certificates as certificates
from members import views_declarations as declarations
from members import views_family as views

app_name = "family"
urlpatterns = [
    path("", views.household, name="household"),
    path("nuovo/", views.add, name="add"),
    path("dichiarazioni/", declarations.listing, name="declarations"),
    path("dichiarazioni/<slug:slug>/<int:year>/", declarations.sign, name="sign"),
    path("dichiarazioni/<uuid:key>/revoca/", declarations.revoke, name="revoke"),
    path("<uuid:key>/", views.correct, name="correct"),
    path("<uuid:key>/togli/", views.remove, name="remove"),
    path("<uuid:key>/certificati/", certificates.listing, name="certificates"),
    path("<uuid:key>/certificati/<uuid:pk>/ritira/", certificates.withdraw, name="certificate_withdraw"),
    path("<uuid:key>/certificati/<uuid:pk>/documento/", certificates.document, name="certificate_document"),
]
