"""Plans and grants, as HR keeps them."""

from django.urls import path

from catalog.plans import closing_figures, correcting, granting, views, views_law
from catalog.plans.setup.urls import urlpatterns as setup

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("utilizzo/", views.take_up, name="take_up"),
    path("norme/", views_law.law, name="law"),
    path("norme/<slug:code>/", views_law.turn, name="law_turn"),
    path("norme/<slug:code>/indietro/", views_law.turn_back, name="law_turn_back"),
    path("<uuid:pk>/", views.detail, name="plan"),
    path("<uuid:pk>/regolamento/", views.regulation, name="regulation"),
    path("fonti/<uuid:pk>/assegna/", granting.grant, name="grant"),
    path("assegnazioni/<uuid:pk>/", granting.grant_run, name="grant_run"),
    path("assegnazioni/<uuid:pk>/avanzamento/", granting.progress, name="grant_progress"),
    path("assegnazioni/<uuid:pk>/conferma/", granting.confirm, name="grant_confirm"),
    path("assegnazioni/<uuid:pk>/rinuncia/", granting.drop, name="grant_drop"),
    path("assegnazioni/<uuid:pk>/righe.csv", granting.export, name="grant_export"),
    path("assegnazioni/righe/<int:pk>/", correcting.correct, name="grant_correct"),
    path("assegnazioni/<uuid:pk>/altri/", granting.grant_rest, name="grant_rest"),
    path("uscite/<uuid:key>/", closing_figures.closing, name="closing"),
    *setup,
]
