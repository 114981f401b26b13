"""The write of a row that counts its edits in `version`. Called inside other services' transactions."""

from typing import Any

from django.db.models import Model


def rewrite(row: Model, **columns: Any) -> None:
    """Give a locked row these values and the next version, and save that much of it.

    What is set is what is saved: with a list of columns beside the values, one that is missing there would be lost.
    """
    columns["version"] = row.version + 1  # type: ignore[attr-defined]  # of those that are edited, each has one
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=columns)
