"""The id of a request is in everything that the request causes."""

import logging
from unittest import mock

import pytest
from django.http import HttpResponse, UnreadablePostError

from config import middleware
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def log(caplog):
    """The lines of the access log, as they are before they become text."""
    return lambda: [record.msg for record in caplog.records if record.name == "request"]


@pytest.mark.roadmap("tools.django")
def test_an_id_that_was_sent_is_echoed_and_logged(api, log):
    answer = api.get("/api/v1/products/nowhere/", headers={"X-Request-ID": "from-the-proxy.1"})

    assert answer["X-Request-ID"] == "from-the-proxy.1"
    (line,) = log()
    assert line["request_id"] == "from-the-proxy.1"
    assert {name: line[name] for name in ("method", "path", "status")} == {
        "method": "GET",
        "path": "/api/v1/products/nowhere/",
        "status": 404,
    }
    assert line["milliseconds"] > 0


def test_a_read_that_went_well_has_a_line_only_when_one_is_debugging(api, log, caplog):
    api.get("/livez")
    assert log() == []

    with caplog.at_level(logging.DEBUG, logger="request"):
        api.get("/livez")

    assert [line["path"] for line in log()] == ["/livez"]


@pytest.mark.parametrize("sent", ["short", "two words", "x" * 65])
def test_a_malformed_id_is_replaced(api, log, sent):
    answer = api.get("/nowhere/", headers={"X-Request-ID": sent})

    (line,) = log()
    assert answer["X-Request-ID"] == line["request_id"] != sent
    assert len(answer["X-Request-ID"]) == 32


def test_every_request_has_an_id_of_its_own(api):
    assert api.get("/livez")["X-Request-ID"] != api.get("/livez")["X-Request-ID"]


@pytest.mark.parametrize("path", ["/nowhere/", "/api/v1/products/nowhere/"])
def test_a_problem_says_the_id(api, path):
    answer = api.get(path, headers={"X-Request-ID": "from-the-proxy.1"})

    assert answer.status_code == 404
    assert answer.json()["request_id"] == answer["X-Request-ID"] == "from-the-proxy.1"


def test_an_event_remembers_the_request_and_its_trace(api, customer, tent):
    sender = {"X-Request-ID": "from-the-proxy.1", "traceparent": TRACE}

    answer = api.as_(customer).post("/api/v1/products/ridge-tent/reviews/", {"rating": 5}, headers=sender)

    assert answer.status_code == 201
    entry = OutboxEntry.objects.get(name="ProductReviewed")
    assert (entry.request_id, entry.traceparent) == ("from-the-proxy.1", TRACE)


def test_what_happens_outside_a_request_has_no_id(tent):
    factories.review(tent)

    assert OutboxEntry.objects.get(name="ProductReviewed").request_id == ""


def refused(request):
    """The answer to a request that nobody read the body of."""
    return middleware.ReadToTheEnd(lambda _: HttpResponse(status=404))(request)


def test_a_body_that_nobody_wanted_is_read_all_the_same(rf):
    request = rf.post("/nowhere/", b"x" * 300_000, content_type="application/json")

    answer = refused(request)

    assert request.read() == b""
    assert "Connection" not in answer


def test_a_body_beyond_all_measure_is_not_waited_for(rf, monkeypatch):
    monkeypatch.setattr(middleware, "_MOST_CHUNKS", 2)
    request = rf.post("/nowhere/", b"x" * 300_000, content_type="application/json")

    answer = refused(request)

    assert len(request.read()) == 300_000 - 2 * 64 * 1024
    assert answer["Connection"] == "close"


def test_a_body_without_a_length_ends_its_connection(rf):
    answer = refused(rf.post("/nowhere/", headers={"Transfer-Encoding": "chunked"}))

    assert answer["Connection"] == "close"


def test_a_caller_who_went_away_breaks_nothing(rf, monkeypatch):
    request = rf.post("/nowhere/", {"a": 1})
    monkeypatch.setattr(request, "read", mock.Mock(side_effect=UnreadablePostError))

    assert refused(request).status_code == 404
