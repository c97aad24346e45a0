"""The home of each role, the account and the menu."""

from django.urls import path

from catalog.home import account, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("hr/", views.hr, name="hr"),
    path("conto/", account.account, name="account"),
    path("conto/regolamento/", account.regulation, name="regulation"),
]
