"""Column types that mean the same on every database."""

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Byte by byte: MariaDB would otherwise take "Tent" and "tent" for one ("tent " too, unless nopad), PostgreSQL would
# sort by locale.
_BINARY_COLLATION = {"postgresql": "C", "mysql": "utf8mb4_nopad_bin", "sqlite": "BINARY"}


# The type checker's CharField takes parameters, Django's own does not.
if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField


class CanonicalField(TextColumn):
    """Text stored in one agreed spelling (slug, SKU, tag, e-mail), equal only when every byte is."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": _BINARY_COLLATION[connection.vendor]}


def random_public_id() -> str:
    """96 random bits for a URL: says nothing about how many there are, and can't be guessed."""
    return secrets.token_urlsafe(12)
