"""Nobody comes into the account of another by what a provider says, and nobody lies in wait in one."""

from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from accounts import services
from accounts.models import User
from core.access import Role
from core.models import OutboxEntry
from tests import factories
from tests.api.account.providers.conftest import told
from tests.api.account.providers.crooked import Person

pytestmark = pytest.mark.integration

ADA = Person()


@pytest.fixture
def ada(db):
    """Ada's account here; she has shown that the address is hers."""
    return factories.user(email=ADA.email)


@pytest.fixture
def squatted(db):
    """An account with Ada's address that somebody made who could not read her mail."""
    user = services.sign_up(email=ADA.email, password=factories.PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    return user


def ties():
    return list(SocialAccount.objects.values_list("user__email", flat=True))


@pytest.mark.parametrize("word", [False, "false", "true", None, 1], ids=repr)
@pytest.mark.parametrize("vouches", [True, False])
def test_an_address_that_is_not_verified_opens_no_account(visitor, named, ada, vouches, word):
    named(vouches=vouches)

    error = visitor.sign_in(replace(ADA, sub="of-mallory", email_verified=word))

    assert (error, ties()) == ("unverified_at_provider", [])
    assert visitor.tokens().status_code == 401


@pytest.mark.parametrize("email", ["ada@provider.example", "nobody-here@provider.example"])
def test_whether_an_address_has_an_account_is_not_told_to_whoever_only_claims_it(visitor, ada, email):
    assert visitor.sign_in(replace(ADA, email=email, email_verified=False)) == "unverified_at_provider"


def test_an_address_that_is_not_verified_makes_no_account_to_lie_in_wait_in(visitor):
    assert visitor.sign_in(replace(ADA, email_verified=False)) == "unverified_at_provider"
    assert not User.objects.exists()


def test_a_provider_that_vouches_for_nothing_opens_no_account_that_is_there(visitor, ada):
    assert visitor.sign_in() == "email_taken"
    assert (ties(), visitor.tokens().status_code) == ([], 401)


@pytest.mark.parametrize("vouches", [True, False])
def test_an_account_that_was_made_with_the_address_of_another_is_not_theirs(visitor, named, squatted, vouches):
    named(vouches=vouches)

    assert visitor.sign_in() == "email_taken"
    assert (ties(), visitor.tokens().status_code) == ([], 401)


@pytest.mark.parametrize("vouches", [True, ["provider.example"]])
def test_an_address_that_both_sides_have_verified_opens_its_account(visitor, named, ada, vouches):
    named(vouches=vouches)

    assert visitor.sign_in(replace(ADA, email="Ada@Provider.example")) == ""
    assert (ties(), visitor.tokens().status_code) == ([ada.email], 200)
    assert User.objects.get(pk=ada.pk).has_usable_password()


@pytest.mark.parametrize("vouches", [True, ["strasse.example", "stra\u00dfe.example"]])
def test_an_address_that_is_only_folded_to_another_opens_nothing(visitor, named, vouches):
    factories.user(email="x@strasse.example")
    named(vouches=vouches)

    assert visitor.sign_in(replace(ADA, email="x@stra\u00dfe.example")) == "unverified_at_provider"
    assert (ties(), visitor.tokens().status_code) == ([], 401)


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN])
def test_no_provider_decides_who_is_staff(visitor, named, role):
    factories.user(role, email=ADA.email)
    named(vouches=True)

    assert visitor.sign_in() == "email_taken"
    assert (ties(), visitor.tokens().status_code) == ([], 401)


def test_a_provider_vouches_only_for_the_addresses_that_it_gives_out(visitor, named, ada):
    named(vouches=["gmail.com"])

    assert visitor.sign_in() == "email_taken"


def test_an_account_that_was_closed_stays_closed(visitor, browser_of):
    visitor.sign_in()
    User.objects.update(is_active=False)

    again = browser_of()

    assert again.sign_in() != ""
    assert again.tokens().status_code == 401


def test_who_comes_again_comes_to_the_same_account_whatever_address_they_have_now(visitor, browser_of):
    visitor.sign_in()
    again = browser_of()

    assert again.sign_in(replace(ADA, email="elsewhere@provider.example", email_verified=False)) == ""
    assert again.tokens().status_code == 200
    assert [user.email for user in User.objects.all()] == [ADA.email]


