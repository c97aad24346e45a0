"""The end of a plan, and solidarity pools, as HR keeps them."""

from django.urls import path

from catalog.closing import views

app_name = "closing"
urlpatterns = [
    path("solidarieta/", views.pool_list, name="pools"),
    path("solidarieta/<uuid:pk>/", views.pool_grant, name="pool_grant"),
    path("<uuid:pk>/chiusura/", views.plan_page, name="plan"),
    path("<uuid:pk>/chiusura/<uuid:budget_id>/", views.budget_page, name="budget"),
    path("<uuid:pk>/chiusura/<uuid:budget_id>/avanzamento/", views.progress, name="progress"),
]
