"""What has happened, said once. An event is published as a row beside the change it speaks of."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from types import NoneType, UnionType
from typing import Any, ClassVar, cast, get_args, get_origin, get_type_hints

from django.core import checks
from django.db import transaction

from core import clock, correlation
from core.access import Actor
from core.models import OutboxEntry

# What JSON keeps as it is. No float: amounts are whole.
_PLAIN = {str, int, bool, list, NoneType, UnionType, ClassVar}


# roadmap: language.metaclasses
class EventType(type):
    """Registers every event class by its name, and lets the class itself be walked: `for event in Event`.

    A metaclass and not `__init_subclass__`, because only the type of a class can make the class iterable.
    """

    _registry: ClassVar[dict[str, type[Any]]] = {}

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> "EventType":
        event = super().__new__(mcs, name, bases, namespace)
        known = mcs._registry.get(name)
        if known is not None and known.__module__ != event.__module__:
            raise TypeError(f"Two events are named {name}: in {known.__module__} and in {event.__module__}.")
        if bases:
            mcs._registry[name] = event
        return event

    def __iter__(cls) -> Iterator[type["Event"]]:
        return (event for _, event in sorted(cls._registry.items()) if cls in event.__mro__[1:])

    def named(cls, name: str) -> type["Event"]:
        """The event class of that name. Raises KeyError for a name that nobody registered."""
        return cast("type[Event]", cls._registry[name])


@dataclass(frozen=True)
class Event(metaclass=EventType):
    """Base of all events: plain values, past tense. `version` grows when a field changes its meaning."""

    version: ClassVar[int] = 1
    aggregate: ClassVar[str]
    key: str  # Which aggregate it happened to. Events of one key are delivered in their order.


def publish(event: Event, *, actor: Actor) -> None:
    """Write the event into the outbox, in the caller's transaction: both are kept, or neither is.

    Raises TransactionManagementError outside a transaction, where that promise could not be held.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("publish() must stand inside the transaction of its change.")
    context = correlation.current()
    OutboxEntry.objects.create(
        event_id=uuid.uuid4(),
        name=type(event).__name__,
        schema_version=event.version,
        aggregate=f"{event.aggregate}:{event.key}",
        actor=actor.name,
        request_id=context.request_id,
        traceparent=context.traceparent,
        occurred_at=clock.now(),
        payload=asdict(event),
    )


# roadmap: language.metaclasses
@checks.register
def unsound_events(**_: object) -> list[checks.Error]:
    """Tell at the start of any command what a publication would trip over later, in the middle of a sale."""
    return [checks.Error(f"{event.__name__} {flaw}", id="core.E001") for event in Event for flaw in _flaws(event)]


def _flaws(event: type[Event]) -> Iterator[str]:
    if "__dataclass_params__" not in vars(event):
        yield "is no dataclass of its own: its fields would be lost."
    if not hasattr(event, "aggregate"):
        yield "does not say what kind of aggregate it happens to."
    for name, hint in get_type_hints(event).items():
        if not set(_parts(hint)) <= _PLAIN:
            yield f"has a field {name} that JSON does not keep as it is."


def _parts(hint: object) -> Iterator[object]:
    """`list[str]` is made of list and str."""
    yield get_origin(hint) or hint
    for part in get_args(hint):
        yield from _parts(part)
