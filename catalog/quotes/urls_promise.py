"""The network's guarantee, where its office writes it."""

from django.urls import path

from catalog.quotes import views_office as views

app_name = "office_guarantee"
urlpatterns = [path("", views.promise, name="text")]
