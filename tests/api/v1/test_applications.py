"""Applications of one's own, and those that one has let in."""

from datetime import timedelta

import pytest
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from accounts.services import applications as services
from core import clock
from core.models import OutboxEntry
from tests import factories
from tests.api.oauth.flows import Flow

pytestmark = pytest.mark.integration

APPLICATIONS, AUTHORIZATIONS = "/api/v1/applications/", "/api/v1/authorizations/"
NOTES = {"name": "Trail Notes", "type": "confidential", "redirect_uris": ["https://notes.example/signed-in"]}


@pytest.fixture
def door(api, staff):
    return api.as_(staff)


def errors(answer):
    return answer.status_code, answer.json()["code"], [each.get("pointer") for each in answer.json()["errors"]]


def test_an_application_is_registered_and_its_secret_told_once(door):
    made = door.post(APPLICATIONS, NOTES)

    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    secret = made.json()["client_secret"]
    assert secret.startswith("cairn_ocs_")
    (listed,) = door.get(APPLICATIONS).json()["results"]
    assert {**listed, "client_secret": secret} == made.json()
    assert (listed["grant"], listed["redirect_uris"]) == ("authorization_code", NOTES["redirect_uris"])
    assert Application.objects.get().client_secret != secret


def test_a_public_application_has_no_secret(door):
    made = door.post(APPLICATIONS, {**NOTES, "type": "public"}).json()

    assert made["client_secret"] is None
    assert door.post(f"{APPLICATIONS}{made['client_id']}/secret/", {}).json()["code"] == "unable_to_replace_secret"


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no name": ({"name": ""}, "/name"),
    "a name that turns the line around": ({"name": "Notes\u202egnp.exe"}, "/name"),
    "a type of its own": ({"type": "secret"}, "/type"),
    "a grant that is not served": ({"grant": "password"}, "/grant"),
    "plain http": ({"redirect_uris": ["https://a.example", "http://notes.example"]}, "/redirect_uris/1"),
    "no address": ({"redirect_uris": []}, "/redirect_uris"),
    "too many addresses": ({"redirect_uris": [f"https://notes.example/{n}" for n in range(11)]}, "/redirect_uris"),
    "scopes": ({"scopes": []}, "/scopes"),
    "a way past the page of consent": ({"skip_authorization": True}, "/skip_authorization"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_not_be_registered_is_told_where_it_is_wrong(door, what):
    changes, pointer = REFUSED[what]

    answer = door.post(APPLICATIONS, NOTES | changes)

    status, _, pointers = errors(answer)
    assert (status, pointers) == (400, [pointer])
    assert not Application.objects.exists()


@pytest.mark.parametrize("changes", [{"type": "public"}, {"redirect_uris": ["https://notes.example"]}])
def test_what_speaks_for_itself_is_confidential_and_sends_nobody_anywhere(door, changes):
    on_its_own = {**NOTES, "grant": "client_credentials", "redirect_uris": []}

    assert door.post(APPLICATIONS, on_its_own).status_code == 201
    assert door.post(APPLICATIONS, {**on_its_own, **changes}).json()["code"] == "unable_to_register_application"


def test_one_person_has_so_many_applications(door, monkeypatch):
    monkeypatch.setattr(services, "MOST", 2)

    statuses = [door.post(APPLICATIONS, NOTES).status_code for _ in range(3)]

    assert statuses == [201, 201, 409]


def test_a_new_secret_takes_the_place_of_the_former(door, signed_in):
    made = door.post(APPLICATIONS, NOTES).json()
    application = Application.objects.get()

    replaced = door.post(f"{APPLICATIONS}{made['client_id']}/secret/", {}).json()["client_secret"]

    former = Flow(services.Registration(application, made["client_secret"]), signed_in)
    present = Flow(services.Registration(application, replaced), signed_in)
    code = present.code()
    assert (former.exchanges(code).status_code, present.exchanges(code).status_code) == (401, 200)


def test_a_deleted_application_takes_its_tokens_with_it(notes, grace, api):
    given, code = notes.tokens(), notes.code()

    answer = api.as_(factories.actor(grace)).delete(f"{APPLICATIONS}{notes.client_id}/")

    assert answer.status_code == 204
    assert notes.reads(given["access_token"]) == 401
    assert notes.exchanges(code).status_code == 401
    assert not (Grant.objects.exists())
    assert not (AccessToken.objects.exists())
    assert not (RefreshToken.objects.exists())


def test_another_persons_application_is_as_if_it_were_not_there(notes, api, staff):
    for send in (
        lambda address: api.as_(staff).delete(address),
        lambda address: api.as_(staff).post(f"{address}secret/", {}),
    ):
        theirs, none = send(f"{APPLICATIONS}{notes.client_id}/"), send(f"{APPLICATIONS}nothing/")

        assert errors(theirs) == errors(none) == (404, "application_not_found", [])
    assert api.as_(staff).get(APPLICATIONS).json() == {"results": []}


def test_who_was_let_in_is_listed_with_what_for_and_since_when(notes, pocket, api, ada):
    at = clock.now()
    notes.tokens(scope="catalog:read")
    notes.tokens(scope="openid reviews:write")
    pocket.tokens()

    listed = api.as_(factories.actor(ada)).get(AUTHORIZATIONS).json()["results"]

    assert [(each["name"], each["scopes"]) for each in listed] == [
        ("Pocket", ["catalog:read"]),
        ("Trail Notes", ["catalog:read", "openid", "reviews:write"]),
    ]
    assert all(each["since"] >= at.strftime("%Y-%m-%dT%H:%M:%SZ") for each in listed)


@pytest.mark.roadmap("api.oauth")
def test_what_was_let_in_is_shut_out_with_all_that_it_holds(notes, pocket, api, ada):
    given, more, code, others = notes.tokens(), notes.tokens(), notes.code(), pocket.tokens()
    door = api.as_(factories.actor(ada))

    assert door.delete(f"{AUTHORIZATIONS}{notes.client_id}/").status_code == 204

    assert [notes.reads(each["access_token"]) for each in (given, more, others)] == [401, 401, 200]
    assert notes.refreshes(more["refresh_token"]).status_code == 400
    assert notes.exchanges(code).status_code == 400
    assert [each["name"] for each in door.get(AUTHORIZATIONS).json()["results"]] == ["Pocket"]
    assert door.delete(f"{AUTHORIZATIONS}{notes.client_id}/").json()["code"] == "authorization_not_found"


def test_nobody_takes_back_what_another_gave(notes, api, grace):
    given = notes.tokens()

    answer = api.as_(factories.actor(grace)).delete(f"{AUTHORIZATIONS}{notes.client_id}/")

    assert answer.json()["code"] == "authorization_not_found"
    assert notes.reads(given["access_token"]) == 200


def test_what_has_ended_by_itself_is_not_listed(notes, api, ada):
    notes.tokens()

    with clock.stopped(clock.now() + timedelta(days=20)):
        assert api.as_(factories.actor(ada)).get(AUTHORIZATIONS).json() == {"results": []}


def test_each_step_is_told(notes, api, ada, grace):
    grace_door = api.as_(factories.actor(grace))
    notes.tokens()

    grace_door.post(f"{APPLICATIONS}{notes.client_id}/secret/", {})
    api.as_(factories.actor(ada)).delete(f"{AUTHORIZATIONS}{notes.client_id}/")
    grace_door.delete(f"{APPLICATIONS}{notes.client_id}/")

    told = OutboxEntry.objects.filter(aggregate=f"application:{notes.client_id}").order_by("pk")
    assert [(each.name, each.actor) for each in told] == [
        ("ApplicationRegistered", grace.email),
        ("ApplicationAuthorized", ada.email),
        ("ApplicationSecretReplaced", grace.email),
        ("AuthorizationRevoked", ada.email),
        ("ApplicationDeleted", grace.email),
    ]


def test_a_list_costs_the_same_whatever_its_length(notes, api, ada, statements):
    door = api.as_(factories.actor(ada))
    counts = []
    for _ in range(2):
        notes.tokens()
        with statements:
            door.get(AUTHORIZATIONS)
        counts.append(len(statements))

    assert counts == [1, 1]
