"""Who is behind a personal token, asked of the database once a second at most, and what makes it open nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts import bearers, personal_tokens, services, tokens
from accounts.models import PersonalToken, User
from accounts.personal_tokens import knowing, spelling
from core import clock
from core.access import Role, Scope
from tests import factories

pytestmark = pytest.mark.integration


# How each database says, in its explanation, that it goes to one place of the index.
PLANS = {
    "postgresql": r"Index Cond: \(\(digest\)::text = ",
    "sqlite": r"SEARCH accounts_personaltoken USING INDEX \S+ \(digest=\?\)",
    "mysql": r" const digest digest ",
}


class Watch:
    """The process's own clock, which a test turns."""

    second = 1000.0

    def monotonic(self) -> float:
        return self.second


@pytest.fixture
def watch(monkeypatch):
    monkeypatch.setattr(knowing, "time", watch := Watch())
    personal_tokens.forget_what_is_remembered()
    yield watch
    personal_tokens.forget_what_is_remembered()


@pytest.fixture
def ada(db):
    return factories.user(Role.STAFF, email="ada@cairn.example")


@pytest.fixture
def token(ada, watch):
    return factories.personal_token(ada, Scope.CATALOG_READ, Scope.REVIEWS_WRITE)


@pytest.mark.roadmap("api.tokens")
def test_a_token_tells_who_made_it_and_what_it_is_good_for(ada, token):
    actor = bearers.actor_behind(token)

    assert (actor.name, actor.role, actor.public_id) == (ada.email, Role.STAFF, ada.public_id)
    assert actor.scopes == frozenset({Scope.CATALOG_READ, Scope.REVIEWS_WRITE})
    assert actor.means == "personal token"


def test_the_caller_is_known_by_one_statement_a_second(token, watch, statements):
    knowing._statement()
    with statements:
        for _ in range(3):
            for _ in range(5):
                bearers.actor_behind(token)
            watch.second += 1

    assert len(statements) == 3


def test_the_row_is_found_by_the_index_of_its_digest(token, ada):
    at = clock.now()
    many = [spelling.digest(str(number)) for number in range(500)]
    PersonalToken.objects.bulk_create(
        PersonalToken(user=ada, name="", scopes="x", digest=each, created_at=at, expires_at=at + timedelta(days=1))
        for each in many
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE accounts_personaltoken")

    plan = PersonalToken.objects.filter(digest=spelling.digest(token), revoked_at=None).explain()

    assert re.search(PLANS[connection.vendor], plan), plan


def test_what_only_looks_like_a_token_asks_no_database(token, statements):
    with statements, pytest.raises(tokens.TokenRefused):
        bearers.actor_behind(token[:-6] + "000000")

    assert len(statements) == 0


def test_unknown_tokens_push_no_known_one_out(token, watch):
    bearers.actor_behind(token)
    for _ in range(3):
        with pytest.raises(tokens.TokenRefused):
            bearers.actor_behind(spelling.made())

    assert knowing._known.cache_info().currsize == 1


def closed(ada: User) -> Any:
    User.objects.filter(pk=ada.pk).update(is_active=False)


def deleted(ada: User) -> Any:
    User.objects.filter(pk=ada.pk).delete()


def revoked_elsewhere(_: User) -> Any:
    PersonalToken.objects.update(revoked_at=clock.now())


@pytest.mark.parametrize("end", [closed, deleted, revoked_elsewhere])
def test_what_another_process_has_ended_is_refused_within_a_second(ada, token, watch, end):
    assert bearers.actor_behind(token).is_signed_in
    end(ada)

    watch.second += 1

    with pytest.raises(tokens.TokenRefused):
        bearers.actor_behind(token)


def test_a_role_that_was_taken_away_is_gone_within_a_second(ada, token, watch):
    assert bearers.actor_behind(token).is_staff
    User.objects.filter(pk=ada.pk).update(role=Role.CUSTOMER)

    watch.second += 1

    assert not bearers.actor_behind(token).is_staff


@pytest.mark.roadmap("api.tokens")
def test_a_token_that_was_revoked_here_is_refused_at_once(ada, token, django_capture_on_commit_callbacks):
    assert bearers.actor_behind(token).is_signed_in
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke_personal_token(actor=factories.actor(ada), public_id=PersonalToken.objects.get().public_id)

    with pytest.raises(tokens.TokenRefused):
        bearers.actor_behind(token)


def by_a_new_password(ada, admin):
    factories.new_password(ada)


def by_closing_and_opening(ada, admin):
    services.deactivate_account(actor=admin, public_id=ada.public_id)
    services.reactivate_account(actor=admin, public_id=ada.public_id)


@pytest.mark.parametrize("end", [by_a_new_password, by_closing_and_opening])
def test_no_token_outlives_a_new_password_or_a_closed_account(
    ada, token, admin, end, django_capture_on_commit_callbacks
):
    assert bearers.actor_behind(token).is_signed_in
    with django_capture_on_commit_callbacks(execute=True):
        end(ada, admin)

    with pytest.raises(tokens.TokenRefused):
        bearers.actor_behind(token)


def test_the_end_is_looked_at_at_each_use_whatever_is_remembered(token):
    assert bearers.actor_behind(token).is_signed_in

    with clock.stopped(clock.now() + services.LASTS), pytest.raises(tokens.TokenRefused):
        bearers.actor_behind(token)


def test_a_scope_that_is_no_more_takes_nothing_from_the_others(token):
    PersonalToken.objects.update(scopes="catalog:read parcels:send")

    assert bearers.actor_behind(token).scopes == frozenset({Scope.CATALOG_READ})


def test_a_token_is_good_until_its_end(token):
    with clock.stopped(PersonalToken.objects.get().expires_at - timedelta(seconds=1)):
        assert bearers.actor_behind(token).is_signed_in


def test_one_look_tells_the_kinds_of_token_apart():
    assert {len(beginning) for beginning in bearers.KINDS} == {bearers.BEGINNING}
