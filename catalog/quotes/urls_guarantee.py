"""What is guaranteed with every quote, for anybody of the organization."""

from django.urls import path

from catalog.quotes import views_dispute as views

app_name = "guarantee"
urlpatterns = [path("", views.guarantee, name="text")]
