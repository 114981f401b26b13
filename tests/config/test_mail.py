"""Where mails go is told by one address, and is never in the clear unless it says so."""

import pytest

from config.settings.mail import mailer

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("url", "port", "begins_with_tls", "turns_to_tls"),
    [
        ("smtp://mail.cairn.example", 587, False, True),
        ("smtps://mail.cairn.example", 465, True, False),
        ("smtp+plain://mail.cairn.example:1025", 1025, False, False),
    ],
)
def test_a_mail_server_is_told_by_its_address(url, port, begins_with_tls, turns_to_tls):
    options = mailer(url)["OPTIONS"]

    assert (options["host"], options["port"]) == ("mail.cairn.example", port)
    assert (options["use_ssl"], options["use_tls"]) == (begins_with_tls, turns_to_tls)


def test_name_and_password_may_hold_any_character():
    options = mailer("smtp://shop%40cairn.example:p%2Fss%3Aword@mail.cairn.example")["OPTIONS"]

    assert (options["username"], options["password"]) == ("shop@cairn.example", "p/ss:word")


def test_without_an_address_mails_are_files():
    assert mailer(None)["BACKEND"].endswith("filebased.EmailBackend")
