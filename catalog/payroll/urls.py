"""Payroll's side."""

from django.urls import path

from catalog.payroll import views, views_files

app_name = "payroll"
urlpatterns = [
    path("", views.home, name="home"),
    path("tracciati/", views_files.layout_list, name="layouts"),
    path("tracciati/nuovo/", views_files.layout_new, name="layout_new"),
    path("tracciati/<uuid:pk>/", views_files.layout_edit, name="layout"),
    path("tracciati/<uuid:pk>/togli/", views_files.layout_remove, name="layout_remove"),
    path("cu/", views_files.certificate, name="certificate"),
    path("cu/file/", views_files.certificate_file, name="certificate_file"),
    path("file/<uuid:pk>/", views_files.export_again, name="export_again"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/avanzamento/", views.progress, name="progress"),
    path("<uuid:pk>/blocca/", views.lock, name="lock"),
    path("<uuid:pk>/file/", views_files.export, name="export"),
    path("<uuid:pk>/persone/<int:person_id>/", views.person, name="person"),
]
