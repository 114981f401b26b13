"""What allauth asks of us, asked directly: where one guard stands behind another, each holds alone."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from django.core import mail
from django.core.exceptions import ValidationError

from api.account.adapters import AccountAdapter
from tests.api.account.conftest import Visitor

pytestmark = pytest.mark.integration

ACCENTED = "sam@h\u00fctte.example"


@pytest.fixture
def adapter(rf):
    request = rf.get("/")
    with context.request_context(request):
        yield AccountAdapter(request)


@pytest.mark.parametrize("mail_of", ["account/email/password_changed", "account/email/email_confirmation_signup"])
def test_no_mail_says_where_its_request_believed_us_to_be(transactional_db, ada, settings, rf, mail_of):
    settings.ORIGIN = "https://cairn.example"
    request = rf.get("/", headers={"Host": "testserver:1337"})

    with context.request_context(request):
        AccountAdapter(request).send_notification_mail(mail_of, ada, {"code": "123456", "user": ada})

    assert "1337" not in mail.outbox[-1].body
    assert "cairn.example" in mail.outbox[-1].body


def test_an_address_that_is_spelled_otherwise_than_it_is_stored_is_left_out(adapter):
    assert adapter.clean_email("SAM@Cairn.example") == "sam@cairn.example"
    for other in (ACCENTED, "\u017fam@cairn.example", " sam@cairn.example"):
        with pytest.raises(ValidationError):
            adapter.clean_email(other)


def test_a_key_goes_to_the_account_whatever_address_it_was_asked_for_with(adapter, ada):
    adapter.send_password_reset_mail(ada, "somebody@elsewhere.example", {"uid": "1", "key": "2"})

    assert mail.outbox[-1].to == [ada.email]


def test_another_spelling_of_the_address_signs_in_and_becomes_no_second_address(ada):
    ada.email = "sam@xn--htte-0ra.example"
    ada.save()
    EmailAddress.objects.update(email=ada.email)

    assert Visitor().signs_in(ACCENTED).status_code == 200
    assert EmailAddress.objects.get().email == ada.email


def test_the_caller_is_known_by_what_trusted_proxies_say(adapter, rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})

    assert adapter.get_client_ip(request) == "127.0.0.1"
