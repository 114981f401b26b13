"""An account that goes while it is being used: no error that nobody planned for, and nothing half done."""

import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import services, tokens
from accounts.models import SpentRefresh, TokenFamily, User
from accounts.selectors import AccountGone
from accounts.services import own, owners, second_factors, sign_ins
from catalog import services as catalog
from catalog.models import Rating, Review
from catalog.services import reviews
from core.access import Role
from core.errors import NotPermitted, SignInRequired
from core.events import publish
from core.models import OutboxEntry
from tests import factories
from tests.api.account.conftest import Visitor
from tests.system.concurrency.conftest import on_both_services

pytestmark = [pytest.mark.integration, on_both_services]

ROUNDS = 3


def delete(actor):
    services.delete_account(actor=actor, password=factories.PASSWORD)
    return "deleted"


def later(seconds, call):
    time.sleep(seconds)
    return call()


@pytest.fixture
def slowly(monkeypatch):
    """Each write waits before its end, so that who does not wait for it would see the world without it."""

    def published(*event, **options):
        publish(*event, **options)
        time.sleep(0.2)

    def spent(*use):
        first = is_first_use(*use)
        time.sleep(0.2)
        return first

    is_first_use = sign_ins._is_first_use
    monkeypatch.setattr(sign_ins, "_is_first_use", spent)
    for module in (own, second_factors, sign_ins, reviews):
        monkeypatch.setattr(module, "publish", published)


@pytest.fixture
def ada(transactional_db):
    return factories.user()


# Which of the two begins, and by how many seconds.
first = pytest.mark.parametrize("ahead", [0.1, 0, -0.1])


def meet(together, ahead, other, actor):
    """Both at once, the deletion by so much later (or earlier) than the other."""
    return together(partial(later, max(0, -ahead), other), partial(later, max(0, ahead), partial(delete, actor)))


def assert_nothing_is_half_done(ada):
    assert not User.objects.filter(pk=ada.pk).exists()
    assert (TokenFamily.objects.count(), SpentRefresh.objects.count()) == (0, 0)
    assert OutboxEntry.objects.filter(name="AccountDeleted").count() == 1
    assert not OutboxEntry.objects.filter(actor=ada.email).exists()


@first
def test_a_review_that_is_being_written_stays_without_its_author_or_is_not_written(
    service, together, slowly, ada, tent, ahead
):
    actor = factories.actor(ada)

    written, deleted = meet(
        together, ahead, lambda: catalog.review_product(actor=actor, slug=tent.slug, rating=4), actor
    )

    assert deleted == "deleted"
    assert isinstance(written, Review | SignInRequired)
    kept = Review.objects.filter(author=None).count()
    assert kept == (1 if isinstance(written, Review) else 0)
    assert Rating.objects.get().count == kept
    assert_nothing_is_half_done(ada)


@first
def test_a_review_that_is_being_edited_keeps_its_rating(service, together, slowly, ada, tent, ahead):
    actor, review = factories.actor(ada), factories.review(tent, ada, rating=2)

    def edit():
        return catalog.edit_review(actor=actor, public_id=review.public_id, expected_version=1, rating=4, text="Dry.")

    edited, deleted = meet(together, ahead, edit, actor)

    assert deleted == "deleted"
    assert isinstance(edited, Review | NotPermitted)
    assert Review.objects.get(author=None).rating == Rating.objects.get().total
    assert_nothing_is_half_done(ada)


@first
def test_a_token_that_is_being_renewed_is_no_obstacle(service, together, slowly, ada, ahead):
    token = services.start_family(user=ada).refresh

    renewed, deleted = meet(together, ahead, lambda: services.refresh(token=token), factories.actor(ada))

    assert deleted == "deleted"
    assert isinstance(renewed, services.TokenPair | tokens.TokenRefused)
    assert_nothing_is_half_done(ada)


