"""What is held about a person, said by each app for its own tables: told on demand, forgotten with the account.

An app writes a module `privacy` that registers its parts here. It is found by its name, so no app has to know another.
tests/core/access/test_privacy.py fails on a column that names people and is in no part.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.module_loading import autodiscover_modules

from core import clock
from core.models import OutboxEntry
from core.pages import Walk

type Record = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Whose data it is, and how rows know them: by key, by public id, or by the name that an actor has."""

    pk: int
    public_id: str
    name: str

    @property
    def pseudonym(self) -> str:
        """What stands in the place of the name once the account is gone. The random id says nothing by itself."""
        return f"deleted:{self.public_id}"

    @property
    def aggregate(self) -> str:
        """What events about their account happened to."""
        return f"account:{self.public_id}"


@dataclass
class _Registry:
    parts: dict[str, Callable[[Person], Iterable[Record]]] = field(default_factory=dict)
    # By "app.Model.column": the section that tells it, or why none does.
    columns: dict[str, str] = field(default_factory=dict)
    forgetting: list[Callable[[Person], None]] = field(default_factory=list)


_registry = _Registry()


def part[F: Callable[[Person], Iterable[Record]]](section: str, *columns: str) -> Callable[[F], F]:
    """Register what tells one section of the export: the rows whose `columns` ("app.Model.column") name the person."""

    def register(told: F) -> F:
        if section in _registry.parts:
            raise ValueError(f"Two parts are named {section}.")
        _registry.parts[section] = told
        _registry.columns |= dict.fromkeys(columns, section)
        return told

    return register


def left_out(column: str, reason: str) -> None:
    """A column that names people and is told by no part, and why."""
    _registry.columns[column] = reason


def forgets[F: Callable[[Person], None]](forget: F) -> F:
    """Register what is done with rows that outlive the account and name its owner. Keys that cascade need nothing."""
    _registry.forgetting.append(forget)
    return forget


def known() -> _Registry:
    """The registry, once every app has been asked."""
    _discover()
    return _registry


@cache
def _discover() -> None:
    autodiscover_modules("privacy")


def document(person: Person) -> Iterator[str]:
    """Everything, as one JSON object of lists, written piece by piece: in memory that does not grow with it."""
    yield f'{{"exported_at": {_json(clock.now())}'
    for section, told in sorted(known().parts.items()):
        yield f', "{section}": ['
        separator = ""
        for record in told(person):
            yield separator + _json(record)
            separator = ", "
        yield "]"
    yield "}\n"


def forget(person: Person) -> None:
    """Take the person's name out of what stays. Call it in the transaction that deletes the account."""
    for forgetting in known().forgetting:
        forgetting(person)


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


@part("events", "core.OutboxEntry.actor", "core.OutboxEntry.aggregate")
def _events(person: Person) -> Iterator[Record]:
    """What they did, then what others did to their account. Two walks: each is one range of an index."""
    done = OutboxEntry.objects.filter(actor=person.name)
    about = OutboxEntry.objects.filter(aggregate=person.aggregate).exclude(actor=person.name)
    for entry in chain(Walk(done), Walk(about)):
        yield {
            "name": entry.name,
            "aggregate": entry.aggregate,
            "is_own": entry.actor == person.name,
            "request_id": entry.request_id,
            "occurred_at": entry.occurred_at,
            "payload": entry.payload,
        }


@forgets
def _unnamed_events(person: Person) -> None:
    OutboxEntry.objects.filter(actor=person.name).update(actor=person.pseudonym)
