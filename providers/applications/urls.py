"""Applying, mounted under /candidatura/."""

from django.urls import path

from providers.applications import views, views_applicant, views_invited

app_name = "applications"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("nuova/", views.new, name="new"),
    path("inviata/", views.sent, name="sent"),
    path("link/", views.send_link, name="link"),
    path("invito/<str:token>/", views_invited.invited, name="invited"),
    path("invito/<str:token>/no/", views_invited.decline, name="decline"),
    path("invito/<str:token>/proforma/<uuid:key>/", views_invited.proforma, name="invited_proforma"),
    path("<str:token>/", views_applicant.overview, name="overview"),
    path("<str:token>/dati/", views_applicant.data, name="data"),
    path("<str:token>/domande/", views_applicant.criteria, name="criteria"),
    path("<str:token>/documenti/", views_applicant.documents, name="documents"),
    path("<str:token>/documenti/<uuid:key>/", views_applicant.document, name="document"),
    path("<str:token>/documenti/<uuid:key>/togli/", views_applicant.take_away, name="take_away"),
    path("<str:token>/chi-presenta/", views_applicant.presenter, name="presenter"),
    path("<str:token>/invia/", views_applicant.send, name="send"),
    path("<str:token>/ritira/", views_applicant.withdraw, name="withdraw"),
]
