"""Registering an application while an access token outlives its sign-in or its account."""

from dataclasses import replace

import pytest
from oauth2_provider.models import Application

from accounts import services
from accounts.models import TokenFamily, User
from core.errors import SignInRequired

pytestmark = pytest.mark.integration


def register(actor):
    return services.register_application(
        actor=actor,
        name="Trail Notes",
        client_type=Application.CLIENT_CONFIDENTIAL,
        grant=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=["https://notes.example/signed-in"],
    )


def closed(accounts):
    accounts.update(is_active=False)


def deleted(accounts):
    accounts.delete()


@pytest.mark.parametrize("leave", [closed, deleted])
def test_who_has_left_registers_no_application_while_an_access_token_lasts(customer, leave):
    leave(User.objects.filter(public_id=customer.public_id))

    with pytest.raises(SignInRequired):
        register(customer)
    assert not Application.objects.exists()


def test_a_sign_in_that_has_ended_registers_nothing_and_learns_no_secret(customer):
    pair = services.start_family(user=User.objects.get(public_id=customer.public_id))
    still_believed = replace(customer, sign_in=TokenFamily.objects.get().public_id)
    client_id = register(still_believed).application.client_id
    services.sign_out(token=pair.refresh)

    with pytest.raises(SignInRequired):
        register(still_believed)
    with pytest.raises(SignInRequired):
        services.replace_secret(actor=still_believed, client_id=client_id)
    assert Application.objects.count() == 1
