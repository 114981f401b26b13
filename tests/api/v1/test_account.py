"""One's own account through the front door."""

import json
from datetime import timedelta

import pytest
from django.core import mail

from accounts import services
from accounts.models import TokenFamily, User
from core import clock
from core.access import Role
from tests import factories

pytestmark = pytest.mark.integration

ACCOUNT = "/api/v1/account/"
SIGN_INS, PASSWORD, EXPORT, DELETION = (f"{ACCOUNT}{part}/" for part in ("sign-ins", "password", "export", "deletion"))
NEW = "over the high pass"


@pytest.fixture
def door(api, customer):
    return api.as_(customer)


def signed_in(api, actor):
    """Headers of somebody who has just signed in."""
    pair = services.start_family(user=User.objects.get(public_id=actor.public_id))
    return {"headers": {"Authorization": f"Bearer {pair.access}"}}


def told(answer):
    return answer.status_code, answer.json()["code"]


def match(answer):
    return {"headers": {"If-Match": answer.headers["ETag"]}}


def exported(door):
    return json.loads(b"".join(door.get(EXPORT).streaming_content))


def test_an_account_is_shown_to_its_owner_and_kept_by_no_shared_cache(door, customer):
    answer = door.get(ACCOUNT)

    shown = answer.json()
    assert shown.pop("joined_at").endswith("Z")
    assert shown == {
        "id": customer.public_id,
        "email": "ada@cairn.example",
        "display_name": "Ada",
        "role": "customer",
    }
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_an_account_that_is_known_is_304_until_it_changes(door, admin, customer):
    seen = {"headers": {"If-None-Match": door.get(ACCOUNT).headers["ETag"]}}
    assert door.get(ACCOUNT, **seen).status_code == 304

    services.change_role(actor=admin, public_id=customer.public_id, role=Role.STAFF)

    assert door.get(ACCOUNT, **seen).json()["role"] == "staff"


def test_two_accounts_of_one_version_are_never_taken_for_each_other(api, customer, other_customer):
    mine, theirs = (api.as_(each).get(ACCOUNT) for each in (customer, other_customer))

    assert mine.headers["ETag"] != theirs.headers["ETag"]
    assert "Authorization" in mine.headers["Vary"]
    again = api.as_(other_customer).get(ACCOUNT, headers={"If-None-Match": mine.headers["ETag"]})
    assert again.json()["id"] == other_customer.public_id


def test_a_new_name_is_seen_by_others_under_a_new_tag(api, door, customer, tent):
    review = f"/api/v1/reviews/{factories.review(tent, User.objects.get(email=customer.name)).public_id}/"
    seen = {"headers": {"If-None-Match": api.get(review).headers["ETag"]}}

    answer = door.patch(ACCOUNT, {"display_name": "Ada L."}, **match(door.get(ACCOUNT)))

    assert (answer.status_code, answer.json()["display_name"]) == (200, "Ada L.")
    assert api.get(review, **seen).json()["author"] == "Ada L."


def test_a_stale_rename_is_told_the_present_tag(door):
    first = door.get(ACCOUNT)
    newer = door.patch(ACCOUNT, {"display_name": "Ada L."}, **match(first))

    answer = door.patch(ACCOUNT, {"display_name": "Lost"}, **match(first))

    assert (answer.status_code, answer.headers["ETag"]) == (412, newer.headers["ETag"])
    assert told(door.patch(ACCOUNT, {"display_name": "Lost"})) == (428, "precondition_required")


@pytest.mark.parametrize("field", ["role", "is_staff", "is_superuser", "email", "id", "joined_at", "version"])
def test_what_is_not_ones_own_to_change_is_refused_by_name(door, customer, field):
    answer = door.patch(ACCOUNT, {"display_name": "Ada L.", field: "admin"}, **match(door.get(ACCOUNT)))

    assert told(answer) == (400, "field_not_allowed")
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert User.objects.get(email=customer.name).display_name == "Ada"


