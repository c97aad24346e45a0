"""Plans and grants, as HR keeps them."""

from django.urls import path

from catalog.plans import closing_figures, correcting, granting, views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("nuovo/", views.new, name="new"),
    path("utilizzo/", views.take_up, name="take_up"),
    path("<uuid:pk>/", views.detail, name="plan"),
    path("<uuid:pk>/apri/", views.open_plan, name="open"),
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
]
