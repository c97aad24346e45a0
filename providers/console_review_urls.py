"""The office's pages of what providers send, mounted under /rete/servizi/revisioni/."""

from django.urls import path

from providers import console_review_pages as pages

app_name = "network_reviews"
urlpatterns = [
    path("", pages.queue, name="queue"),
    path("regole/", pages.policy, name="policy"),
    path("<uuid:pk>/", pages.review, name="review"),
    path("<uuid:pk>/pubblica/", pages.publish, name="publish"),
    path("<uuid:pk>/rimanda/", pages.send_back, name="send_back"),
]
