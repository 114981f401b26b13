"""There and back: who comes to which account by the word of a provider."""

import pytest

from accounts.models import User
from core.access import Role
from core.models import OutboxEntry

pytestmark = pytest.mark.integration


def test_a_newcomer_gets_an_account_and_tokens_that_open_it(visitor, api):
    assert visitor.sign_in() == ""
    pair = visitor.tokens()

    assert pair.status_code == 200
    user = User.objects.get()
    assert (user.email, user.display_name, user.role) == ("ada@provider.example", "Ada", Role.CUSTOMER)
    assert not user.has_usable_password()
    assert api.post("/api/v1/auth/token/refresh/", {"refresh": pair.json()["refresh"]}).status_code == 200
    assert OutboxEntry.objects.filter(name="AccountCreated").count() == 1
