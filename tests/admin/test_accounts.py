"""Accounts at the counter, for admins: role and access, through services."""

import pytest
from django.core import mail

from accounts.models import User
from core.access import Role
from tests import factories
from tests.admin.conftest import Desk, errors, events_of

pytestmark = pytest.mark.integration

NEW = "over the high pass"
PASSWORDS = {"old_password": factories.PASSWORD}


@pytest.fixture
def page(customer):
    return f"accounts/user/{User.objects.get(public_id=customer.public_id).pk}/change/"


def row(actor):
    return User.objects.get(public_id=actor.public_id)


def test_an_admin_changes_a_role(office, admin, customer, page):
    office.fill(page, role="staff")

    assert row(customer).role == Role.STAFF
    assert events_of(admin) == ["RoleChanged"]


def test_an_admin_closes_and_opens_an_account(office, admin, customer, page):
    office.fill(page, is_active="")
    assert not row(customer).is_active

    office.fill(page, is_active="on")
    assert row(customer).is_active
    assert events_of(admin) == ["AccountDeactivated", "AccountReactivated"]


def test_what_this_page_did_not_change_is_left_as_another_admin_made_it(office, customer, page):
    before = {"initial-role": "customer", "role": "customer"}
    User.objects.filter(public_id=customer.public_id).update(role=Role.STAFF)

    office.fill(page, **before, is_active="")

    assert (row(customer).role, row(customer).is_active) == (Role.STAFF, False)


@pytest.mark.parametrize(("field", "typed"), [("role", "customer"), ("is_active", "")])
def test_the_last_admin_stays(office, admin, field, typed):
    answer = office.fill(f"accounts/user/{row(admin).pk}/change/", **{field: typed})

    assert errors(answer) == {field: ["This is the last admin. Make another one first."]}
    assert (row(admin).role, row(admin).is_active) == (Role.ADMIN, True)


def test_accounts_are_neither_made_nor_deleted_here(office, page):
    assert office.open("accounts/user/add/").status_code == 403
    assert office.open(page.replace("change", "delete")).status_code == 403


def test_a_changed_password_keeps_this_session_and_leaves_an_event(desk, staff):
    answer = desk.send("password_change/", PASSWORDS | {"new_password1": NEW, "new_password2": NEW})

    assert answer.headers["Location"] == "/admin/password_change/done/"
    assert desk.open("").status_code == 200
    assert row(staff).check_password(NEW)
    assert events_of(staff) == ["PasswordChanged"]


def test_a_changed_password_is_told_by_mail(desk, staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        desk.send("password_change/", PASSWORDS | {"new_password1": NEW, "new_password2": NEW})

    assert [notice.to for notice in mail.outbox] == [[staff.name]]


def test_the_two_doors_to_a_new_password_count_together(desk, api, staff):
    guess = {"password": "guessed", "new_password": NEW}
    for _ in range(21):  # Twice as often as allowed: a window may end meanwhile.
        api.as_(staff).post("/api/v1/account/password/", guess)

    answer = desk.send("password_change/", PASSWORDS | {"new_password1": NEW, "new_password2": NEW})

    assert answer.status_code == 429
    assert row(staff).check_password(factories.PASSWORD)


def test_other_sessions_end_with_the_old_password(desk, staff):
    elsewhere = Desk(staff)

    desk.send("password_change/", PASSWORDS | {"new_password1": NEW, "new_password2": NEW})

    assert elsewhere.open("").status_code == 302
