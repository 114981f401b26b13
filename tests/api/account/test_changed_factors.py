"""A second factor that is set up, taken away, or given new recovery codes ends all other sign-ins of its account."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from accounts import bearers, services
from accounts.models import TokenFamily
from accounts.services import owners
from tests import factories
from tests.api.account.conftest import Visitor, published, told

pytestmark = pytest.mark.integration

TOTP, RECOVERY_CODES = "account/authenticators/totp", "account/authenticators/recovery-codes"


def asked_again(visitor):
    visitor.post("auth/reauthenticate", password=factories.PASSWORD)
    return visitor


def sets_up(visitor):
    secret = asked_again(visitor).get(TOTP).json()["meta"]["secret"]
    return visitor.post(TOTP, code=factories.totp(secret))


def takes_away(visitor):
    return asked_again(visitor).delete(TOTP)


def replaces_codes(visitor):
    return asked_again(visitor).post(RECOVERY_CODES)


CHANGES = {"SecondFactorAdded": sets_up, "SecondFactorRemoved": takes_away, "RecoveryCodesReplaced": replaces_codes}


@pytest.fixture(params=CHANGES)
def event(request):
    return request.param


@pytest.fixture
def here(event, ada):
    """Ada's app, which is about to make that change."""
    visitor = Visitor()
    visitor.signs_in(ada.email)
    if event != "SecondFactorAdded":
        assert sets_up(visitor).status_code == 200
    ada.refresh_from_db()
    return visitor


def alive():
    return list(TokenFamily.objects.filter(revoked_at=None).order_by("pk").values_list("public_id", flat=True))


def test_all_other_sign_ins_end_and_this_one_stays(ada, here, event):
    kept = alive()
    browser, app = Client(), Visitor()
    app.session = session_of(ada)
    browser.force_login(ada)
    services.start_family(user=ada)

    assert CHANGES[event](here).status_code == 200

    assert alive() == kept
    assert here.get("auth/session").status_code == 200
    assert told(app.get("auth/session")) == (410, "session_ended")
    assert "_auth_user_id" not in browser.session
    assert published()[-1] == event


def session_of(ada):
    """That of another app, which has signed in by password and, where it is asked for, code."""
    visitor = Visitor()
    visitor.signs_in(ada.email)
    if codes := Authenticator.objects.filter(user=ada, type=Authenticator.Type.RECOVERY_CODES).first():
        visitor.post("auth/2fa/authenticate", code=codes.wrap().get_unused_codes()[0])
    return visitor.session


def test_programs_go_on(ada, here, event):
    token = factories.personal_token(ada)

    CHANGES[event](here)

    assert bearers.actor_behind(token).is_signed_in


def test_it_is_told_by_mail_once_it_is_done(transactional_db, ada, here, event):
    CHANGES[event](here)

    assert mail.outbox[-1].to == [ada.email]
    assert mail.outbox[-1].subject.startswith("[Cairn] ")


def test_it_is_no_error_because_the_mail_is_not_sent(transactional_db, here, event, broken_mail):
    assert CHANGES[event](here).status_code == 200


def test_what_is_refused_ends_nothing(ada, here, event):
    services.start_family(user=ada)
    before = alive()

    refused = [here.post(TOTP, code="no code"), here.delete("account/authenticators")]

    assert {answer.status_code for answer in refused} <= {400, 401, 405, 409}
    assert alive() == before


def test_nothing_ends_where_there_was_nothing_to_take_away(ada, signed_in):
    services.start_family(user=ada)

    assert takes_away(signed_in).status_code == 200

    assert len(alive()) == 2


def test_a_sign_in_that_ends_meanwhile_changes_nothing(here, event, monkeypatch):
    asked_again(here)
    before = list(Authenticator.objects.values("pk", "data"))
    locked = owners.locked

    def ended_first(actor):
        services.end_family(actor=actor, family=actor.sign_in)
        return locked(actor)

    monkeypatch.setattr(owners, "locked", ended_first)

    assert told(CHANGES[event](here)) == (401, "sign_in_required")
    assert list(Authenticator.objects.values("pk", "data")) == before


def test_nobody_signs_in_by_what_was_asked_for_before(ada, here, event):
    CHANGES[event](here)

    with pytest.raises(services.InvalidCredentials):
        services.start_family(user=ada)
    with pytest.raises(services.InvalidCredentials):
        Client().force_login(ada)