@pytest.mark.parametrize(("method", "path"), [("get", ACCOUNT), ("get", SIGN_INS), ("get", EXPORT)])
def test_nothing_is_shown_to_nobody(api, db, method, path):
    assert told(getattr(api, method)(path)) == (401, "sign_in_required")


@pytest.mark.parametrize("path", [ACCOUNT, EXPORT])
def test_an_account_that_is_gone_has_to_sign_in(door, customer, path):
    User.objects.all().delete()

    assert told(door.get(path)) == (401, "sign_in_required")


def test_sign_ins_are_listed_latest_first_and_this_one_is_marked(api, customer, other_customer):
    first, second = signed_in(api, customer), signed_in(api, customer)
    signed_in(api, other_customer)

    answer = api.get(SIGN_INS, **first)

    assert [each["is_this"] for each in answer.json()["results"]] == [False, True]
    assert [each["is_this"] for each in api.get(SIGN_INS, **second).json()["results"]] == [True, False]
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_sign_in_says_when_it_was_last_used(api, customer):
    user = User.objects.get(email=customer.name)
    with clock.stopped(clock.now() - timedelta(days=2)):
        pair = services.start_family(user=user)
    with clock.stopped(clock.now() - timedelta(days=1)):
        following = services.refresh(token=pair.refresh)
    access = services.refresh(token=following.refresh).access

    (shown,) = api.get(SIGN_INS, headers={"Authorization": f"Bearer {access}"}).json()["results"]

    assert shown["started_at"] < shown["last_used_at"] < shown["ends_at"]


def test_what_has_ended_is_not_listed(api, customer):
    user = User.objects.get(email=customer.name)
    with clock.stopped(clock.now() - timedelta(days=91)):
        services.start_family(user=user)
    services.sign_out(token=services.start_family(user=user).refresh)

    assert api.as_(customer).get(SIGN_INS).json()["results"] == []


def test_sign_ins_come_in_pages(api, customer):
    here, _, _ = (signed_in(api, customer) for _ in range(3))

    first = api.get(f"{SIGN_INS}?limit=2", **here).json()
    second = api.get(first["next"], **here).json()

    ids = [each["id"] for page in (first, second) for each in page["results"]]
    assert len(ids) == len(set(ids)) == 3
    assert second["next"] is None


def test_a_person_ends_what_they_see_open(api, customer):
    here, _ = signed_in(api, customer), signed_in(api, customer)
    there = next(each for each in api.get(SIGN_INS, **here).json()["results"] if not each["is_this"])

    answer = api.delete(f"{SIGN_INS}{there['id']}/", **here)

    assert answer.status_code == 204
    assert [each["is_this"] for each in api.get(SIGN_INS, **here).json()["results"]] == [True]


def test_another_ones_sign_in_and_a_missing_one_are_told_alike(api, customer, other_customer):
    here, _ = signed_in(api, customer), signed_in(api, other_customer)
    theirs = TokenFamily.objects.get(user__email=other_customer.name).public_id

    foreign, missing = (api.delete(f"{SIGN_INS}{each}/", **here) for each in (theirs, "missing"))

    bodies = [{**answer.json(), "request_id": ""} for answer in (foreign, missing)]
    assert foreign.status_code == missing.status_code == 404
    assert bodies[0] == bodies[1]
    assert TokenFamily.objects.get(public_id=theirs).revoked_at is None


def test_a_new_password_is_the_one_that_signs_in(api, customer):
    here, _ = signed_in(api, customer), signed_in(api, customer)

    answer = api.post(PASSWORD, {"password": factories.PASSWORD, "new_password": NEW}, **here)

    assert answer.status_code == 204
    assert len(api.get(SIGN_INS, **here).json()["results"]) == 1
    assert api.post("/api/v1/auth/token/", {"email": customer.name, "password": NEW}).status_code == 200


