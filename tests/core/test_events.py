"""Events: one name, one class; one change, one row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import pytest
from django.db import transaction

from core import access, correlation
from core.events import Event, EventType, publish, unsound_events
from core.models import OutboxEntry

OPERATOR = access.command("tests")


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """A copy to register in: what a test defines is forgotten after it."""
    copy = dict(EventType._registry)
    monkeypatch.setattr(EventType, "_registry", copy)
    return copy


@pytest.fixture
def tent_pitched():
    @dataclass(frozen=True)
    class TentPitched(Event):
        version: ClassVar[int] = 3
        aggregate: ClassVar[str] = "tent"
        pegs: int
        guests: list[str]

    return TentPitched


@pytest.mark.unit
def test_a_class_is_known_by_its_name(tent_pitched):
    assert Event.named("TentPitched") is tent_pitched
    with pytest.raises(KeyError):
        Event.named("TentStruck")


@pytest.mark.unit
@pytest.mark.roadmap("language.metaclasses")
def test_a_class_of_events_gives_those_below_it_by_name():
    class TentEvent(Event):
        pass

    class TentStruck(TentEvent):
        pass

    class TentMended(TentEvent):
        pass

    assert list(TentEvent) == [TentMended, TentStruck]
    assert list(TentStruck) == []
    assert {TentEvent, TentMended, TentStruck} <= set(Event)
    assert Event not in set(Event)


@pytest.mark.unit
@pytest.mark.roadmap("language.metaclasses")
def test_two_events_of_one_name_are_refused(tent_pitched, registry):
    with pytest.raises(TypeError, match=r"Two events are named TentPitched: in .*test_events and in elsewhere"):
        EventType("TentPitched", (Event,), {"__module__": "elsewhere"})

    assert registry["TentPitched"] is tent_pitched


@pytest.mark.unit
def test_a_module_that_is_read_again_replaces_its_event(tent_pitched):
    again = EventType("TentPitched", (Event,), {"__module__": tent_pitched.__module__})

    assert Event.named("TentPitched") is again


@pytest.mark.unit
@pytest.mark.roadmap("language.metaclasses")
def test_the_events_of_the_service_are_sound():
    assert unsound_events() == []
    assert {"PriceChanged", "AccountCreated"} <= {event.__name__ for event in Event}


@pytest.mark.unit
@pytest.mark.roadmap("language.metaclasses")
@pytest.mark.parametrize(
    ("decorate", "members", "told"),
    [
        (
            dataclass(frozen=True),
            {"aggregate": "tent", "__annotations__": {"at": datetime}},
            "has a field at",
        ),
        (dataclass(frozen=True), {"aggregate": "tent", "__annotations__": {"of": list[float]}}, "has a field of"),
        (dataclass(frozen=True), {}, "does not say what kind of aggregate"),
        (lambda event: event, {"aggregate": "tent", "__annotations__": {"pegs": int}}, "is no dataclass of its own"),
    ],
)
def test_an_unsound_event_is_told_by_name_before_the_service_starts(decorate, members, told):
    decorate(EventType("TentLost", (Event,), {"__module__": __name__, **members}))

    (error,) = unsound_events()

    assert error.msg.startswith(f"TentLost {told}")


@pytest.mark.integration
@pytest.mark.django_db
def test_a_published_event_is_a_row_that_says_who_when_and_why(tent_pitched, stopped_clock):
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    with correlation.correlated("request-1", trace):
        publish(tent_pitched(key="T-1", pegs=12, guests=["Ada", "Grace"]), actor=OPERATOR)

    row: dict[str, Any] = {**OutboxEntry.objects.values().get()}
    assert row.pop("id")
    assert row.pop("event_id").version == 4
    assert row == {
        "name": "TentPitched",
        "schema_version": 3,
        "aggregate": "tent:T-1",
        "actor": "command:tests",
        "request_id": "request-1",
        "traceparent": trace,
        "occurred_at": stopped_clock,
        "payload": {"key": "T-1", "pegs": 12, "guests": ["Ada", "Grace"]},
        "sent_at": None,
    }


@pytest.mark.integration
@pytest.mark.django_db
def test_no_two_rows_have_one_event_id(tent_pitched):
    for number in range(3):
        publish(tent_pitched(key=f"T-{number}", pegs=12, guests=[]), actor=OPERATOR)

    assert len(set(OutboxEntry.objects.values_list("event_id", flat=True))) == 3


@pytest.mark.integration
def test_an_entry_names_its_event_and_id(tent_pitched, db):
    publish(tent_pitched(key="T-1", pegs=12, guests=[]), actor=OPERATOR)

    entry = OutboxEntry.objects.get()
    assert str(entry) == f"TentPitched {entry.event_id}"


@pytest.mark.integration
def test_publishing_outside_a_transaction_is_refused(tent_pitched, elsewhere):
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        publish(tent_pitched(key="T-1", pegs=12, guests=[]), actor=OPERATOR)

    assert elsewhere(OutboxEntry.objects.count) == 0


@pytest.mark.integration
@pytest.mark.roadmap("tools.testing-integration")
def test_a_change_that_is_rolled_back_takes_its_event_along(tent_pitched, elsewhere):
    with transaction.atomic():
        publish(tent_pitched(key="kept", pegs=12, guests=[]), actor=OPERATOR)
    with transaction.atomic():
        publish(tent_pitched(key="lost", pegs=12, guests=[]), actor=OPERATOR)
        transaction.set_rollback(True)

    assert elsewhere(lambda: list(OutboxEntry.objects.values_list("aggregate", flat=True))) == ["tent:kept"]
