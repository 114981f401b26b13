"""Somebody at allauth's routes, with the session that a sign-in begins."""

import re
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from core.models import OutboxEntry
from tests import factories
from tests.conftest import Api

ACCOUNT = "/api/account/app/v1/"


class Visitor:
    """Keeps the session token that an answer brings, as an app does. `gone("auth/session")`."""

    def __init__(self, **headers: str) -> None:
        self.api, self.headers, self.session = Api(), headers, ""

    def get(self, path: str) -> Any:
        return self._kept(self.api.get(ACCOUNT + path, headers=self._sent()))

    def post(self, path: str, **body: Any) -> Any:
        return self._kept(self.api.post(ACCOUNT + path, body, headers=self._sent()))

    def delete(self, path: str) -> Any:
        return self._kept(self.api.delete(ACCOUNT + path, headers=self._sent()))

    def signs_in(self, email: str, password: str = factories.PASSWORD) -> Any:
        return self.post("auth/login", email=email, password=password)

    def _sent(self) -> dict[str, str]:
        return self.headers | ({"X-Session-Token": self.session} if self.session else {})

    def _kept(self, answer: Any) -> Any:
        told = answer.json() if answer.content else {}
        self.session = told.get("meta", {}).get("session_token", self.session)
        return answer


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor()


@pytest.fixture
def ada(db: None) -> User:
    return factories.user(email="ada@cairn.example")


@pytest.fixture
def signed_in(ada: User) -> Visitor:
    """Ada, by her password."""
    visitor = Visitor()
    visitor.signs_in(ada.email)
    return visitor


def mailed() -> str:
    """What stands by itself in the last mail: a code, or a key."""
    return str(re.findall(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)[0])


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def published() -> list[str]:
    return list(OutboxEntry.objects.order_by("pk").values_list("name", flat=True))
