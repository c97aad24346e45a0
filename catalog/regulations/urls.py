"""The rules of the plans, as their people read them."""

from django.urls import path

from catalog.regulations import views

app_name = "regulations"
urlpatterns = [
    path("", views.listing, name="listing"),
    path("da-leggere/", views.unread, name="unread"),
    path("<uuid:pk>/", views.version, name="version"),
    path("<uuid:pk>/regolamento.pdf", views.download, name="download"),
]
