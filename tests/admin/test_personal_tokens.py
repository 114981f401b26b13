"""Personal tokens at the counter, for admins: seen without what they are made of, and revoked through the service."""

import pytest

from accounts.models import PersonalToken, User
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

LIST = "accounts/personaltoken/"


@pytest.fixture
def row(customer):
    factories.personal_token(User.objects.get(public_id=customer.public_id))
    return PersonalToken.objects.get()


def test_an_admin_sees_whose_it_is_and_nothing_of_the_secret(office, row, customer):
    pages = [office.open(LIST), office.open(f"{LIST}{row.pk}/change/")]

    for page in pages:
        assert page.status_code == 200
        assert customer.name in page.content.decode()
        assert row.digest not in page.content.decode()


def test_an_admin_revokes_through_the_service(office, row, admin):
    for _ in range(2):
        answer = office.send(LIST, {"action": "revoke", "_selected_action": [row.pk]})
        assert answer.status_code == 302

    row.refresh_from_db()
    assert row.revoked_at is not None
    assert OutboxEntry.objects.filter(name="PersonalTokenRevoked", actor=admin.name).count() == 1


def test_nothing_of_it_is_made_changed_or_deleted_here(office, row):
    assert office.open(f"{LIST}add/").status_code == 403
    assert office.open(f"{LIST}{row.pk}/delete/").status_code == 403
    assert office.send(f"{LIST}{row.pk}/change/", {"name": "Mine"}).status_code == 403
    assert "delete_selected" not in office.open(LIST).content.decode()


def test_staff_see_none(desk, row):
    assert desk.open(LIST).status_code == 403
    assert desk.send(LIST, {"action": "revoke", "_selected_action": [row.pk]}).status_code == 403
