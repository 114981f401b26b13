"""The entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.contestants.drf.settings"
application = get_wsgi_application()
