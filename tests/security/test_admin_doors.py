"""Attacks on the admin: guessing at its door, entering by a prepared session, being led away, reading by comparing.

That other sessions end with the old password is in tests/admin/test_accounts.py.
"""

import re
from types import SimpleNamespace
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from core.limits.counters import CountersUnavailable
from tests import factories

pytestmark = pytest.mark.integration

DOOR = "/admin/login/"


def sign_in(client, email, password=factories.PASSWORD, going="/admin/", **options):
    return client.post(f"{DOOR}?next={going}", {"username": email, "password": password}, **options)


def signed_in(actor):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(public_id=actor.public_id))
    return client


@pytest.mark.parametrize(
    "query", ["password__startswith=argon2", "password__regex=(a%2B)%2B$", "email__regex=(", "is_superuser=1"]
)
def test_a_list_of_accounts_compares_nothing_but_what_its_filters_offer(admin, query):
    answer = signed_in(admin).get(f"/admin/accounts/user/?{query}")

    assert answer.status_code == 400


@pytest.mark.parametrize("query", ["role__exact=admin", "is_active__exact=1", "q=edmund", "o=-1", "p=1"])
def test_what_the_page_itself_asks_is_answered(admin, query):
    assert signed_in(admin).get(f"/admin/accounts/user/?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "catalog/review/?author__password__startswith=a",
        "catalog/product/?name__regex=(",
        "catalog/product/?_to_field=sku&_popup=1",
    ],
)
def test_staff_compare_no_column_of_their_choice(staff, path):
    assert signed_in(staff).get(f"/admin/{path}").status_code == 400


def test_an_autocompletion_tells_staff_no_addresses(staff):
    page = "autocomplete/?app_label=catalog&model_name=review&field_name=author&term=a"

    assert signed_in(staff).get(f"/admin/{page}").status_code == 403


@pytest.fixture
def one_window():
    """A test that runs into the next window would begin to count anew."""
    with mock.patch("django_ratelimit.core.time", SimpleNamespace(time=lambda: 1_800_000_000)):
        yield


@pytest.mark.usefixtures("one_window")
def test_a_password_is_guessed_ten_times_a_minute_at_the_door_of_the_admin_and_then_not_even_rightly(client, staff):
    guesses = [sign_in(client, "tenzing@cairn.example", f"guess {number}").status_code for number in range(10)]

    refused = sign_in(client, "tenzing@cairn.example", headers={"Accept": "text/html"})

    assert guesses == [200] * 10
    assert (refused.status_code, "Too many requests" in refused.text) == (429, True)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "sessionid" not in client.cookies


@pytest.mark.usefixtures("one_window")
def test_the_two_doors_count_together(client, api, staff):
    for number in range(10):
        api.post("/api/v1/auth/token/", {"email": "Tenzing@cairn.example", "password": f"guess {number}"})

    assert sign_in(client, "tenzing@cairn.example").status_code == 429


@pytest.mark.usefixtures("one_window")
def test_one_address_tries_many_accounts_no_more_often(client, db):
    statuses = [sign_in(client, f"{number}@cairn.example").status_code for number in range(61)]

    assert statuses == [200] * 60 + [429]


def test_the_door_is_shut_while_nothing_can_be_counted(client, staff):
    with mock.patch("core.limits.sqlite.SQLiteCounters.count", side_effect=CountersUnavailable):
        answer = sign_in(client, "tenzing@cairn.example")

    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")


@pytest.mark.usefixtures("one_window")
def test_an_open_browser_is_no_place_to_guess_the_password(staff):
    client = signed_in(staff)
    form = {"new_password1": "over the high pass", "new_password2": "over the high pass"}

    statuses = [
        client.post("/admin/password_change/", {**form, "old_password": f"guess {number}"}).status_code
        for number in range(11)
    ]

    assert statuses == [200] * 10 + [429]


@pytest.mark.parametrize(
    "going",
    [
        "//cairn.evil",
        "https://cairn.evil/",
        "https:///cairn.evil",
        "http:cairn.evil",
        "/\\cairn.evil",
        "\\\\cairn.evil",
        "javascript:alert(1)",
        "https://testserver@cairn.evil/",
    ],
)
def test_who_signs_in_is_not_led_to_another_host(client, staff, going):
    answer = sign_in(client, "tenzing@cairn.example", going=going)

    assert answer.status_code == 302
    assert re.fullmatch(r"/([a-z][a-z/]*)?", answer.headers["Location"])


def test_a_session_that_somebody_prepared_is_not_the_one_that_is_signed_in(staff):
    thief, victim = Client(), Client()
    prepared = thief.session
    prepared["planted"] = True
    prepared.save()
    victim.cookies["sessionid"] = str(prepared.session_key)

    entered = sign_in(victim, "tenzing@cairn.example")

    assert entered.headers["Location"] == "/admin/"
    assert victim.cookies["sessionid"].value != prepared.session_key
    thief.cookies["sessionid"] = str(prepared.session_key)
    assert thief.get("/admin/").status_code == 302


def test_a_session_is_for_this_site_and_for_no_script(client, staff):
    sign_in(client, "tenzing@cairn.example")

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_a_closed_account_is_out_at_once(staff):
    client = signed_in(staff)
    User.objects.filter(public_id=staff.public_id).update(is_active=False)

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", [DOOR, "/admin/logout/", "/admin/catalog/category/add/", "/admin/password_change/"])
def test_a_form_of_another_site_is_refused(staff, path):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(public_id=staff.public_id))

    answer = browser.post(path, {"username": "x"}, headers={"Origin": "https://cairn.evil"})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_link_signs_nobody_out(staff):
    client = signed_in(staff)

    assert client.get("/admin/logout/").status_code == 405
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("door", "to"), [(DOOR, "/admin/"), ("/sign-in/", "/doors/")])
def test_no_door_lets_a_password_alone_in_where_a_second_factor_is_set_up(client, staff, door, to):
    secret = factories.second_factor(User.objects.get(public_id=staff.public_id))
    code = factories.totp(secret)
    form = {"username": staff.name, "password": factories.PASSWORD, "next": to}

    without = client.post(door, form)
    wrong = client.post(door, {**form, "code": "000000"})
    assert (without.status_code, wrong.status_code) == (200, 200)
    assert b"recovery code" in without.content
    assert "_auth_user_id" not in client.session

    assert client.post(door, {**form, "code": code}).status_code == 302
    assert client.session["_auth_user_id"]
    assert Client().post(door, {**form, "code": code}).status_code == 200, "a code is good once"


@pytest.mark.parametrize("door", [DOOR, "/sign-in/"])
@pytest.mark.parametrize("has_factor", [True, False])
def test_what_is_no_code_is_told_beside_its_field(client, staff, door, has_factor):
    if has_factor:
        factories.second_factor(User.objects.get(public_id=staff.public_id))

    answer = client.post(door, {"username": staff.name, "password": factories.PASSWORD, "code": "\0"})

    assert (answer.status_code, b"Null characters are not allowed." in answer.content) == (200, True)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", [DOOR, "/sign-in/"])
def test_no_door_lets_in_whose_address_is_not_proven(client, staff, door):
    EmailAddress.objects.filter(user__public_id=staff.public_id).update(verified=False)

    answer = client.post(door, {"username": staff.name, "password": factories.PASSWORD, "next": "/"})

    assert (answer.status_code, "_auth_user_id" in client.session) == (200, False)
