"""Sessions as the services keep them. What a browser sees of it: tests/api/callers/test_sessions.py."""

from datetime import timedelta

import pytest

from accounts import selectors, services
from accounts.models import SignInKind, TokenFamily
from core import clock
from core.errors import SignInRequired
from tests import factories

pytestmark = pytest.mark.integration

LASTS = timedelta(hours=12)


@pytest.fixture
def ada(db):
    return factories.user()


@pytest.fixture
def session(ada):
    return services.start_session(user=ada, lasts=LASTS)


def alive():
    return list(TokenFamily.objects.filter(revoked_at=None, ends_at__gt=clock.now()).values_list("kind", flat=True))


def test_a_session_is_changed_for_tokens_once(ada, session):
    assert services.start_family(user=ada, instead_of=session).refresh

    with pytest.raises(SignInRequired):
        services.start_family(user=ada, instead_of=session)

    assert alive() == [SignInKind.TOKENS]


def test_a_session_of_another_is_changed_for_nothing(session):
    grace = factories.user()

    with pytest.raises(SignInRequired):
        services.start_family(user=grace, instead_of=session)

    assert alive() == [SignInKind.SESSION]


def test_a_session_that_is_shortened_is_over_sooner(session):
    services.shorten_session(sign_in=session, lasts=timedelta(minutes=5))

    with clock.stopped(clock.now() + timedelta(minutes=6)):
        assert alive() == []


def test_throwing_away_the_session_of_an_app_leaves_its_tokens(ada):
    services.end_session(sign_in=services.start_family(user=ada).family)

    assert alive() == [SignInKind.TOKENS]


def test_an_ended_session_is_forgotten_with_the_rest(session):
    with clock.stopped(clock.now() + timedelta(days=1)):
        assert services.forget_ended_sign_ins(actor=factories.OPERATOR) == 1


def test_an_export_says_what_was_a_session(ada, session):
    exported = "".join(selectors.export(actor=factories.actor(ada)))

    assert '"kind": "session"' in exported
