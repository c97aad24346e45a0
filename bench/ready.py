"""Import this first in a measurement: Django is set up from here on."""

import django

django.setup()
