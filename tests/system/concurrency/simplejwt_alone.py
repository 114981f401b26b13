"""A program: simplejwt rotating and blacklisting refresh tokens, and each used many times at once by processes.

Prints how many uses went through, round by round, as JSON; ends with the first round of more than one.
"""

import json
import multiprocessing
import sys
from multiprocessing.synchronize import Barrier
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections

ROUNDS = 20


def main(database: str, at_once: int) -> list[int]:
    settings.configure(
        SECRET_KEY="x" * 50,
        USE_TZ=True,
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "OPTIONS": {"timeout": 30}},
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework_simplejwt.token_blacklist",
        ],
        SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True},
    )
    django.setup()
    call_command("migrate", verbosity=0)
    through: list[int] = []
    while len(through) < ROUNDS and max(through, default=0) <= 1:
        through.append(_used_at_once(_token(len(through)), at_once))
    return through


def _token(number: int) -> str:
    from django.contrib.auth.models import User  # noqa: PLC0415  # needs the settings
    from rest_framework_simplejwt.tokens import RefreshToken  # noqa: PLC0415  # as above

    return str(RefreshToken.for_user(User.objects.create_user(f"user{number}")))


def _used_at_once(token: str, at_once: int) -> int:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(at_once)
    with fork.Pool(at_once, _prepare, (start,)) as pool:
        return sum(pool.map(_use, [token] * at_once, chunksize=1))


def _prepare(start: Barrier) -> None:
    global _start  # noqa: PLW0603  # how a pool hands something to its processes
    _start = start


_start: Any = None


def _use(token: str) -> bool:
    from rest_framework_simplejwt.exceptions import TokenError  # noqa: PLC0415  # needs the settings
    from rest_framework_simplejwt.serializers import TokenRefreshSerializer  # noqa: PLC0415  # as above

    _start.wait()
    try:
        return bool(TokenRefreshSerializer(data={"refresh": token}).is_valid())
    except (TokenError, OperationalError):
        return False


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
