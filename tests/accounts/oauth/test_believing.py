"""An application's token at the API: whose, how long, and for what."""

import pytest
from oauth2_provider.models import AccessToken

from accounts import bearers, services
from core.access import Role, Scope
from tests import factories
from tests.api.oauth.flows import TOKEN, Flow

pytestmark = pytest.mark.integration

REVIEWS = "/api/v1/products/ridge-tent/reviews/"


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.roadmap("api.oauth")
def test_a_token_acts_as_its_owner_within_its_scopes(notes, ada):
    token = notes.tokens(scope="openid catalog:read reviews:write")["access_token"]

    actor = bearers.actor_behind(token)

    assert (actor.name, actor.public_id, actor.role, actor.means) == (ada.email, ada.public_id, Role.CUSTOMER, "oauth")
    assert actor.scopes == frozenset({Scope.CATALOG_READ, Scope.REVIEWS_WRITE})


def test_a_token_costs_one_query(notes, statements):
    token = notes.tokens()["access_token"]

    with statements:
        bearers.actor_behind(token)

    assert len(statements) == 1


def test_a_role_that_was_taken_away_is_gone_at_once(notes, ada, admin, tents):
    token = notes.tokens(scope="catalog:write")["access_token"]
    services.change_role(actor=admin, public_id=ada.public_id, role=Role.STAFF)
    made = notes.door.post(
        "/api/v1/categories/", {"name": "Stoves"}, content_type="application/json", headers=bearer(token)
    )
    services.change_role(actor=admin, public_id=ada.public_id, role=Role.CUSTOMER)

    refused = notes.door.post(
        "/api/v1/categories/", {"name": "Ropes"}, content_type="application/json", headers=bearer(token)
    )

    assert (made.status_code, refused.status_code) == (201, 403)
    assert refused.json()["code"] == "not_permitted"


@pytest.mark.roadmap("api.oauth")
def test_a_token_opens_nothing_that_it_was_not_made_for(notes, tent):
    token = notes.tokens(scope="catalog:read")["access_token"]

    answer = notes.door.post(REVIEWS, {"rating": 4}, content_type="application/json", headers=bearer(token))

    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert 'scope="reviews:write"' in answer["WWW-Authenticate"]


def test_a_token_registers_no_application_and_takes_nothing_back(notes):
    token = notes.tokens(scope=" ".join(Scope))["access_token"]

    for path in ("/api/v1/applications/", "/api/v1/authorizations/"):
        answer = notes.door.get(path, headers=bearer(token))
        assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")


@pytest.mark.parametrize("whose", ["its owner", "the one who made the application"])
def test_a_closed_account_ends_what_hangs_on_it(notes, ada, grace, admin, whose):
    given = notes.tokens()
    closed = ada if whose == "its owner" else grace

    services.deactivate_account(actor=admin, public_id=closed.public_id)

    assert notes.reads(given["access_token"]) == 401
    assert notes.refreshes(given["refresh_token"]).status_code in {400, 401}


def test_what_was_ended_with_an_account_does_not_come_back_with_it(notes, ada, admin):
    given = notes.tokens()
    services.deactivate_account(actor=admin, public_id=ada.public_id)
    services.reactivate_account(actor=admin, public_id=ada.public_id)

    assert notes.reads(given["access_token"]) == 401
    assert notes.refreshes(given["refresh_token"]).status_code == 400


def test_a_new_password_ends_what_was_given_before(notes, ada):
    given, code = notes.tokens(), notes.code()

    factories.new_password(ada)

    assert notes.reads(given["access_token"]) == 401
    assert notes.exchanges(code).status_code == 400


@pytest.mark.parametrize("token", ["cairn_oat_", "cairn_oat_nothing", "cairn_oat_é", f"cairn_oat_{'a' * 4000}"])
def test_a_made_up_token_is_refused(notes, token):
    assert notes.reads(token) == 401


def test_a_token_of_another_kind_is_refused(notes):
    given = notes.tokens(scope="openid catalog:read")

    assert [notes.reads(given[kind]) for kind in ("refresh_token", "id_token")] == [401, 401]


@pytest.mark.roadmap("api.oauth")
def test_an_application_on_its_own_reads_what_anybody_may(register, signed_in, tent):
    on_its_own = Flow(register(grant="client-credentials", redirect_uris=()), signed_in)
    given = on_its_own.posts(TOKEN, {"grant_type": "client_credentials", "scope": "catalog:read"}).json()
    token = given["access_token"]

    actor = bearers.actor_behind(token)
    written = on_its_own.door.post(REVIEWS, {"rating": 4}, content_type="application/json", headers=bearer(token))

    assert (actor.name, actor.role) == (f"application:{on_its_own.client_id}", Role.ANONYMOUS)
    assert "refresh_token" not in given
    assert (on_its_own.reads(token), written.status_code) == (200, 403)


@pytest.mark.parametrize("scope", ["catalog:write", "openid", "reviews:write", "catalog:read orders:read"])
def test_an_application_on_its_own_is_lent_nothing_more(register, signed_in, scope):
    on_its_own = Flow(register(grant="client-credentials", redirect_uris=()), signed_in)

    answer = on_its_own.posts(TOKEN, {"grant_type": "client_credentials", "scope": scope})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    assert not AccessToken.objects.exists()


def test_an_application_for_people_does_not_speak_for_itself(notes):
    answer = notes.posts(TOKEN, {"grant_type": "client_credentials", "scope": "catalog:read"})

    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")
