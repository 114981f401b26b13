"""One person in two windows at once: there is one account, and no error of ours."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from accounts.models import User
from accounts.services import providers
from core import events
from tests.api.account.providers.conftest import Browser, told
from tests.api.account.providers.crooked import Person

pytestmark = pytest.mark.integration


@pytest.fixture
def two_windows(transactional_db, provider, named, monkeypatch):
    """Both have been at the provider, and are about to come back; whoever makes an account takes their time."""
    if connection.vendor == "sqlite":
        pytest.skip("needs a database with row locks, this run is on sqlite: make test-postgresql")

    def published(*event, **options):
        time.sleep(0.3)
        events.publish(*event, **options)

    monkeypatch.setattr(providers, "publish", published)
    browsers = [Browser(provider) for _ in range(2)]
    return [(browser, provider.consents(browser.begin(), Person())) for browser in browsers]


def test_a_newcomer_in_two_windows_gets_one_account(two_windows):
    start = Barrier(2)

    def come_back(window):
        browser, answer = window
        start.wait()
        try:
            return told(browser.come_back(answer))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(come_back, two_windows))

    assert sorted(outcomes) == ["", "email_taken"]
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)
