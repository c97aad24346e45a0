"""The Celery application; tasks live beside the service each of them calls."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

from welfare import broker, pooling

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "welfare.settings")

application = Celery("welfare")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def make_broker_folders(**_: object) -> None:
    """A worker of the file broker needs its folders."""
    broker.make_folders()


@worker_init.connect
def refuse_mixing(**_: object) -> None:
    """Do not start a worker behind a pooler that would mix organizations."""
    try:
        pooling.refuse_mixing()
    except ImproperlyConfigured as error:
        # Celery logs other errors of a signal and goes on.
        raise SystemExit(str(error)) from error
