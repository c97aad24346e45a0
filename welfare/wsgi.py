"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from welfare import broker, pooling

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "welfare.settings")

application = get_wsgi_application()
pooling.refuse_mixing()
# The web sends the first hints, perhaps before any worker has started.
broker.make_folders()
