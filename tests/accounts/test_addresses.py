"""No account is opened, made or kept by another spelling of its address; and names that services take."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from accounts import services
from accounts.models import User
from accounts.services import Provided
from catalog.models import PriceRecord
from core.access import Scope, spelling
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

COMPOSED, DECOMPOSED, IN_DNS = "x@\u00e9xample.example", "x@e\u0301xample.example", "x@xn--xample-9ua.example"


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ("gauss@corp.example", "gau\u00df@corp.example"),
        ("x@strasse.example", "x@stra\u00dfe.example"),
        ("sam@corp.example", "\u017fam@corp.example"),
        ("kim@corp.example", "\u212aim@corp.example"),
        (IN_DNS, DECOMPOSED),
    ],
)
def test_a_provider_that_vouches_opens_no_account_by_another_spelling(db, theirs, said):
    factories.user(email=theirs)

    for word in (services.account_for, lambda provided: services.welcome(provided=provided, provider="home")):
        with pytest.raises(services.UnverifiedAtProvider):
            word(Provided(said, is_verified=True, vouches=True))
    assert User.objects.count() == 1


def test_the_case_of_ascii_is_no_other_spelling(db):
    gauss = factories.user(email="gauss@corp.example")

    assert services.account_for(Provided("Gauss@CORP.example", is_verified=True, vouches=True)) == gauss
    assert services.account_for(Provided("Gauss@CORP.example", is_verified=True, vouches=["corp.example"])) == gauss


def test_the_spellings_of_one_mailbox_are_one_account(db):
    made = services.sign_up(email=COMPOSED, password=factories.PASSWORD)

    for again in (COMPOSED, DECOMPOSED, IN_DNS):
        assert User.objects.get_by_natural_key(again) == made
        with pytest.raises(services.EmailTaken):
            services.sign_up(email=again, password=factories.PASSWORD)


def test_what_is_no_address_has_no_account_and_gets_none(db):
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("gau\u00df@cairn.example")
    with pytest.raises(spelling.InvalidEmail):
        services.sign_up(email="gau\u00df@cairn.example", password=factories.PASSWORD)


def stored(email):
    """An account as it was kept before there was one spelling, and what it has done."""
    user = factories.user(email="ada@cairn.example")
    User.objects.filter(pk=user.pk).update(email=email)
    EmailAddress.objects.filter(user=user).update(email=email)
    return user


def respell():
    import_module("accounts.migrations.0007_addresses_in_one_spelling").respell(apps, None)


def spellings():
    return list(User.objects.order_by("pk").values_list("email", flat=True))


def test_an_account_from_before_keeps_its_owner_its_proof_and_its_history(staff, tent):
    ada = stored(COMPOSED)
    actor = factories.actor(User.objects.get(pk=ada.pk))
    OutboxEntry.objects.all().delete()
    services.rename_account(actor=actor, display_name="Ada L.", expected_version=1)
    PriceRecord.objects.update(actor=COMPOSED)

    respell()

    ada.refresh_from_db()
    assert ada.email == IN_DNS
    assert services.sign_in(email=COMPOSED, password=factories.PASSWORD).access
    assert OutboxEntry.objects.filter(name="AccountRenamed").get().actor == IN_DNS
    assert set(PriceRecord.objects.values_list("actor", flat=True)) == {IN_DNS}


@pytest.mark.parametrize("other", [DECOMPOSED, IN_DNS])
def test_two_accounts_of_one_mailbox_stay_two(db, other):
    stored(COMPOSED), stored(other)

    respell()

    assert spellings() == [COMPOSED, other]


@pytest.mark.parametrize(
    "email",
    [
        "gau\u00df@cairn.example",
        # Its proof came from where IDNA 2003 had the mail brought: without the joiner, and so to another domain.
        "x@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example",
    ],
)
def test_what_was_not_proven_in_the_spelling_of_today_is_left_alone(db, email):
    stored(email)

    respell()

    assert spellings() == [email]


@pytest.mark.parametrize("name", ["Ada\nL.", "Ada\u202eyrarbil", "A" * 81], ids=ascii)
def test_every_service_that_takes_a_name_refuses_one_that_is_unfit(customer, name):
    at = "https://notes.example"
    provided = Provided("new@cairn.example", is_verified=True, display_name=name)

    with pytest.raises(spelling.UnfitName):
        services.rename_account(actor=customer, display_name=name, expected_version=1)
    with pytest.raises(spelling.UnfitName):
        services.register_application(
            actor=customer, name=name, client_type="public", grant="authorization-code", redirect_uris=[at]
        )
    with pytest.raises(spelling.UnfitName):
        services.create_personal_token(actor=customer, name=name, scopes=tuple(Scope))
    assert services.welcome(provided=provided, provider="home").display_name == spelling.fit_name(name)
