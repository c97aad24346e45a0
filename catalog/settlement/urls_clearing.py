"""A cooperative's part in rounds of clearing."""

from django.urls import path

from catalog.settlement import views_clearing as views

app_name = "clearing"
urlpatterns = [
    path("", views.mine, name="list"),
    path("<uuid:pk>/", views.answer, name="round"),
]
