"""Token families: one use of each refresh token, one end for all, and what ends them."""

import json
from datetime import timedelta

import jwt
import pytest
from django.core.management import call_command
from django.db import IntegrityError

from accounts import services, tokens
from accounts.demo import ACCOUNTS
from accounts.models import SpentRefresh, TokenFamily
from accounts.services import sign_ins
from accounts.tokens.claims import ACCESS_LASTS, FAMILY_LASTS, REFRESH_LASTS
from core import clock
from core.access import ANONYMOUS, Role
from core.errors import NotPermitted, SignInRequired
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

LATE = services.GRACE + timedelta(seconds=1)


@pytest.fixture
def ada(db):
    return factories.user(Role.STAFF, email="ada@cairn.example")


@pytest.fixture
def pair(ada, stopped_clock):
    """What Ada got when she signed in, at noon."""
    return services.start_family(user=ada)


def later(**past):
    return clock.stopped(clock.now() + timedelta(**past))


def says(token):
    return jwt.decode(token, options={"verify_signature": False})


def published():
    return list(OutboxEntry.objects.order_by("pk").values_list("name", flat=True))


def test_a_pair_says_who_for_how_long_and_of_which_family(ada, pair):
    access, refresh = says(pair.access), says(pair.refresh)

    family = TokenFamily.objects.get()
    assert access["sub"] == refresh["sub"] == ada.public_id
    assert access["sid"] == refresh["sid"] == family.public_id
    assert (access["role"], access["email"]) == ("staff", "ada@cairn.example")
    assert not {"role", "email"} & refresh.keys()
    assert access["exp"] - access["iat"] == ACCESS_LASTS.total_seconds()
    assert refresh["exp"] - refresh["iat"] == REFRESH_LASTS.total_seconds()
    assert family.ends_at - family.started_at == FAMILY_LASTS


def test_the_end_of_a_family_does_not_move(pair):
    token = pair.refresh
    for day in range(7, 90, 7):
        with later(days=day):
            token = services.refresh(token=token).refresh

    family = TokenFamily.objects.get()
    assert says(token)["exp"] == family.ends_at.timestamp()
    with clock.stopped(family.ends_at), pytest.raises(tokens.TokenRefused):
        services.refresh(token=token)


def test_an_access_token_never_outlives_its_family(ada, stopped_clock):
    ends_at = stopped_clock + timedelta(seconds=5)

    token = tokens.access_token(factories.actor(ada), family="f", at=stopped_clock, ends_at=ends_at)

    assert says(token)["exp"] == ends_at.timestamp()


def test_a_spent_token_within_the_grace_is_refused_and_nothing_is_ended(pair):
    following = services.refresh(token=pair.refresh)

    with later(seconds=10), pytest.raises(services.TokenReused):
        services.refresh(token=pair.refresh)

    assert TokenFamily.objects.get().revoked_at is None
    assert "RefreshTokenReused" not in published()
    assert services.refresh(token=following.refresh).access


def test_a_spent_token_after_the_grace_ends_the_family_and_is_told_once(pair):
    services.refresh(token=pair.refresh)

    for _ in range(2):
        with later(seconds=11), pytest.raises(services.TokenReused):
            services.refresh(token=pair.refresh)

    assert TokenFamily.objects.get().revoked_at == clock.now() + LATE
    assert published() == ["SignedIn", "RefreshTokenReused"]


@pytest.mark.django_db(transaction=True)
def test_the_end_of_the_family_is_committed_although_the_caller_is_refused(elsewhere):
    pair = services.start_family(user=factories.user())
    following = services.refresh(token=pair.refresh)

    with later(seconds=11), pytest.raises(services.TokenReused):
        services.refresh(token=pair.refresh)

    assert elsewhere(lambda: TokenFamily.objects.get().revoked_at) is not None
    assert elsewhere(lambda: OutboxEntry.objects.filter(name="RefreshTokenReused").count()) == 1
    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=following.refresh)


def test_a_new_pair_has_the_role_of_now(ada, pair, admin):
    services.change_role(actor=admin, public_id=ada.public_id, role=Role.CUSTOMER)

    following = services.refresh(token=pair.refresh)

    assert says(following.access)["role"] == "customer"


def ended_by_deactivation(ada, admin):
    services.deactivate_account(actor=admin, public_id=ada.public_id)
    services.reactivate_account(actor=admin, public_id=ada.public_id)


def ended_by_a_new_password(ada, admin):
    factories.new_password(ada)


def ended_by_hand(ada, admin):
    type(ada).objects.update(is_active=False)


@pytest.mark.parametrize("end", [ended_by_deactivation, ended_by_a_new_password, ended_by_hand])
def test_no_pair_follows_once_the_account_has_changed_hands_or_closed(ada, pair, admin, end):
    end(ada, admin)

    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


def test_a_reset_demo_account_is_signed_out(db):
    passwords = {account.email: factories.PASSWORD for account in ACCOUNTS}
    (user, *_) = services.create_demo_accounts(actor=factories.OPERATOR, passwords=passwords)
    pair = services.start_family(user=user)

    services.create_demo_accounts(actor=factories.OPERATOR, passwords=passwords, reset=True)

    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


def test_a_family_that_goes_in_this_moment_is_refused_not_a_bug(pair, monkeypatch):
    def gone(*_, **__):
        raise IntegrityError

    monkeypatch.setattr(sign_ins, "_spent", gone)

    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


def test_a_token_of_another_family_than_its_account_has_is_refused(pair):
    TokenFamily.objects.update(user=factories.user())

    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


def test_signing_in_and_out_is_told(ada):
    pair = services.sign_in(email="ada@cairn.example", password=factories.PASSWORD)
    services.sign_out(token=pair.refresh)
    services.start_family(user=ada)
    services.sign_out_everywhere(actor=factories.actor(ada))
    services.sign_out_everywhere(actor=factories.actor(ada))

    assert published() == ["SignedIn", "SignedOut", "SignedIn", "SignedOutEverywhere"]
    assert ada.email not in json.dumps(list(OutboxEntry.objects.values_list("payload", flat=True)))


def test_nobody_signs_out_everywhere_without_being_somebody(db):
    with pytest.raises(SignInRequired):
        services.sign_out_everywhere(actor=ANONYMOUS)


def test_what_no_living_token_needs_is_forgotten(ada, pair):
    following = services.refresh(token=pair.refresh)
    with later(days=80):
        services.start_family(user=ada)

    with later(days=15):
        assert services.forget_ended_sign_ins(actor=factories.OPERATOR) == 0
        assert (TokenFamily.objects.count(), SpentRefresh.objects.count()) == (2, 0)
        with pytest.raises(tokens.TokenRefused):
            services.refresh(token=pair.refresh)
        with pytest.raises(tokens.TokenRefused):
            services.refresh(token=following.refresh)
    with later(days=91):
        call_command("forget_sign_ins", verbosity=0)
        assert TokenFamily.objects.count() == 1


def test_a_customer_forgets_no_sign_ins(customer):
    with pytest.raises(NotPermitted):
        services.forget_ended_sign_ins(actor=customer)
