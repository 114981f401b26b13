"""The admin as a browser sees it: who is signed in, and forms sent back as they were shown."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.access import Actor
from core.models import OutboxEntry


class Desk:
    """A browser at the admin, signed in as somebody."""

    def __init__(self, actor: Actor) -> None:
        self._client = Client()
        self._client.force_login(User.objects.get(public_id=actor.public_id))

    def open(self, page: str, **query: str) -> Any:
        return self._client.get(f"/admin/{page}", query)

    def send(self, page: str, values: dict[str, Any]) -> Any:
        return self._client.post(f"/admin/{page}", values)

    def fill(self, page: str, **typed: Any) -> Any:
        """Open the form, change what is typed, send all that the page holds."""
        return self.send(page, shown(self.open(page)) | typed)

    def confirm(self, page: str) -> Any:
        """Open a confirmation, and say yes."""
        row = self.open(page).context["object"]
        return self.send(page, {"post": "yes", "version": row.version})


def shown(page: Any) -> dict[str, Any]:
    """The values a browser would send for the form as it stands: those of the fields that are on the page."""
    values: dict[str, Any] = {}
    lines = [line for fieldset in page.context["adminform"] for line in fieldset]
    for bound in [field.field for line in lines for field in line if not getattr(field, "is_readonly", False)]:
        if bound.field.show_hidden_initial:
            values[bound.html_initial_name] = bound.initial
        values[bound.html_name] = bound.value()
    return {name: value for name, value in values.items() if value not in {None, False}}


def errors(page: Any) -> dict[str, list[str]]:
    """What stands beside the fields of a form that was refused."""
    assert page.status_code == 200
    return dict(page.context["adminform"].form.errors)


def events_of(actor: Actor) -> list[str]:
    """What they have caused at the desk, by name, in its order."""
    caused = OutboxEntry.objects.filter(actor=actor.name).exclude(name="SignedIn")
    return list(caused.order_by("pk").values_list("name", flat=True))


def told(page: Any) -> str:
    """The message at the top of the page that a redirect leads to."""
    [message] = [str(message) for message in page.wsgi_request._messages]
    return message


@pytest.fixture
def desk(staff: Actor) -> Desk:
    return Desk(staff)


@pytest.fixture
def office(admin: Actor) -> Desk:
    return Desk(admin)
