"""`X-Explain: 1`: what happened inside a request is told beside it, and the answer knows nothing of it."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test import Client

from api.reading.representations import cached
from api.reading.views import DocumentList
from core.events import EventType
from core.statements import Statement
from roadmap.explain import topics
from roadmap.explain.explanations import KEPT, Explanations
from roadmap.explain.timeline import Timeline
from tests.roadmap.explain.conftest import EXPLAIN, explanation, marker

pytestmark = pytest.mark.integration

PRODUCTS = "/api/v1/products/?limit=2"
TENT = "/api/v1/products/ridge-tent/"
PRICE = {"price": {"amount": 9900}}


@pytest.fixture
def marked(monkeypatch):
    """A few marked places, each with its topic."""
    shown = {"api.rest": DocumentList, "api.http": cached, "data.orm": Statement, "language.metaclasses": EventType}
    markers = tuple(marker(slug, thing) for slug, thing in shown.items())
    monkeypatch.setattr(topics, "markers", lambda: markers)


@pytest.fixture
def repriced(api, explain, staff, tent):
    """A new price for the tent, explained."""
    door = api.as_(staff)
    etag = door.get(TENT).headers["ETag"]
    return explain(door.put(f"{TENT}price/", PRICE, headers={**EXPLAIN, "If-Match": etag}))


def of_kind(explanation, kind):
    return [step for step in explanation["steps"] if step["kind"] == kind]


def names(explanation, kind):
    return [step["name"] for step in of_kind(explanation, kind)]


def test_a_page_of_products_is_one_statement_and_its_topics_are_those_that_ran(api, explain, marked, tent, stove):
    for _ in range(2):  # The second time its statement has been compiled before.
        told = explain(PRODUCTS)

        (sql,) = of_kind(told, "sql")
        assert sql["detail"]["rows"] == 2
        assert any("catalog_product" in line for line in sql["detail"]["plan"])
        assert [topic["slug"] for topic in told["topics"]] == ["api.rest", "api.http", "data.orm"]
        assert told["topics"][2]["title"] == "ORM (map data into a python object)"


def test_the_markers_of_this_tree_tell_what_a_page_of_products_shows(explain, tent, stove):
    for _ in range(2):
        told = explain(PRODUCTS)

        slugs = {topic["slug"] for topic in told["topics"]}
        assert len(of_kind(told, "sql")) == 1
        assert {"api.rest", "api.http", "data.orm"} <= slugs
        assert "language.metaclasses" not in slugs


def test_what_explains_is_no_topic_of_what_is_explained(monkeypatch):
    found = [marker("language.functions", cached), marker("language.oop", Timeline)]
    monkeypatch.setattr("roadmap.markers.snapshot.take", lambda *_: SimpleNamespace(markers=found))

    assert topics.markers.__wrapped__() == (found[0],)


def test_a_request_is_told_with_its_view(api, explain, tent):
    answer = api.get(PRODUCTS, headers={**EXPLAIN, "X-Request-ID": "from-the-proxy.1"})

    told = explain(answer)

    assert list(told) == [
        *("request_id", "method", "path", "status", "milliseconds", "view", "steps", "left_out", "topics"),
    ]
    assert (told["request_id"], told["method"], told["path"]) == ("from-the-proxy.1", "GET", PRODUCTS)
    assert (told["status"], told["view"], told["left_out"]) == (200, "api.v1.products.Products.get", 0)


def test_every_step_lies_within_those_that_it_is_nested_in(repriced):
    open_ = [(0.0, repriced["milliseconds"])]
    for step in repriced["steps"]:
        begun, ended = step["at"], step["at"] + step["milliseconds"]
        del open_[step["depth"] + 1 :]

        assert list(step) == ["kind", "name", "at", "milliseconds", "depth", "detail"]
        assert open_[-1][0] <= begun <= ended <= open_[-1][1] + 0.002  # Each time is rounded to a microsecond.
        open_.append((begun, ended))


def test_what_is_compiled_now_is_told_from_what_was_kept(explain, tent):
    path = "/api/v1/products/?limit=97&sort=-price&fields=sku"

    first, second = explain(path), explain(path)

    assert names(first, "selector") == ["catalog.selectors.visible_products"]
    assert names(second, "selector") == []
    assert [step["detail"] for step in of_kind(first, "cache")] == [{"hit": False}]
    assert [step["detail"] for step in of_kind(second, "cache")] == [{"hit": True}]
    assert names(first, "cache") == names(second, "cache") == ["core.statements.Statement.of"]


def test_a_write_is_told_from_the_permission_to_the_event(repriced, tent):
    told = [(step["kind"], step["name"], step["depth"]) for step in repriced["steps"]]

    assert [step for step in told if step[0] not in {"sql", "cache"}] == [
        ("view", "api.v1.prices.ProductPrice.put", 0),
        ("service", "catalog.services.products.change_price", 1),
        ("permission", "catalog.permissions.edit_catalog", 2),
        ("service", "catalog.services.versions.rewrite", 2),
        ("service", "catalog.services.placements.replace", 2),
        ("service", "catalog.services.placements.place", 3),
        ("event", "PriceChanged", 2),
    ]
    assert [step["detail"] for step in of_kind(repriced, "permission")] == [
        {"actor": "tenzing@cairn.example", "allowed": True}
    ]
    assert [step["detail"] for step in of_kind(repriced, "event")] == [{"key": tent.sku}]
    assert {("sql", "UPDATE", 3), ("sql", "INSERT", 3)} <= set(told)


def test_a_refusal_is_told_with_what_was_raised(api, explain, customer, tent):
    told = explain(api.as_(customer).put(f"{TENT}price/", PRICE, headers={**EXPLAIN, "If-Match": '"1-1-00000000"'}))

    (service,), (permission,) = of_kind(told, "service"), of_kind(told, "permission")
    assert (told["status"], names(told, "event")) == (403, [])
    assert service["detail"] == {"raised": "NotPermitted"}
    assert permission["detail"] == {"actor": "ada@cairn.example", "raised": "NotPermitted", "allowed": False}


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/livez", "config.health.livez"),
        ("/", "roadmap.views.home"),
        ("/favicon.ico", "roadmap.urls.Favicon.get"),
        ("/api/docs/", "api.urls.Documentation.get"),
        ("/admin/", "django.contrib.admin.sites.AdminSite.index"),
        ("/api/v1/nowhere/", None),
    ],
)
def test_every_kind_of_view_has_its_name(explain, path, view):
    told = explain(path)

    assert (told["view"], names(told, "view")) == (view, [view] if view else [])


def test_head_is_served_by_get(api, explain, tent):
    answer = api.request("HEAD", PRODUCTS, headers=EXPLAIN)

    assert explain(answer)["view"] == "api.v1.products.Products.get"


def test_a_bug_is_told_like_anything_else(api, explain, monkeypatch):
    monkeypatch.setattr(Statement, "rows", lambda *_: 1 / 0)

    told = explain(TENT)

    assert (told["status"], of_kind(told, "view")[0]["detail"]) == (500, {"raised": "ZeroDivisionError"})


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (PRODUCTS, {}),
        (PRODUCTS, {"Accept-Encoding": "gzip"}),
        (TENT, {}),
        ("/api/v1/products/nowhere/", {}),
        ("/api/v1/products/?limit=0", {}),
        ("/api/v1/products", {}),
        ("/livez", {}),
        ("/nowhere/", {"Accept": "text/html"}),
    ],
)
def test_the_answer_is_what_it_would_have_been(api, tent, stove, path, headers):
    same = {"X-Request-ID": "from-the-proxy.1", **headers}

    plain, explained = (api.get(path, headers={**same, **more}) for more in ({}, EXPLAIN))

    assert unpacked(explained) == unpacked(plain)


def unpacked(answer):
    """Status, headers and body. A compressed body is padded at random: its length is never the same."""
    headers = dict(answer.headers)
    if "Content-Encoding" not in headers:
        return answer.status_code, headers, answer.content
    return answer.status_code, headers | {"Content-Length": ""}, gzip.decompress(answer.content)


def test_what_the_caller_holds_is_left_out_as_ever(api, explain, tent):
    etag = api.get(TENT).headers["ETag"]

    answer = api.get(TENT, headers={**EXPLAIN, "If-None-Match": etag})

    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    assert explain(answer)["status"] == 304


@pytest.mark.parametrize("headers", [{}, {"X-Explain": "0"}, {"X-Explain": ""}])
def test_who_does_not_ask_is_not_recorded(api, kept, headers, monkeypatch):
    monkeypatch.setattr("roadmap.explain.monitoring.listening", None)
    answer = api.get("/livez", headers=headers)

    assert answer.status_code == 200
    assert api.get(f"/explain/{answer.headers['X-Request-ID']}/").status_code == 404


def test_an_id_that_is_not_known_is_a_problem(api):
    answer = api.get("/explain/from-the-proxy.2/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_explanation_is_read_and_never_kept_by_a_browser(api):
    path = f"/explain/{api.get('/livez', headers=EXPLAIN).headers['X-Request-ID']}/"

    assert "no-store" in api.get(path).headers["Cache-Control"]
    assert api.post(path, {}).status_code == 405


@pytest.mark.parametrize("path", [PRODUCTS, "/livez", "/"])
def test_outside_embedded_mode_it_is_refused_and_nothing_is_done(api, kept, settings, path, monkeypatch):
    settings.EMBEDDED = False
    monkeypatch.setattr("roadmap.explain.monitoring.listening", None)

    answer = api.get(path, headers=EXPLAIN)

    assert (answer.status_code, answer.json()["code"]) == (403, "explain_refused")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"} <= set(answer.headers)


def test_outside_embedded_mode_nothing_is_told(api, settings):
    answer = api.get("/livez", headers=EXPLAIN)
    settings.EMBEDDED = False

    assert api.get(f"/explain/{answer.headers['X-Request-ID']}/").status_code == 404


def test_requests_at_once_are_told_apart():
    at_once = Barrier(4)

    def ask(path):
        try:
            at_once.wait()
            answers = [Client().get(path, headers=EXPLAIN) for _ in range(10)]
            return {Client().get(f"/explain/{each.headers['X-Request-ID']}/").json()["view"] for each in answers}
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        views = list(pool.map(ask, ["/livez", "/", "/favicon.ico", "/nowhere/"]))

    assert views == [{"config.health.livez"}, {"roadmap.views.home"}, {"roadmap.urls.Favicon.get"}, {None}]


def test_the_last_ones_are_kept_and_those_before_are_not():
    store = Explanations()

    for number in range(KEPT + 1):
        store.keep(explanation(f"request-{number}"))

    assert store.find("request-0") is None
    for request_id in ("request-1", f"request-{KEPT}"):
        assert store.find(request_id) == explanation(request_id)


def test_an_id_that_comes_again_leads_to_the_later_request():
    store = Explanations(2)
    for request_id, status in [("request-1", 200), ("request-2", 200), ("request-1", 404), ("request-3", 200)]:
        store.keep(explanation(request_id, status))

    assert store.find("request-2") is None
    assert store.find("request-1") == explanation("request-1", 404)
