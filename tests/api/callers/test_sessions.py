"""A browser's session is one of its owner's sign-ins: listed, ended, and over once that is."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from accounts import services, tokens
from accounts.models import TokenFamily, User
from api.callers.sessions import SIGN_IN, SessionStore
from core import clock
from core.models import OutboxEntry
from tests import factories
from tests.api.account.conftest import Visitor

pytestmark = pytest.mark.integration

SIGN_INS = "/api/v1/account/sign-ins/"
NEW = "over the high pass"


@pytest.fixture
def door(api, staff):
    """The API, as the same person asks."""
    return api.as_(staff)


@pytest.fixture
def browser(staff):
    """Theirs, signed in at the admin."""
    return enters(staff)


def enters(actor, at="/admin/login/", browser=None):
    browser = browser or Client()
    entered = browser.post(at, {"username": actor.name, "password": factories.PASSWORD, "next": "/doors/"})
    assert entered.status_code == 302
    return browser


def is_in(browser):
    return browser.get("/admin/").status_code == 200


def listed(door):
    return door.get(SIGN_INS).json()["results"]


def published():
    return list(OutboxEntry.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("at", ["/admin/login/", "/sign-in/"])
def test_a_session_is_listed_for_what_it_is(stopped_clock, staff, door, at):
    enters(staff, at)

    (shown,) = listed(door)
    del shown["id"]
    assert shown == {
        "kind": "session",
        "started_at": f"{stopped_clock:%Y-%m-%dT%H:%M:%SZ}",
        "last_used_at": None,
        "ends_at": f"{stopped_clock + timedelta(hours=12):%Y-%m-%dT%H:%M:%SZ}",
        "is_this": False,
    }
    assert published() == ["SignedIn"]


def test_it_stands_beside_the_tokens_of_the_same_person(api, staff, browser):
    pair = services.start_family(user=User.objects.get(public_id=staff.public_id))

    shown = api.get(SIGN_INS, headers={"Authorization": f"Bearer {pair.access}"}).json()["results"]

    assert [(each["kind"], each["is_this"]) for each in shown] == [("tokens", True), ("session", False)]


@pytest.mark.parametrize("at", ["/admin/login/", "/sign-in/"])
def test_one_that_is_ended_opens_nothing_and_the_others_stay(staff, door, browser, at):
    other = enters(staff, at)
    latest, _ = listed(door)

    assert door.delete(f"{SIGN_INS}{latest['id']}/").status_code == 204

    assert (is_in(other), is_in(browser)) == (False, True)
    assert len(listed(door)) == 1


def test_everywhere_reaches_it(door, browser):
    door.post("/api/v1/auth/logout/everywhere/", {})

    assert not is_in(browser)
    assert listed(door) == []


def test_a_new_password_ends_it_and_takes_it_from_the_list(door, browser):
    door.post("/api/v1/account/password/", {"password": factories.PASSWORD, "new_password": NEW})

    assert not is_in(browser)
    assert listed(door) == []


def test_a_new_password_in_a_session_leaves_that_one_and_ends_all_others(staff, door, browser):
    other, pair = enters(staff), services.start_family(user=User.objects.get(public_id=staff.public_id))
    kept = browser.session[SIGN_IN]

    form = {"old_password": factories.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post("/admin/password_change/", form).status_code == 302

    assert (is_in(browser), is_in(other)) == (True, False)
    assert [each["id"] for each in listed(door)] == [kept]
    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


@pytest.mark.parametrize("at", ["/admin/logout/", "/sign-out/"])
def test_who_signs_out_is_listed_no_more(door, browser, at):
    browser.post(at)

    assert listed(door) == []
    assert published() == ["SignedIn", "SignedOut"]


def test_who_signs_in_again_in_one_browser_is_in_once(staff, door, browser):
    first = browser.session[SIGN_IN]

    enters(staff, browser=browser)

    assert is_in(browser)
    assert [each["id"] for each in listed(door)] == [browser.session[SIGN_IN]] != [first]


def test_who_signs_in_in_anothers_browser_ends_their_session(door, admin, browser):
    enters(admin, browser=browser)

    assert listed(door) == []
    assert is_in(browser)


def test_it_ends_when_the_list_says_so_however_often_it_is_written(browser):
    session = browser.session
    session["seen"] = "much"

    with clock.stopped(clock.now() + timedelta(hours=12)):
        session.save()
        assert not is_in(browser)


def test_one_that_is_in_no_list_opens_nothing(browser):
    session = browser.session
    del session[SIGN_IN]
    session.save()

    assert not is_in(browser)


def test_what_has_ended_is_not_brought_back_by_being_written(door, browser):
    session = browser.session
    services.end_session(sign_in=session[SIGN_IN])
    session["seen"] = "late"

    session.save()

    assert not is_in(browser)
    assert listed(door) == []


def test_nobodys_session_is_as_open_as_ever(client, db):
    session = client.session
    session["basket"] = "a tent"
    session.save()

    assert client.session["basket"] == "a tent"


@pytest.mark.django_db(transaction=True)
def test_asynchronous_views_are_told_the_same(staff):
    browser = enters(staff)
    key, sign_in = browser.session.session_key, browser.session[SIGN_IN]
    assert async_to_sync(SessionStore(key).aget)(SIGN_IN) == sign_in

    async_to_sync(SessionStore(key).aflush)()
    again = enters(staff)
    services.end_session(sign_in=again.session[SIGN_IN])

    assert not TokenFamily.objects.get(public_id=sign_in).is_alive(at=clock.now())
    assert async_to_sync(SessionStore(again.cookies["sessionid"].value).aget)(SIGN_IN) is None


def test_an_apps_session_goes_with_a_new_password_and_its_tokens_stay(api, staff):
    visitor = Visitor()
    given = visitor.signs_in(staff.name).json()["meta"]
    with_tokens = {"headers": {"Authorization": f"Bearer {given['access_token']}"}}

    api.post("/api/v1/account/password/", {"password": factories.PASSWORD, "new_password": NEW}, **with_tokens)

    assert visitor.get("auth/session").status_code in {401, 410}
    assert [each["is_this"] for each in api.get(SIGN_INS, **with_tokens).json()["results"]] == [True]


def test_a_closed_account_has_none(admin, door, browser, staff):
    services.deactivate_account(actor=admin, public_id=staff.public_id)
    services.reactivate_account(actor=admin, public_id=staff.public_id)

    assert not is_in(browser)
    assert listed(door) == []
