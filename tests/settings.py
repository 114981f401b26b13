"""The service's own settings, with what a test run needs: its database, quick passwords, no log noise."""

import tempfile
from pathlib import Path

from config.env import env
from config.settings import *
from config.settings.database import database

if env.test_database_url is not None:
    DATABASES = {"default": database(env.test_database_url.get_secret_value())}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # A test may think for long inside its transaction, and dropping a database takes its time.
    DATABASES["default"]["OPTIONS"]["options"] += (
        " -c idle_in_transaction_session_timeout=120000 -c statement_timeout=60000"
    )

# Tests run side by side: each process counts for itself.
CACHES["counters"]["LOCATION"] = str(Path(tempfile.mkdtemp(prefix="cairn-tests-")) / "counters.sqlite3")
CACHES["counters"]["BACKEND"] = "core.limits.sqlite.SQLiteCounters"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EVEN_ANSWERS = 0.0

# Whom a developer's own .env names is asked by no test.
for _named in SOCIALACCOUNT_PROVIDERS.values():
    _named["APPS"] = []