@pytest.mark.parametrize("sub", ["Subject", "súbject", "subject "])
def test_subjects_that_a_database_may_take_for_one_are_two(visitor, browser_of, sub):
    visitor.sign_in(replace(ADA, sub="subject"))

    assert browser_of().sign_in(replace(ADA, sub=sub, email="grace@provider.example")) == ""

    assert sorted(ties()) == ["ada@provider.example", "grace@provider.example"]


def test_the_same_subject_of_another_issuer_is_another_person(browser_of, named, settings, provider, other_provider):
    browser_of().sign_in()

    # The operator has moved to another server, and given it the same name.
    named()
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = other_provider.issuer
    later = browser_of()
    later.provider = other_provider

    assert later.sign_in(replace(ADA, email="grace@provider.example")) == ""
    assert sorted(ties()) == ["ada@provider.example", "grace@provider.example"]


def test_the_userinfo_says_nothing_of_who_it_is(visitor, browser_of, provider):
    visitor.sign_in()
    provider.userinfo = {"iss": "https://other.example"}

    assert browser_of().sign_in() == ""
    assert ties() == [ADA.email]


def test_a_name_is_what_can_be_shown_of_it(visitor):
    assert visitor.sign_in(replace(ADA, name="A\0d\u202ea" + "a" * 200)) == ""
    assert User.objects.get().display_name == "Ada" + "a" * 77


def test_a_long_subject_is_a_subject(visitor):
    assert visitor.sign_in(replace(ADA, sub="s" * 255)) == ""


def access_token(user):
    return services.start_family(user=user).access


def test_who_has_just_signed_in_connects_a_provider(transactional_db, visitor, browser_of, ada, mailoutbox):
    assert visitor.sign_in(access_token=access_token(ada)) == ""
    assert ties() == [ada.email]
    assert OutboxEntry.objects.get(name="ProviderConnected").payload == {"key": ada.public_id, "provider": "home"}
    assert "home" in mailoutbox[-1].body.casefold()
    # Connecting is no sign-in of this browser.
    assert visitor.tokens().status_code == 401

    later = browser_of()
    assert later.sign_in() == ""
    assert later.tokens().status_code == 200


def test_a_provider_is_connected_to_the_account_that_began_it(visitor, ada):
    visitor.client.force_login(factories.user(email="grace@cairn.example"))

    assert visitor.sign_in(access_token=access_token(ada)) == ""
    assert ties() == [ada.email]


def test_a_provider_that_is_connected_to_one_account_is_not_connected_to_another(visitor, browser_of, ada):
    grace = factories.user(email="grace@cairn.example")
    visitor.sign_in(access_token=access_token(ada))

    assert browser_of().sign_in(access_token=access_token(grace)) == "connected_other"
    assert ties() == [ada.email]


WHY = {
    "long ago": "reauthentication_required",
    "signed out": "reauthentication_required",
    "forged": "invalid_token",
    "refresh": "invalid_token",
}


@pytest.mark.parametrize("how", WHY)
def test_nothing_less_than_a_fresh_sign_in_connects_a_provider(visitor, ada, how):
    pair = services.start_family(user=ada)
    token = {"forged": f"{pair.access[:-4]}AAAA", "refresh": pair.refresh}.get(how, pair.access)
    if how == "signed out":
        services.sign_out(token=pair.refresh)
    if how == "long ago":
        ada.token_families.update(started_at=ada.joined_at - services.providers.CONNECT_WITHIN)

    answer = visitor.client.post("/providers/home/", {"access_token": token})

    assert (answer.status_code, answer.json()["code"]) == (401, WHY[how])
    assert "Location" not in answer.headers


def test_an_account_that_is_closed_on_the_way_is_not_connected(visitor, ada, provider):
    """Nor is that of whoever else is signed in to this browser."""
    visitor.client.force_login(factories.user(email="grace@cairn.example"))
    there = visitor.begin(access_token=access_token(ada))
    services.deactivate_account(actor=factories.OPERATOR, public_id=ada.public_id)

    assert told(visitor.come_back(provider.consents(there, ADA))) == "permission_denied"
    assert ties() == []


def test_a_sign_in_that_fails_half_way_leaves_nothing(visitor, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("allauth.socialaccount.models.setup_user_email", broken)
    answer = visitor.come_back(visitor.provider.consents(visitor.begin(), ADA))

    assert answer.status_code == 500
    assert (User.objects.count(), SocialAccount.objects.count(), OutboxEntry.objects.count()) == (0, 0, 0)
