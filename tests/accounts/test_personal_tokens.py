"""Making and revoking personal tokens: by whom, how many, for how long, and what is left of them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts import services
from accounts.models import PersonalToken, TokenFamily, User
from accounts.services import personal_tokens
from core import clock
from core.access import ANONYMOUS, Scope
from core.errors import NotPermitted, SignInRequired
from core.models import OutboxEntry
from tests import factories

pytestmark = pytest.mark.integration

READ = (Scope.CATALOG_READ,)


def create(actor, **more):
    return services.create_personal_token(actor=actor, name="A script", scopes=READ, **more)


def published():
    return list(OutboxEntry.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.roadmap("api.tokens")
def test_the_secret_is_told_once_and_stands_nowhere(customer):
    issued = create(customer)

    stored = json.dumps([list(PersonalToken.objects.values()), list(OutboxEntry.objects.values())], default=str)
    assert issued.secret not in stored
    assert issued.secret not in repr(issued)
    assert published() == ["PersonalTokenCreated"]
    assert issued.row.public_id in json.dumps(list(OutboxEntry.objects.values_list("payload", flat=True)))


def test_a_token_lasts_thirty_days_unless_said_otherwise(customer, stopped_clock):
    assert create(customer).row.expires_at == stopped_clock + timedelta(days=30)
    assert create(customer, lasts=timedelta(days=1)).row.expires_at == stopped_clock + timedelta(days=1)


@pytest.mark.parametrize("lasts", [timedelta(), timedelta(days=-1), services.LASTS_AT_MOST + timedelta(seconds=1)])
def test_no_token_lasts_for_ever_or_not_at_all(customer, lasts):
    with pytest.raises(services.UnableToCreateToken):
        create(customer, lasts=lasts)


def test_a_token_is_good_for_something(customer):
    with pytest.raises(services.UnableToCreateToken):
        services.create_personal_token(actor=customer, name="A script", scopes=())


@pytest.mark.roadmap("api.tokens")
def test_a_token_makes_and_revokes_no_token_whatever_its_scopes(customer):
    public_id = create(customer).row.public_id
    token = replace(customer, scopes=frozenset(Scope))

    with pytest.raises(NotPermitted):
        create(token)
    with pytest.raises(NotPermitted):
        services.revoke_personal_token(actor=token, public_id=public_id)


def test_nobody_and_no_command_has_tokens(db):
    with pytest.raises(SignInRequired):
        create(ANONYMOUS)
    with pytest.raises(NotPermitted):
        create(factories.OPERATOR)


def closed(accounts):
    accounts.update(is_active=False)


def deleted(accounts):
    accounts.delete()


@pytest.mark.parametrize("leave", [closed, deleted])
def test_who_has_left_makes_no_token_while_an_access_token_lasts(customer, leave):
    leave(User.objects.filter(public_id=customer.public_id))

    with pytest.raises(SignInRequired):
        create(customer)


def test_a_sign_in_that_has_ended_makes_no_token_while_its_access_token_lasts(customer):
    user = User.objects.get(public_id=customer.public_id)
    pair = services.start_family(user=user)
    still_believed = replace(customer, sign_in=TokenFamily.objects.get().public_id)
    create(still_believed)
    services.sign_out(token=pair.refresh)

    with pytest.raises(SignInRequired):
        create(still_believed)


def test_a_person_has_so_many_living_tokens_and_no_more(customer, other_customer, monkeypatch):
    monkeypatch.setattr(personal_tokens, "MOST", 2)
    first, _ = create(customer), create(customer)

    with pytest.raises(services.UnableToCreateToken):
        create(customer)
    create(other_customer)
    services.revoke_personal_token(actor=customer, public_id=first.row.public_id)
    create(customer, lasts=timedelta(days=1))
    with clock.stopped(clock.now() + timedelta(days=2)):
        create(customer)


@pytest.mark.parametrize("revoked", ["another's", "missing", "twice"])
def test_what_one_can_not_revoke_is_as_if_it_were_not_there(customer, other_customer, revoked):
    public_id = create(customer).row.public_id
    if revoked == "twice":
        services.revoke_personal_token(actor=customer, public_id=public_id)
    actor = other_customer if revoked == "another's" else customer

    with pytest.raises(services.TokenNotFound) as refused:
        services.revoke_personal_token(actor=actor, public_id="missing" if revoked == "missing" else public_id)

    assert str(refused.value) == "There is no such token."


def test_an_admin_revokes_anybodys(customer, staff, admin):
    public_id = create(customer).row.public_id
    with pytest.raises(services.TokenNotFound):
        services.revoke_personal_token(actor=staff, public_id=public_id)

    services.revoke_personal_token(actor=admin, public_id=public_id)

    told = OutboxEntry.objects.get(name="PersonalTokenRevoked")
    assert (told.actor, told.payload["key"]) == (admin.name, customer.public_id)


def test_signing_out_everywhere_leaves_programs_alone(customer):
    create(customer)

    services.sign_out_everywhere(actor=customer)

    assert PersonalToken.objects.get().revoked_at is None


def test_expired_and_revoked_tokens_are_forgotten_after_a_while(customer, capsys):
    create(customer)
    services.revoke_personal_token(actor=customer, public_id=create(customer).row.public_id)
    for days, left in [(29, 2), (31, 1), (59, 1), (61, 0)]:
        with clock.stopped(clock.now() + timedelta(days=days)):
            call_command("forget_sign_ins")
        assert PersonalToken.objects.count() == left

    assert capsys.readouterr().out.count("and 1 personal tokens are forgotten") == 2


def test_a_customer_forgets_nobodys_tokens(customer):
    with pytest.raises(NotPermitted):
        services.forget_ended_personal_tokens(actor=customer)


@pytest.mark.parametrize("wrong", [{"scopes": ""}, {"expires_at": clock.now() - timedelta(days=400)}])
def test_the_database_keeps_no_token_without_scope_or_end(customer, wrong):
    create(customer)

    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalToken.objects.update(**wrong)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="needs a database with row locks")
@pytest.mark.django_db(transaction=True)
def test_two_tokens_made_at_once_are_both_counted(elsewhere, monkeypatch):
    monkeypatch.setattr(personal_tokens, "MOST", 1)
    ada = factories.actor(factories.user())
    with transaction.atomic():
        create(ada)
        # The other one waits for the account, longer than its patience; without the lock it would be made.
        with pytest.raises(Exception, match=r"(?i)lock|timeout"):
            elsewhere(lambda: create(ada))

    assert PersonalToken.objects.count() == 1
