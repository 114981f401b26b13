"""The rules of the audit. Each is a file of SQL beside this one: what it promises, then the rows that break it.

By hand and not by the ORM: a recursion, a window and a difference of two sets are things that SQL says best, and
an operator can paste any of them into psql. One statement each, because a statement sees the database at one
moment: two of them could take a write in between for a fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.db import connection

# However much is wrong, this is what is told of it by name.
SHOWN = 5

# Counted by a window, so that the number and the first few come from one statement.
_FIRST_AND_COUNT = "SELECT broken.*, COUNT(*) OVER () FROM (\n{sql}\n) broken ORDER BY 1, 2 LIMIT {shown}"


@dataclass(frozen=True)
class Rule:
    """`sql` finds the rows that break it; its first two columns say which they are."""

    name: str
    promise: str
    sql: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """The rule in this file; the comment that it begins with is the promise."""
        comment, _, sql = path.read_text(encoding="utf-8").partition("\n")
        return cls(path.stem, comment.removeprefix("-- "), sql.strip())

    @property
    def statement(self) -> str:
        return _FIRST_AND_COUNT.format(sql=self.sql, shown=SHOWN)

    def checked(self) -> "Finding":
        """Run it. Raises OperationalError where the database gives it up for taking too long."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement)
            *columns, _ = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        first = tuple(dict(zip(columns, row, strict=False)) for row in rows)
        return Finding(self, rows[0][-1] if rows else 0, first)


@dataclass(frozen=True)
class Finding:
    """How many rows break the rule, and the first of them by column."""

    rule: Rule
    wrong: int
    first: tuple[dict[str, Any], ...]


def explained(rule: Rule) -> Iterator[str]:
    """How the database would go about it, in its own words."""
    with connection.cursor() as cursor:
        cursor.execute(f"{connection.ops.explain_query_prefix()} {rule.statement}")
        for row in cursor.fetchall():
            # SQLite numbers the steps before it names them.
            words = row[-1:] if connection.vendor == "sqlite" else row
            yield " ".join(str(word) for word in words if word is not None)


# By name, so in the order of their names.
RULES = {rule.name: rule for rule in map(Rule.read, sorted(Path(__file__).parent.glob("*.sql")))}
