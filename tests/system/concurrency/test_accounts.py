"""An account that goes while it is being used: no error that nobody planned for, and nothing half done."""

import time
from functools import partial

import pytest

from accounts import services, tokens
from accounts.models import SpentRefresh, TokenFamily, User
from accounts.selectors import AccountGone
from accounts.services import own, sign_ins
from catalog import services as catalog
from catalog.models import Rating, Review
from catalog.services import reviews
from core.access import Role
from core.errors import NotPermitted, SignInRequired
from core.events import publish
from core.models import OutboxEntry
from tests import factories
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
    for module in (own, sign_ins, reviews):
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


@first
def test_who_signs_in_while_the_password_changes_is_signed_out_by_it(service, together, slowly, ada, ahead):
    actor = factories.actor(ada)

    def change():
        return services.replace_password(actor=actor, password=factories.PASSWORD, new_password="over the high pass")

    together(
        partial(later, max(0, -ahead), lambda: services.start_family(user=ada)), partial(later, max(0, ahead), change)
    )

    assert not TokenFamily.objects.filter(revoked_at=None).exists()


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
