"""Requests to the API pass the steps that pages take, and are protected like them."""

import inspect
from collections import Counter

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from config.door import Door

pytestmark = pytest.mark.integration

TENT = "/api/v1/products/ridge-tent/"
PROTECTION = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


@pytest.fixture
def steps(monkeypatch, settings):
    """The steps behind the door that a request has entered, by name; all of them when it is no request to the API."""
    entered: list[str] = []
    behind = settings.MIDDLEWARE[settings.MIDDLEWARE.index("config.door.Door") + 1 :]
    for name in behind:
        step = import_string(name)
        if inspect.isclass(step):
            monkeypatch.setattr(step, "__call__", _noting(step.__call__, name, entered))
        else:
            monkeypatch.setattr(name, _noting_function(step, name, entered))
    # Said anew, so that the service is made anew, of what was just put in.
    settings.MIDDLEWARE = list(settings.MIDDLEWARE)
    return behind, entered


def _noting(call, name, entered):
    def noted(self, request):
        entered.append(name)
        return call(self, request)

    return noted


def _noting_function(step, name, entered):
    def made(get_response):
        def noted(request):
            entered.append(name)
            return step(get_response)(request)

        return noted

    return made


def test_a_request_to_the_api_enters_none_of_the_steps_for_pages(api, tent, steps):
    _, entered = steps

    answer = api.get(TENT)

    assert (answer.status_code, entered) == (200, [])


def test_a_page_takes_them_all_in_their_order(api, steps):
    behind, entered = steps

    answer = api.get("/admin/login/")

    assert (answer.status_code, entered) == (200, behind)


@pytest.mark.parametrize("path", [TENT, "/api/v1/nowhere/"])
def test_a_foreign_host_is_refused_and_the_refusal_is_protected(api, tent, path):
    answer = api.get(path, headers={"Host": "cairn.evil"})

    assert answer.status_code == 400
    assert answer.headers.keys() >= PROTECTION


def test_a_sound_host_is_looked_at_once_and_a_foreign_one_each_time(rf, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["cairn.test"]
    door, asked = Door(lambda _: _said()), Counter[str]()
    ask = HttpRequest.get_host

    def counted(request):
        asked[request.META["HTTP_HOST"]] += 1
        return ask(request)

    monkeypatch.setattr(HttpRequest, "get_host", counted)

    hosts = ["cairn.test", "cairn.evil"] * 2
    statuses = [door(rf.get(TENT, headers={"Host": host})).status_code for host in hosts]

    assert statuses == [200, 400, 200, 400]
    assert asked["cairn.test"] == 1


def test_callers_can_t_fill_the_memory_with_hosts(rf, settings):
    settings.ALLOWED_HOSTS = [".cairn.test"]
    door = Door(lambda _: _said())

    for number in range(200):
        door(rf.get(TENT, headers={"Host": f"shop-{number}.cairn.test"}))

    assert len(door.hosts) == 64


def test_the_api_speaks_tls_only_where_pages_do(api, tent, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = api.get(TENT)

    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{TENT}")
    assert answer.headers.keys() >= PROTECTION


def test_only_what_came_by_tls_is_told_to_stay_there(api, tent, settings):
    settings.SECURE_HSTS_SECONDS = 60

    plain, secure = api.get(TENT), api.get(TENT, secure=True)

    assert "Strict-Transport-Security" not in plain.headers
    assert secure["Strict-Transport-Security"] == "max-age=60"


def test_what_the_view_says_stays(rf):
    door = Door(lambda _: _said(**{"X-Frame-Options": "SAMEORIGIN"}))

    answer = door(rf.get(TENT))

    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert dict(answer.items())["Content-Type"] == "application/json"


def test_one_answer_s_headers_are_not_the_next_one_s(rf):
    answers = iter([_said(ETag='"1"'), _said()])
    door = Door(lambda _: next(answers))

    door(rf.get(TENT))

    assert "ETag" not in door(rf.get(TENT))


def test_a_long_answer_is_compressed_when_asked(rf):
    door = Door(lambda _: _said(b"tent " * 100))

    plain, packed = door(rf.get(TENT)), door(rf.get(TENT, headers={"Accept-Encoding": "gzip"}))

    assert plain["Content-Length"] == "500"
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(packed.content))


def _said(content=b"{}", **headers):
    return HttpResponse(content, headers={"Content-Type": "application/json", **headers})
