"""The organization's stylesheet."""

from django.urls import path

from tenants.brand import views

app_name = "brand"
urlpatterns = [path("marchio/<slug:digest>.css", views.stylesheet, name="stylesheet")]
