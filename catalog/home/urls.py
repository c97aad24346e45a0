"""The home of each role, the account and the menu."""

from django.urls import path

from catalog.home import account, network_home, register, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("hr/", views.hr, name="hr"),
    path("hr/registro/", register.hr_register, name="register"),
    path("hr/registro/file/", register.hr_file, name="register_file"),
    path("rete/", network_home.home, name="network"),
    path("rete/registro/", register.network_register, name="network_register"),
    path("rete/registro/file/", register.network_file, name="network_register_file"),
    path("conto/", account.account, name="account"),
]
