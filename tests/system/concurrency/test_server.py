"""Through the front door of four processes with eight threads each, nothing is lost and nothing is counted twice."""

import logging
import socket
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPResponse
from threading import Barrier
from typing import Any

import httpx
import pytest
from django.db import connection

from accounts.models import User
from catalog.models import Product
from core.access import Role
from tests import factories
from tests.system.concurrency.conftest import on_both_services

pytestmark = [pytest.mark.system, on_both_services]

logger = logging.getLogger(__name__)

CUSTOMERS = 200
ROUNDS = 10


def token(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {factories.access_token(factories.actor(user))}"}


def versions_in(tag: str) -> str:
    """W/ is what compression makes of a tag, and a short body is compressed or not."""
    return tag.removeprefix("W/")


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def test_200_reviews_of_one_product_by_200_customers_are_all_counted(service, door):
    product = factories.product("Ridge tent", slug="ridge-tent", category=factories.category("Tents"))
    names = [f"customer{number}@cairn.example" for number in range(CUSTOMERS)]
    people = User.objects.bulk_create(User(email=name, role=Role.CUSTOMER, password="!") for name in names)
    path = "/api/v1/products/ridge-tent/reviews/"

    def review(number: int, headers: dict[str, str]) -> Callable[[], httpx.Response]:
        return lambda: door.ask("POST", path, json={"rating": number % 5 + 1}, headers=headers)

    answers = door.ask_together([review(number, token(person)) for number, person in enumerate(people)])

    logger.info("%s: answers by status: %s", service, dict(door.statuses))
    assert Counter(answer.status_code for answer in answers) == {201: CUSTOMERS}
    assert set(door.statuses) <= {201, 503}
    stars = sum(number % 5 + 1 for number in range(CUSTOMERS))
    reviews = "SELECT COUNT(*), SUM(rating), COUNT(DISTINCT author_id) FROM catalog_review WHERE product_id = %s"
    assert rows(reviews, product.pk) == [(CUSTOMERS, stars, CUSTOMERS)]
    rating = "SELECT count, total, average_hundredths, version FROM catalog_rating WHERE product_id = %s"
    assert rows(rating, product.pk) == [(CUSTOMERS, stars, 300, CUSTOMERS + 1)]
    events = "SELECT COUNT(*), COUNT(DISTINCT actor) FROM core_outboxentry WHERE name = 'ProductReviewed'"
    assert rows(events) == [(CUSTOMERS, CUSTOMERS)]


def test_of_two_edits_with_one_etag_one_is_kept_and_one_is_told(service, door):
    product = factories.product("Pocket stove", slug="pocket-stove", category=factories.category("Cooking"))
    staff = token(factories.user(Role.STAFF))
    path = "/api/v1/products/pocket-stove/"

    for number in range(ROUNDS):
        tag = door.ask("GET", path, headers=staff).headers["ETag"]
        start = Barrier(2)

        def edit(name: str, tag: str = tag, start: Barrier = start) -> httpx.Response:
            start.wait()
            return door.ask("PATCH", path, json={"name": name}, headers={**staff, "If-Match": tag})

        kept, told = sorted(
            door.ask_together([lambda n=n: edit(f"Stove {n}") for n in (2 * number, 2 * number + 1)]),
            key=lambda answer: answer.status_code,
        )

        assert (kept.status_code, told.status_code) == (200, 412)
        assert versions_in(told.headers["ETag"]) == versions_in(kept.headers["ETag"]) != versions_in(tag)
        assert Product.objects.get(pk=product.pk).name == kept.json()["name"]

    logger.info("%s: answers by status: %s", service, dict(door.statuses))
    assert Product.objects.get(pk=product.pk).version == product.version + ROUNDS
    assert set(door.statuses) <= {200, 412, 503}


@pytest.mark.parametrize("size", [10, 300_000, 8_000_000])
def test_a_connection_outlives_a_refusal_whatever_was_sent_with_it(service, server, size):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        for _ in range(10):
            connection.sendall(
                f"POST /api/v1/nowhere/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n".encode()
            )
            # Time enough for an answer that does not wait for the body.
            time.sleep(0.02)
            connection.sendall(b"x" * size)

            answer = HTTPResponse(connection)
            answer.begin()
            assert (answer.status, answer.getheader("Connection")) == (404, None)
            answer.read()