def test_a_new_password_is_told_by_mail_and_by_nothing_else(door, customer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        door.post(PASSWORD, {"password": factories.PASSWORD, "new_password": NEW})

    (notice,) = mail.outbox
    assert (notice.to, notice.subject) == ([customer.name], "[Cairn] Your password was changed")
    assert NEW not in notice.body


def test_a_new_password_that_is_refused_is_told_by_no_mail(door, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        door.post(PASSWORD, {"password": "guessed", "new_password": NEW})

    assert mail.outbox == []


def test_a_new_password_is_no_error_because_the_mail_is_not_sent(
    door, customer, broken_mail, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = door.post(PASSWORD, {"password": factories.PASSWORD, "new_password": NEW})

    assert answer.status_code == 204
    assert User.objects.get(email=customer.name).check_password(NEW)


def test_a_refused_password_stands_beside_its_field(door):
    wrong = door.post(PASSWORD, {"password": "guessed", "new_password": NEW})
    weak = door.post(PASSWORD, {"password": factories.PASSWORD, "new_password": "short"})

    assert (told(wrong), wrong.json()["errors"][0]["pointer"]) == ((403, "wrong_password"), "/password")
    assert (told(weak), weak.json()["errors"][0]["pointer"]) == ((409, "unable_to_change_password"), "/new_password")


@pytest.mark.parametrize("path", [PASSWORD, DELETION])
def test_a_password_is_guessed_no_faster_than_at_the_sign_in(api, door, other_customer, path):
    body = {"password": "guessed", **({"new_password": NEW} if path == PASSWORD else {})}

    answers = [door.post(path, body).status_code for _ in range(21)]

    assert answers[:10] == [403] * 10
    assert 429 in answers
    assert api.as_(other_customer).post(path, body).status_code == 403


def test_an_export_holds_what_the_service_knows(api, door, customer, tent):
    here = signed_in(api, customer)
    api.post("/api/v1/products/ridge-tent/reviews/", {"rating": 4, "text": "Dry."}, **here)

    answer = door.get(EXPORT)
    held = json.loads(b"".join(answer.streaming_content))

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert held["account"][0]["email"] == customer.name
    assert [(each["product"], each["text"]) for each in held["reviews"]] == [("ridge-tent", "Dry.")]
    assert [each["name"] for each in held["events"]] == ["SignedIn", "ProductReviewed"]
    assert len(held["sign_ins"]) == 1


def test_an_export_tells_what_others_did_to_the_account_but_nothing_of_others(door, admin, customer, tent):
    factories.review(tent)
    services.change_role(actor=admin, public_id=customer.public_id, role=Role.STAFF)

    held = exported(door)

    assert [(each["name"], each["is_own"]) for each in held["events"]] == [("RoleChanged", False)]
    assert held["reviews"] == []
    assert admin.name not in json.dumps(held)
    assert "password" not in held["account"][0]


def test_a_deleted_account_is_gone_and_its_review_is_nobodys(api, customer, tent):
    here = signed_in(api, customer)
    review = api.post("/api/v1/products/ridge-tent/reviews/", {"rating": 4}, **here).headers["Location"]

    answer = api.post(DELETION, {"password": factories.PASSWORD}, **here)

    assert answer.status_code == 204
    assert api.get(review).json()["author"] is None
    assert api.get("/api/v1/products/ridge-tent/").json()["rating"] == {"average_hundredths": 400, "count": 1}
    body = {"email": customer.name, "password": factories.PASSWORD}
    assert told(api.post("/api/v1/auth/token/", body)) == (401, "invalid_credentials")


def test_an_account_is_not_deleted_by_whoever_holds_its_token_alone(door, customer):
    assert told(door.post(DELETION, {"password": "guessed"})) == (403, "wrong_password")
    assert told(door.post(DELETION, {})) == (400, "invalid_input")
    assert User.objects.filter(email=customer.name).exists()
