"""The Celery application; tasks live beside the service each of them calls."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "welfare.settings")

application = Celery("welfare")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks()
