"""The set-up, under the addresses of plans."""

from django.urls import path

from catalog.plans.setup import views, views_nominations, views_opening

urlpatterns = [
    path("nuovo/", views.begin, name="new"),
    path("nuovo/nome/", views.first_step, name="setup_first"),
    path("<uuid:pk>/imposta/", views.resume, name="setup"),
    path("<uuid:pk>/imposta/verifica/", views_opening.check, name="setup_check"),
    path("<uuid:pk>/imposta/<slug:step>/", views.plan_step, name="setup_plan"),
    path("<uuid:pk>/imposta/<uuid:budget>/<slug:step>/", views.budget_step, name="setup_budget"),
    path("<uuid:pk>/apri/", views_opening.open_plan, name="open"),
    path("<uuid:pk>/fornitori/", views_nominations.nominations, name="nominations"),
    path("<uuid:pk>/chiudi/", views_opening.close, name="close"),
    path("<uuid:pk>/elimina/", views_opening.throw_away, name="throw_away"),
]
