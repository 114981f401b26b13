"""What the database and the manager promise about people."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from accounts.models import User
from core.access import Actor, Role
from tests import factories

pytestmark = pytest.mark.integration


def test_an_e_mail_is_stored_in_one_spelling(db):
    user = factories.user(email="  Ada@Example.COM ")

    assert user.email == "ada@example.com"


def test_one_person_has_one_account_whatever_the_case(db):
    factories.user(email="ada@example.com")

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.user(email="ADA@example.com")


def test_anybody_signs_in_with_any_case_of_their_e_mail(db):
    ada = factories.user(email="ada@example.com")

    assert authenticate(email="Ada@Example.com", password=factories.PASSWORD) == ada


@pytest.mark.parametrize(
    ("fields", "rule"),
    [({"role": "king"}, "role"), ({"email": ""}, "email"), ({"email": "Ada@cairn.example"}, "lower")],
)
def test_the_database_refuses_what_is_no_account(db, fields, rule):
    user = factories.user()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**fields)


def test_nobody_signs_in_to_an_account_without_a_password(db):
    User.objects.create_user("ada@example.com", role=Role.CUSTOMER)

    assert authenticate(email="ada@example.com", password="") is None


@pytest.mark.parametrize(("role", "enters"), [(Role.CUSTOMER, False), (Role.STAFF, True), (Role.ADMIN, True)])
def test_the_role_says_who_may_enter_the_admin(role, enters):
    assert User(role=role).is_staff is enters


def test_a_superuser_is_an_admin(db):
    root = User.objects.create_superuser("root@cairn.example", factories.PASSWORD)

    assert (root.role, root.is_superuser) == (Role.ADMIN, True)


def test_services_know_a_user_as_an_actor(db):
    user = factories.user(Role.STAFF, email="ada@example.com")

    assert user.as_actor(means="session") == Actor("ada@example.com", Role.STAFF, "session", user.public_id)


def test_public_ids_do_not_count(db):
    first, second = factories.user(), factories.user()

    assert first.public_id != second.public_id
    assert len(first.public_id) == 16


def test_an_account_is_told_by_its_e_mail():
    assert str(User(email="ada@example.com")) == "ada@example.com"
