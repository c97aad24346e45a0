"""Plans and grants, as HR keeps them."""

from django.urls import path

from catalog.plans import granting, views
from catalog.plans.setup.urls import urlpatterns as setup

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("utilizzo/", views.take_up, name="take_up"),
    path("<uuid:pk>/", views.detail, name="plan"),
    path("<uuid:pk>/regolamento/", views.regulation, name="regulation"),
    path("fonti/<uuid:pk>/assegna/", granting.grant, name="grant"),
    path("assegnazioni/<uuid:pk>/altri/", granting.grant_rest, name="grant_rest"),
    *setup,
]
