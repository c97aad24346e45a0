"""How a service went, and complaints; under a member's requests."""

from django.urls import path

from catalog.feedback import views

app_name = "feedback"
urlpatterns = [
    path("reclami/<uuid:key>/", views.complaint, name="complaint"),
    path("reclami/<uuid:key>/ritira/", views.withdraw, name="withdraw"),
    path("<uuid:order_id>/com-e-andata/", views.answer, name="answer"),
    path("<uuid:order_id>/com-e-andata/non-rispondo/", views.no_answer, name="no_answer"),
    path("<uuid:order_id>/com-e-andata/male/", views.unhappy, name="unhappy"),
    path("<uuid:order_id>/reclamo/", views.complain, name="complain"),
]
