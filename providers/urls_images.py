"""Photos of services, mounted under /immagini/."""

from django.urls import path

from providers import views_photos

app_name = "images"
urlpatterns = [path("<slug:digest>.webp", views_photos.image, name="image")]
