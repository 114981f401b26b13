"""Column types that mean the same on every database."""

import secrets
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Compare byte by byte: MariaDB would otherwise take "Tent" and "tent" for one, PostgreSQL would sort by locale.
_BINARY_COLLATION = {"postgresql": "C", "mysql": "utf8mb4_bin", "sqlite": "BINARY"}


class CanonicalField(models.CharField):
    """Text stored in one agreed spelling (slug, SKU, tag, e-mail), equal only when every byte is."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": _BINARY_COLLATION[connection.vendor]}  # type: ignore[typeddict-unknown-key]  # the stub lacks the key


def random_public_id() -> str:
    """96 random bits for a URL: says nothing about how many there are, and can't be guessed."""
    return secrets.token_urlsafe(12)
