"""Writes to accounts: who may, what they leave behind, and what is refused."""

import pytest

from accounts import services
from accounts.demo import ACCOUNTS
from accounts.models import User
from core.access import ANONYMOUS, Role
from core.errors import NotPermitted, SignInRequired
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

PASSWORDS = {account.email: account.password for account in ACCOUNTS}
OPERATOR = factories.OPERATOR


def row(actor):
    return User.objects.get(public_id=actor.public_id)


def events():
    return list(OutboxEntry.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.role)
def test_the_demo_accounts_are_made_as_described(db, account):
    services.create_demo_accounts(actor=OPERATOR, passwords=PASSWORDS)

    user = User.objects.get(email=account.email)
    assert (user.role, user.display_name, user.is_active) == (account.role, account.display_name, True)
    assert user.check_password(account.password)
    assert not user.is_superuser


def test_a_second_time_leaves_them_alone_and_hashes_nothing(db, monkeypatch):
    services.create_demo_accounts(actor=OPERATOR, passwords=PASSWORDS)
    monkeypatch.setattr(User, "set_password", None)

    made = services.create_demo_accounts(actor=OPERATOR, passwords=dict.fromkeys(PASSWORDS, "another one"))

    assert made == []
    assert events() == ["AccountCreated"] * 3


def test_only_the_missing_one_is_made(db):
    services.create_demo_accounts(actor=OPERATOR, passwords=PASSWORDS)
    User.objects.filter(email="staff@cairn.example").delete()

    made = services.create_demo_accounts(actor=OPERATOR, passwords=PASSWORDS)

    assert [user.email for user in made] == ["staff@cairn.example"]


def test_a_reset_brings_them_back_to_how_they_were_made(db):
    services.create_demo_accounts(actor=OPERATOR, passwords=PASSWORDS)
    User.objects.update(role=Role.CUSTOMER, is_active=False, display_name="Nobody", password="!")

    services.create_demo_accounts(actor=OPERATOR, passwords=PASSWORDS, reset=True)

    admin = User.objects.get(email="admin@cairn.example")
    assert (admin.role, admin.is_active, admin.display_name) == (Role.ADMIN, True, "Edmund")
    assert admin.check_password(PASSWORDS[admin.email])
    assert events()[3:] == ["AccountReset"] * 3


def test_a_role_changes_and_leaves_an_event(admin, customer):
    services.change_role(actor=admin, public_id=customer.public_id, role=Role.STAFF)

    entry = OutboxEntry.objects.get()
    assert row(customer).role == Role.STAFF
    assert (entry.name, entry.actor, entry.aggregate) == ("RoleChanged", admin.name, f"account:{customer.public_id}")
    assert (entry.payload["old"], entry.payload["new"]) == ("customer", "staff")


def test_an_account_closed_is_one_nobody_signs_in_to(admin, customer):
    services.deactivate_account(actor=admin, public_id=customer.public_id)
    assert not row(customer).is_active

    services.reactivate_account(actor=admin, public_id=customer.public_id)
    assert row(customer).is_active
    assert events() == ["AccountDeactivated", "AccountReactivated"]


def test_what_is_so_already_is_no_event(admin, customer):
    services.change_role(actor=admin, public_id=customer.public_id, role=Role.CUSTOMER)
    services.reactivate_account(actor=admin, public_id=customer.public_id)
    services.deactivate_account(actor=admin, public_id=customer.public_id)
    services.deactivate_account(actor=admin, public_id=customer.public_id)

    assert events() == ["AccountDeactivated"]


def test_the_last_admin_who_can_sign_in_stays(admin):
    retired = factories.user(Role.ADMIN)
    services.deactivate_account(actor=admin, public_id=retired.public_id)

    with pytest.raises(services.UnableToChangeRole):
        services.change_role(actor=admin, public_id=admin.public_id, role=Role.STAFF)
    with pytest.raises(services.UnableToDeactivate):
        services.deactivate_account(actor=admin, public_id=admin.public_id)


def test_an_admin_may_go_when_another_stays(admin):
    factories.user(Role.ADMIN)

    services.change_role(actor=admin, public_id=admin.public_id, role=Role.STAFF)

    assert row(admin).role == Role.STAFF


def test_nobody_is_made_anonymous(admin, customer):
    with pytest.raises(services.UnableToChangeRole):
        services.change_role(actor=admin, public_id=customer.public_id, role=Role.ANONYMOUS)


def test_an_unknown_account_is_not_found(admin):
    with pytest.raises(services.UserNotFound):
        services.deactivate_account(actor=admin, public_id="nobody")


@pytest.mark.parametrize("change", ["create_demo_accounts", "change_role", "deactivate_account", "reactivate_account"])
def test_only_an_admin_manages_accounts(staff, customer, change):
    values = {
        "create_demo_accounts": {"passwords": PASSWORDS},
        "change_role": {"public_id": customer.public_id, "role": Role.ADMIN},
    }.get(change, {"public_id": customer.public_id})

    with pytest.raises(NotPermitted):
        getattr(services, change)(actor=staff, **values)
    with pytest.raises(SignInRequired):
        getattr(services, change)(actor=ANONYMOUS, **values)


def test_one_changes_ones_own_password(customer):
    services.replace_password(actor=customer, password=factories.PASSWORD, new_password="over the high pass")

    assert row(customer).check_password("over the high pass")
    assert events() == ["PasswordChanged"]


@pytest.mark.parametrize("weak", ["short", "1234567890", "ada@cairn.example"])
def test_a_weak_password_is_refused_beside_its_field(customer, weak):
    with pytest.raises(services.UnableToChangePassword) as refusal:
        services.replace_password(actor=customer, password=factories.PASSWORD, new_password=weak)

    assert refusal.value.field == "new_password"
    assert row(customer).check_password(factories.PASSWORD)
