"""Becoming known: whose address counts as proven, and what each step leaves behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection

from accounts import selectors, services
from accounts.demo import ACCOUNTS
from accounts.models import TokenFamily, User
from accounts.services import second_factors
from core.access import Role
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

NEW = {"email": "Grace@Cairn.example", "password": factories.PASSWORD}


@pytest.fixture
def grace(db):
    """She has signed up, and proven nothing yet."""
    user = services.sign_up(**NEW)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def published():
    return list(OutboxEntry.objects.order_by("pk").values_list("name", "actor"))


def test_whoever_makes_an_account_vouches_for_its_address(db):
    made = [
        User.objects.create_user("Ada@Cairn.example", role=Role.CUSTOMER),
        User.objects.create_superuser("edmund@cairn.example", factories.PASSWORD),
    ]

    assert all(selectors.has_verified_email(user) for user in made)
    assert list(EmailAddress.objects.order_by("pk").values_list("email", "primary")) == [
        ("ada@cairn.example", True),
        ("edmund@cairn.example", True),
    ]


def test_demo_accounts_can_sign_in_when_made_and_when_reset(db):
    passwords = {account.email: account.password for account in ACCOUNTS}

    for _ in range(2):
        services.create_demo_accounts(actor=factories.OPERATOR, passwords=passwords, reset=True)
        assert all(services.sign_in(email=email, password=password) for email, password in passwords.items())
        EmailAddress.objects.all().delete()


def test_who_signs_up_is_a_customer_without_a_proven_address(grace):
    assert (grace.email, grace.role) == ("grace@cairn.example", Role.CUSTOMER)
    assert not selectors.has_verified_email(grace)
    assert published() == [("AccountCreated", "grace@cairn.example")]


def test_an_address_is_taken_in_every_spelling(grace):
    with pytest.raises(services.EmailTaken):
        services.sign_up(email="GRACE@CAIRN.EXAMPLE", password="another one")

    assert User.objects.count() == 1
    assert len(published()) == 1


def test_a_proof_counts_once(grace):
    assert services.confirm_email(user=grace, email=grace.email)
    assert not services.confirm_email(user=grace, email=grace.email)

    assert selectors.has_verified_email(grace)
    assert [name for name, _ in published()] == ["AccountCreated", "EmailVerified"]


def test_the_proof_of_another_address_is_none(grace):
    assert not services.confirm_email(user=grace, email="ada@cairn.example")
    assert not selectors.has_verified_email(grace)


def test_no_password_opens_an_account_whose_address_is_not_proven(grace):
    with pytest.raises(services.EmailNotVerified):
        services.sign_in(**NEW)

    assert not TokenFamily.objects.exists()


def test_a_reset_ends_the_sign_ins_of_that_account_alone(grace, customer):
    services.start_family(user=grace)
    services.start_family(user=User.objects.get(public_id=customer.public_id))

    services.reset_password(user=grace, new_password="another walk")

    alive = TokenFamily.objects.filter(revoked_at=None)
    assert [family.user.email for family in alive] == [customer.name]


def test_who_had_an_account_before_is_vouched_for_by_the_migration(grace, customer):
    EmailAddress.objects.filter(user__email=customer.name).delete()

    import_module("accounts.migrations.0003_verified_addresses").vouch(apps, None)

    assert selectors.has_verified_email(User.objects.get(email=customer.name))
    assert not selectors.has_verified_email(grace)


def at_once(call: Callable[[], Any], times: int) -> list[Any]:
    barrier = Barrier(times)

    def run(_: int) -> Any:
        barrier.wait()
        try:
            return call()
        except (services.EmailTaken, services.KeySpent) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_a_key_is_good_for_the_password_that_it_was_made_for(grace):
    looked_at = [User.objects.get(pk=grace.pk) for _ in range(2)]
    services.reset_password(user=looked_at[0], new_password="another walk")

    with pytest.raises(services.KeySpent):
        services.reset_password(user=looked_at[1], new_password="a third walk")

    assert User.objects.get(pk=grace.pk).check_password("another walk")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_bring_one_key_at_once_one_sets_the_password():
    grace = services.sign_up(**NEW)

    outcomes = at_once(lambda: services.reset_password(user=grace, new_password="another walk"), 6)

    assert sum(isinstance(outcome, services.KeySpent) for outcome in outcomes) == 5
    assert [name for name, _ in published()].count("PasswordReset") == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_sign_up_at_once_one_has_the_address():
    outcomes = at_once(lambda: services.sign_up(**NEW), 8)

    assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
    assert User.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_bring_one_code_at_once_one_is_let_in():
    ada = factories.user()
    code = factories.totp(factories.second_factor(ada))

    outcomes = at_once(lambda: second_factors.use(user=ada, code=code), 8)

    assert sum(outcome is not None for outcome in outcomes) == 1
