"""What people do with their own account, and what is left when it is gone."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError

from accounts import selectors, services, tokens
from accounts.models import SpentRefresh, TokenFamily, User
from accounts.selectors import AccountGone
from accounts.services import own
from catalog import services as catalog
from catalog.models import PriceRecord, Rating, Review
from core import clock
from core.access import ANONYMOUS, Role, Scope
from core.errors import NotPermitted, SignInRequired, VersionConflict
from core.models import OutboxEntry
from core.money import Money
from tests import factories

pytestmark = pytest.mark.integration

NEW = "over the high pass"


def row(actor):
    return User.objects.get(public_id=actor.public_id)


def signed_in(actor) -> tuple[services.TokenPair, Any]:
    """A pair of tokens, and the actor that its access token makes."""
    pair = services.start_family(user=row(actor))
    return pair, tokens.actor_behind(pair.access)


def delete(actor, password=factories.PASSWORD):
    services.delete_account(actor=actor, password=password)


def published():
    return list(OutboxEntry.objects.order_by("pk").values_list("name", flat=True))


CALLS: dict[str, dict[str, Any]] = {
    "rename_account": {"display_name": "Ada L.", "expected_version": 1},
    "end_sign_in": {"public_id": "none"},
    "replace_password": {"password": factories.PASSWORD, "new_password": NEW},
    "delete_account": {"password": factories.PASSWORD},
}


@pytest.mark.parametrize("call", CALLS)
def test_only_who_has_an_account_does_anything_with_it(db, call):
    with pytest.raises(SignInRequired):
        getattr(services, call)(actor=ANONYMOUS, **CALLS[call])
    with pytest.raises(NotPermitted):
        getattr(services, call)(actor=factories.OPERATOR, **CALLS[call])


@pytest.mark.parametrize("call", [call for call in CALLS if call != "end_sign_in"])
def test_an_account_that_is_gone_is_told_so(customer, call):
    row(customer).delete()

    with pytest.raises(AccountGone):
        getattr(services, call)(actor=customer, **CALLS[call])


def test_nobody_exports_who_has_no_account(customer):
    row(customer).delete()

    for actor, refusal in ((ANONYMOUS, SignInRequired), (factories.OPERATOR, NotPermitted), (customer, AccountGone)):
        with pytest.raises(refusal):
            selectors.export(actor=actor)


def test_a_new_name_is_a_new_version_and_an_event_without_it(customer):
    services.rename_account(actor=customer, display_name="Ada L.", expected_version=1)

    assert (row(customer).display_name, row(customer).version) == ("Ada L.", 2)
    assert published() == ["AccountRenamed"]
    assert "Ada L." not in json.dumps(OutboxEntry.objects.get().payload)


def test_the_same_name_changes_nothing(customer):
    services.rename_account(actor=customer, display_name="Ada", expected_version=1)

    assert (row(customer).version, published()) == (1, [])


def test_a_stale_rename_is_refused(customer):
    with pytest.raises(VersionConflict):
        services.rename_account(actor=customer, display_name="Ada L.", expected_version=2)


@pytest.mark.parametrize("change", ["role", "demo"])
def test_whatever_is_shown_of_an_account_counts_its_version(admin, customer, change):
    if change == "role":
        services.change_role(actor=admin, public_id=customer.public_id, role=Role.STAFF)
    else:
        customer = factories.actor(factories.user(email="customer@cairn.example"))
        passwords = {f"{name}@cairn.example": NEW for name in ("customer", "staff", "admin")}
        services.create_demo_accounts(actor=factories.OPERATOR, passwords=passwords, reset=True)

    assert row(customer).version == 2


def test_one_ends_one_of_ones_own_sign_ins_and_no_other(customer, other_customer):
    (_, here), (there, _), (theirs, _) = signed_in(customer), signed_in(customer), signed_in(other_customer)
    family = tokens.actor_behind(there.access).sign_in

    services.end_sign_in(actor=here, public_id=str(family))

    alive = set(TokenFamily.objects.filter(revoked_at=None).values_list("public_id", flat=True))
    assert alive == {here.sign_in, tokens.verified_refresh(theirs.refresh).sid}
    assert published()[-1] == "SignedOut"


def test_what_is_not_ones_own_or_has_ended_is_not_found_alike(customer, other_customer):
    (_, here), (_, theirs) = signed_in(customer), signed_in(other_customer)
    services.end_sign_in(actor=here, public_id=here.sign_in)

    messages = set()
    for public_id in ("missing", theirs.sign_in, here.sign_in):
        with pytest.raises(services.SignInNotFound) as refusal:
            services.end_sign_in(actor=here, public_id=public_id)
        messages.add(str(refusal.value))

    assert len(messages) == 1
    assert TokenFamily.objects.filter(user=row(theirs), revoked_at=None).exists()


def test_a_sign_in_whose_time_is_over_can_not_be_ended(customer):
    _, here = signed_in(customer)

    with clock.stopped(clock.now() + timedelta(days=91)), pytest.raises(services.SignInNotFound):
        services.end_sign_in(actor=here, public_id=here.sign_in)


def test_a_new_password_leaves_this_sign_in_and_ends_the_others(customer):
    (here, actor), (there, _) = signed_in(customer), signed_in(customer)

    services.replace_password(actor=actor, password=factories.PASSWORD, new_password=NEW)

    assert row(customer).check_password(NEW)
    assert services.refresh(token=here.refresh).access
    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=there.refresh)


@pytest.mark.parametrize("call", ["replace_password", "delete_account"])
def test_who_does_not_know_the_password_changes_nothing(customer, call):
    with pytest.raises(services.WrongPassword):
        getattr(services, call)(actor=customer, **{**CALLS[call], "password": "guessed"})

    assert row(customer).check_password(factories.PASSWORD)
    assert published() == []


@pytest.mark.parametrize("call", ["replace_password", "delete_account"])
def test_a_password_that_changes_while_it_is_proven_proves_nothing(customer, call, monkeypatch):
    proven = own._proven

    def changed_meanwhile(actor, password):
        user = proven(actor, password)
        monkeypatch.undo()
        services.replace_password(actor=customer, password=factories.PASSWORD, new_password=NEW)
        return user

    monkeypatch.setattr(own, "_proven", changed_meanwhile)

    with pytest.raises(services.WrongPassword):
        getattr(services, call)(actor=customer, **CALLS[call])


def test_nobody_signs_in_with_a_password_that_was_changed_meanwhile(customer):
    before = row(customer)
    services.replace_password(actor=customer, password=factories.PASSWORD, new_password=NEW)

    with pytest.raises(services.InvalidCredentials):
        services.start_family(user=before)


@pytest.mark.parametrize("end", ["closed", "deleted"])
def test_nobody_signs_in_to_an_account_that_went_meanwhile(customer, admin, end):
    before = row(customer)
    if end == "closed":
        services.deactivate_account(actor=admin, public_id=customer.public_id)
    else:
        delete(customer)

    with pytest.raises(services.InvalidCredentials):
        services.start_family(user=before)


def test_an_account_goes_with_all_that_is_only_its_own(customer):
    pair, actor = signed_in(customer)
    following = services.refresh(token=pair.refresh)

    delete(actor)

    assert not User.objects.filter(public_id=customer.public_id).exists()
    assert (TokenFamily.objects.count(), SpentRefresh.objects.count()) == (0, 0)
    for token in (pair.refresh, following.refresh):
        with pytest.raises(tokens.TokenRefused):
            services.refresh(token=token)
    with pytest.raises(services.InvalidCredentials):
        services.sign_in(email=customer.name, password=factories.PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_its_access_tokens_are_refused_once_it_is_gone():
    user = factories.user()
    pair = services.start_family(user=user)  # not used before: what was asked a moment ago is known for a second

    delete(factories.actor(user))

    with pytest.raises(tokens.TokenRefused):
        tokens.actor_behind(pair.access)


def test_reviews_outlive_their_author_and_go_on_counting(customer, tent):
    catalog.review_product(actor=customer, slug=tent.slug, rating=2)
    factories.review(tent, rating=4)

    delete(customer)

    assert Review.objects.get(rating=2).author is None
    assert (Rating.objects.get().count, Rating.objects.get().average_hundredths) == (2, 300)


def test_what_stays_names_nobody(staff, tent):
    catalog.change_price(actor=staff, slug=tent.slug, expected_version=tent.version, new_price=Money(9900))
    LogEntry.objects.create(
        user=row(staff), content_type=ContentType.objects.first(), action_flag=2, object_repr="tent"
    )

    delete(staff)

    pseudonym = f"deleted:{staff.public_id}"
    assert PriceRecord.objects.latest("pk").actor == pseudonym
    assert set(OutboxEntry.objects.order_by("-pk").values_list("name", "actor")[:2]) == {
        ("PriceChanged", pseudonym),
        ("AccountDeleted", pseudonym),
    }
    assert not OutboxEntry.objects.filter(actor=staff.name).exists()
    assert not LogEntry.objects.exists()


def test_others_keep_their_names(customer, staff, tent):
    catalog.change_price(actor=staff, slug=tent.slug, expected_version=tent.version, new_price=Money(9900))

    delete(customer)

    assert PriceRecord.objects.latest("pk").actor == staff.name
    assert OutboxEntry.objects.filter(actor=staff.name).exists()


def test_the_last_admin_stays(admin):
    with pytest.raises(services.UnableToDeleteAccount):
        delete(admin)

    factories.user(Role.ADMIN)
    delete(admin)
    assert not User.objects.filter(public_id=admin.public_id).exists()


def test_a_deletion_that_fails_half_way_deletes_nothing(customer, tent, monkeypatch):
    signed_in(customer)
    catalog.review_product(actor=customer, slug=tent.slug, rating=2)
    before = published()

    def refused(self):
        raise IntegrityError

    monkeypatch.setattr(User, "delete", refused)

    with pytest.raises(services.UnableToDeleteAccount):
        delete(customer)
    assert TokenFamily.objects.get().revoked_at is None
    assert Review.objects.get().author == row(customer)
    assert published() == before
    assert OutboxEntry.objects.filter(actor=customer.name).exists()


IN_PERSON = {
    "rename": lambda actor: services.rename_account(actor=actor, display_name="Another", expected_version=1),
    "end a sign-in": lambda actor: services.end_sign_in(actor=actor, public_id="any"),
    "sign out everywhere": lambda actor: services.sign_out_everywhere(actor=actor),
    "delete the account": lambda actor: services.delete_account(actor=actor, password=factories.PASSWORD),
    "export": lambda actor: selectors.export(actor=actor),
    "register an application": lambda actor: services.register_application(
        actor=actor,
        name="Notes",
        client_type="public",
        grant="authorization-code",
        redirect_uris=["https://x.example/"],
    ),
    "take an application back": lambda actor: services.revoke_authorization(actor=actor, client_id="any"),
    "make a key": lambda actor: services.create_personal_token(actor=actor, name="A script", scopes=[]),
}


@pytest.mark.parametrize("what", IN_PERSON)
def test_a_token_that_was_given_away_does_nothing_with_the_account_whatever_its_scopes(customer, what):
    given_away = replace(customer, means="personal token", scopes=frozenset(Scope))

    with pytest.raises(NotPermitted):
        IN_PERSON[what](given_away)

    assert list(User.objects.values_list("display_name", "version")) == [("Ada", 1)]
