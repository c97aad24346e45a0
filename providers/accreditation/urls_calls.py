"""The office's calls, mounted under /rete/bandi/."""

from django.urls import path

from providers.accreditation import views_calls as views

app_name = "office_calls"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nuovo/", views.new, name="new"),
    path("<uuid:key>/", views.call_detail, name="call"),
    path("<uuid:key>/modifica/", views.edit, name="edit"),
    path("<uuid:key>/pubblica/", views.publish, name="publish"),
    path("<uuid:key>/chiudi/", views.withdraw, name="withdraw"),
    path("<uuid:key>/domande/<uuid:criterion>/togli/", views.remove_criterion, name="remove_criterion"),
]
