"""The entry point keeps what a request needs of Django's tidying, and no more."""

import subprocess
import sys

import pytest

from config.env import BASE_DIR

pytestmark = pytest.mark.integration

# In a process of its own: the entry point changes what the whole process does around a request.
ASK = """
import sys

from config.wsgi import application
from django.core import signals
from django.db import connection

def ask():
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/readyz", "HTTP_HOST": "localhost"}
    environ = {**asked, "wsgi.input": sys.stdin.buffer}
    answer = application(environ, lambda status, headers: print(status))
    answer.close()
    return connection.connection

first = ask()
print("kept", ask() is first)
connection.close_at = 0
print("kept", ask() is first)
print("afterwards", signals.request_finished.has_listeners())
"""


def test_a_connection_is_kept_until_it_is_too_old_and_nothing_follows_an_answer(environment, tmp_path):
    environment.setenv("DATA_DIR", str(tmp_path))
    environment.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'db.sqlite3'}")

    done = subprocess.run([sys.executable, "-c", ASK], cwd=BASE_DIR, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines() == ["200 OK", "200 OK", "kept True", "200 OK", "kept False", "afterwards False"], (
        done.stderr
    )
