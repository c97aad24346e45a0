"""The charter and who is presented, on the hosts of the network's members; mounted under /carta/."""

from django.urls import path

from providers.accreditation import views_members as views

app_name = "charter"
urlpatterns = [
    path("", views.charter_page, name="charter"),
    path("presentazioni/", views.presentations, name="presentations"),
    path("presentazioni/<uuid:key>/", views.presentation, name="presentation"),
]
