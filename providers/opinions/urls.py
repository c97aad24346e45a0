"""A provider's opinions."""

from django.urls import path

from providers.opinions import views

app_name = "opinions"
urlpatterns = [path("", views.opinions, name="list")]
