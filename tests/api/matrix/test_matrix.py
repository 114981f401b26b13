"""Every route is asked by every kind of caller, and answers as the matrix declares. No cell is left out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction

from api import matrix
from tests.api.matrix import sessions
from tests.api.matrix.asking import OF_TOKENS, addresses_for, asked, filled
from tests.api.matrix.callers import Door
from tests.api.matrix.conftest import Shop

pytestmark = pytest.mark.integration

DECLARED = matrix.declared()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CELLS = sum(len(row) for row in DECLARED.answers.values())


@pytest.mark.roadmap("api.security")
def test_every_route_has_its_row():
    assert sorted(DECLARED.answers) == sorted(matrix.routes())


def test_a_method_without_a_row_is_not_served(shop, door):
    """What a function or a view of somebody else serves is not to be seen: `routes` takes it for GET alone."""
    answers = {}
    for path in {route.partition(" ")[2] for route in DECLARED.answers}:
        for route in {f"{method} {path}" for method in METHODS} - DECLARED.answers.keys():
            with undone():
                answers[route] = unlisted(route, shop, door("owner"))

    # allauth asks for a session first.
    refusals = {route: {401, 405} if sessions.ACCOUNT in route else {405} for route in answers}
    assert {route: status for route, status in answers.items() if status not in refusals[route]} == {}


def unlisted(route: str, shop: Shop, api: Door) -> int:
    method, path = route.split(" ")
    api.stand_on_a_page(shop.owner)
    return int(api.request(method, filled(path, addresses_for(route, shop))).status_code)


@pytest.mark.parametrize("route", DECLARED.answers)
def test_every_caller_is_answered_as_declared(route, shop, door):
    """All cells of a row in one shop: what one caller has done is taken back before the next one asks."""
    answers = {}
    for caller, declared in DECLARED.answers[route].items():
        with undone():
            answers[caller] = answered(route, caller, declared, shop, door(caller, DECLARED.needs[route]))

    assert answers == DECLARED.answers[route]


@contextmanager
def undone() -> Iterator[None]:
    caches["counters"].clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answered(route: str, caller: str, declared: str, shop: Shop, api: Door) -> str:
    """In the words of the matrix. What a success means is taken from there, and what it shows is held to it."""
    if DECLARED.needs[route] == matrix.IN_A_SESSION:
        answer = sessions.asked(api, caller, shop.owner, route)
    else:
        answer = asked(api, route, shop, addresses_for(route, shop))
    if answer.status_code >= 400:
        return f"{answer.status_code} {code_of(answer)}".strip()
    meaning = declared.partition(" ")[2]
    if meaning != "public" and route.startswith("GET "):
        assert_shows_no_more(meaning, answer, api, route, shop)
    return f"{answer.status_code} {meaning}"


def code_of(answer: Any) -> str:
    """Ours, or that of OAuth; a page has none."""
    if answer["Content-Type"].startswith("text/html"):
        return ""
    told: dict[str, str] = answer.json()
    return told.get("code") or told["error"]


def assert_shows_no_more(meaning: str, answer: Any, api: Door, route: str, shop: Shop) -> None:
    """Lists leave out what is not theirs to see; at its own address it is missing, for who may not see any."""
    shown = answer.getvalue().decode()
    for foreign in (shop.foreign_token, *shop.hidden.values()):
        assert foreign not in shown
    if "{" in route:
        hidden = asked(api, route, shop, shop.hidden)
        assert hidden.status_code == (200 if meaning == "any" else 404), hidden.content


@pytest.mark.parametrize("caller", ["anonymous", "owner", "customer"])
@pytest.mark.parametrize("path", ["", "prices/", "reviews/"])
def test_what_is_not_published_is_as_if_it_were_not_there(caller, path, door):
    api = door(caller)

    hidden = api.get(f"/api/v1/products/secret-tent/{path}")
    missing = api.get(f"/api/v1/products/no-such-tent/{path}")

    assert hidden.status_code == missing.status_code == 404
    assert masked(hidden) == masked(missing)


def test_anothers_token_is_as_if_it_were_not_there(door, shop):
    api = door("customer")

    foreign, missing = (api.delete(f"{OF_TOKENS}{name}/") for name in (shop.foreign_token, "no-such-token"))

    assert foreign.status_code == missing.status_code == 404
    assert masked(foreign) == masked(missing)


def masked(answer: Any) -> dict[str, Any]:
    return {**answer.json(), "request_id": ""}


def test_the_command_prints_every_route_and_who_is_who(capsys):
    call_command("matrix")

    printed = capsys.readouterr().out
    assert f"{len(DECLARED.answers)} routes, {CELLS} cells" in printed
    assert all(f"{route}  ({DECLARED.needs[route]})" in printed for route in DECLARED.answers)
    assert all(meaning in printed for meaning in DECLARED.callers.values())


def test_the_command_tells_programs_every_cell(capsys):
    call_command("matrix", as_json=True)

    told = json.loads(capsys.readouterr().out)
    assert {route: each["answers"] for route, each in told.items()} == DECLARED.answers
    assert {route: each["needs"] for route, each in told.items()} == DECLARED.needs


WRITTEN = """
callers = { anonymous = "Nobody", staff = "Staff", browser = "Staff, by cookie", tricked = "The same, from elsewhere" }
[rules]
browser = { always = "staff", open = "anonymous" }
tricked = { reading = "staff", writing = "403 csrf_failed", open = "anonymous" }
[rows.tents]
"200 public" = "anonymous"
"200 any" = "staff"
[routes."catalog:read"]
"GET /tents/" = "tents"
"POST /tents/" = "tents"
[routes.open]
"GET /" = "200 public"
"POST /" = "200 public"
[otherwise]
"POST /" = { tricked = "403 csrf_failed" }
"""


def test_a_matrix_gives_every_caller_of_every_route_an_answer():
    tents = {"anonymous": "200 public", "staff": "200 any", "browser": "200 any"}
    everybody = dict.fromkeys(tents, "200 public")

    assert matrix.read(WRITTEN).answers == {
        "GET /tents/": {**tents, "tricked": "200 any"},
        "POST /tents/": {**tents, "tricked": "403 csrf_failed"},
        "GET /": {**everybody, "tricked": "200 public"},
        "POST /": {**everybody, "tricked": "403 csrf_failed"},
    }


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"staff"\n[routes', '""\n[routes'),
        ('"staff"\n[routes', '"staff staff"\n[routes'),
        ('"staff"\n[routes', '"staff admin"\n[routes'),
        ('"staff"\n[routes', '"staff browser"\n[routes'),
        ('"GET /tents/" = "tents"', '"GET /tents/" = "stoves"'),
        ('"GET /" =', '"GET /tents/" ='),
        ('writing = "403 csrf_failed", ', ""),
        ('always = "staff"', 'always = "admin"'),
        ('always = "staff"', 'always = "tricked"'),
        ("reading =", 'always = "staff", raeding ='),
        ('"POST /" = {', '"PUT /" = {'),
        ('"POST /" = {', '"POST /" = { admin = "200 any", '),
        ('"POST /" = {', '"POST /" = { staff = "200 any", '),
        ('{ tricked = "403 csrf_failed" }', '{ tricked = "200 public" }'),
    ],
    ids=[
        "forgotten",
        "twice",
        "unknown",
        "in a row and by rule",
        "no such row",
        "a route twice",
        "a rule for some routes",
        "as nobody there is",
        "as somebody by rule",
        "a rule for no route",
        "otherwise on no route",
        "otherwise of nobody",
        "otherwise of whom the row names",
        "otherwise, and the same",
    ],
)
def test_a_matrix_that_says_nothing_or_two_things_of_a_cell_is_refused(written, instead):
    assert WRITTEN.count(written) == 1

    with pytest.raises(matrix.Unsound):
        matrix.read(WRITTEN.replace(written, instead))