@first
def test_a_token_of_a_family_that_has_ended_is_no_obstacle(service, together, slowly, ada, ahead):
    token = services.start_family(user=ada).refresh
    services.sign_out_everywhere(actor=factories.actor(ada))

    renewed, deleted = meet(together, ahead, lambda: services.refresh(token=token), factories.actor(ada))

    assert (type(renewed), deleted) == (tokens.TokenRefused, "deleted")
    assert_nothing_is_half_done(ada)


@first
def test_who_signs_in_meanwhile_is_not_signed_in_afterwards(service, together, slowly, ada, ahead):
    signed_in, deleted = meet(together, ahead, lambda: services.start_family(user=ada), factories.actor(ada))

    assert deleted == "deleted"
    assert isinstance(signed_in, services.TokenPair | services.InvalidCredentials)
    assert_nothing_is_half_done(ada)


def changes_the_password(actor):
    services.replace_password(actor=actor, password=factories.PASSWORD, new_password="over the high pass")


@transaction.atomic
def changes_the_second_factor(actor):
    second_factors.note_new_recovery_codes(actor=actor, user=owners.locked(actor))


def signed_in(user):
    return replace(factories.actor(user), sign_in=services.start_family(user=user).family)


def alive():
    return list(TokenFamily.objects.filter(revoked_at=None).values_list("public_id", flat=True))


@first
@pytest.mark.parametrize("change", [changes_the_password, changes_the_second_factor])
@pytest.mark.parametrize("kind", ["tokens", "session"])
def test_who_signs_in_while_that_changes_is_signed_out_by_it(service, together, slowly, ada, ahead, change, kind):
    actor = signed_in(ada)
    sign_in = {
        "tokens": partial(services.sign_in, email=ada.email, password=factories.PASSWORD),
        "session": partial(services.start_session, user=ada, lasts=timedelta(hours=12)),
    }[kind]

    together(partial(later, max(0, -ahead), sign_in), partial(later, max(0, ahead), partial(change, actor)))

    assert alive() == [actor.sign_in]


@pytest.mark.parametrize("change", [changes_the_password, changes_the_second_factor])
def test_of_two_who_change_that_at_once_one_does_and_is_in(service, together, slowly, ada, change):
    actors = [signed_in(ada) for _ in range(2)]

    outcomes = together(*[partial(change, actor) for actor in actors])

    (winner,) = [actor for actor, outcome in zip(actors, outcomes, strict=True) if outcome is None]
    assert {type(outcome) for outcome in outcomes if outcome} <= {services.WrongPassword, SignInRequired}
    assert alive() == [winner.sign_in]


def test_a_session_is_changed_for_tokens_by_one_of_two(service, together, slowly, ada):
    session = services.start_session(user=ada, lasts=timedelta(minutes=5))

    outcomes = together(*[partial(services.start_family, user=ada, instead_of=session)] * 2)

    assert {type(outcome) for outcome in outcomes} == {services.TokenPair, SignInRequired}
    assert len(alive()) == 1


def test_a_factor_that_one_app_sets_up_twice_at_once_is_one(service, together, slowly, ada):
    app = Visitor()
    app.signs_in(ada.email)
    app.post("auth/reauthenticate", password=factories.PASSWORD)
    secret = app.get("account/authenticators/totp").json()["meta"]["secret"]

    def set_up():
        return app.post("account/authenticators/totp", code=factories.totp(secret)).status_code

    assert sorted(together(set_up, set_up)) == [200, 409]
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_an_account_is_deleted_once(service, together, slowly, ada):
    outcomes = together(*[partial(delete, factories.actor(ada))] * ROUNDS)

    assert outcomes.count("deleted") == 1
    assert {type(each) for each in outcomes if each != "deleted"} == {AccountGone}
    assert_nothing_is_half_done(ada)


def test_two_admins_who_leave_at_once_leave_one(service, together, slowly, transactional_db):
    admins = [factories.actor(factories.user(Role.ADMIN)) for _ in range(2)]

    outcomes = together(*[partial(delete, admin) for admin in admins])

    assert {type(outcome) for outcome in outcomes} == {str, services.UnableToDeleteAccount}
    assert User.objects.filter(role=Role.ADMIN).count() == 1
