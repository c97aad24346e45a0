"""A provider's subscribers."""

from django.urls import path

from catalog.subscriptions import views_provider as views

app_name = "subscribers"
urlpatterns = [
    path("", views.months, name="months"),
    path("conferma/", views.confirm_all, name="confirm_all"),
    path("mesi/<uuid:key>/conferma/", views.confirm_one, name="confirm_one"),
    path("mesi/<uuid:key>/non-dato/", views.decline_one, name="decline_one"),
    path("<uuid:key>/", views.subscriber, name="one"),
    path("<uuid:key>/termina/", views.end_one, name="end"),
]
