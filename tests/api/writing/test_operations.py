"""What `writes` makes of a handler: still itself by name, a declaration to read, and questions that come before it."""

from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest

from api.problems import Refusal
from api.writing.inputs import Input
from api.writing.operations import writes
from core.access import Actor, Role
from core.errors import SignInRequired

pytestmark = pytest.mark.unit

ADA = Actor(name="ada@cairn.example", role=Role.CUSTOMER, means="test", public_id="ada")


class Pegs(Input):
    """Nothing that could be sent."""


class Unreadable:
    """A request whose body nobody may look at."""

    META: dict[str, str] = {}

    def __init__(self, user=None, **headers):
        self.user, self.headers = user, headers

    @property
    def data(self):
        pytest.fail("the body was read")


def decorated(**declared: Any) -> Any:
    """A handler that gives back what it got, behind `writes(...)`."""

    @writes(**declared)
    def pitch(view: Any, asked: Any, **address: str) -> Any:
        """Put up the tent."""
        return view, asked.actor, asked.values, asked.version, address

    return pitch


@pytest.mark.roadmap("language.decorators")
def test_a_decorated_handler_is_still_itself_to_whoever_asks():
    pitch = decorated()

    assert (pitch.__name__, pitch.__doc__) == ("pitch", "Put up the tent.")


@pytest.mark.roadmap("language.decorators")
def test_what_it_was_decorated_with_can_be_read_and_is_its_own():
    one, other = decorated(takes=Pegs, status=HTTPStatus.CREATED, is_conditional=True).write, decorated().write

    assert (one.takes, one.status, one.is_conditional) == (Pegs, HTTPStatus.CREATED, True)
    assert (other.takes, other.status, other.is_conditional) == (None, HTTPStatus.OK, False)


@pytest.mark.roadmap("language.decorators")
def test_who_is_nobody_is_told_so_before_anything_is_read():
    pitch = decorated(takes=Pegs, is_conditional=True)

    with pytest.raises(SignInRequired):
        pitch(SimpleNamespace(), Unreadable(**{"If-Match": "nonsense"}))


@pytest.mark.roadmap("language.decorators")
def test_the_version_is_asked_for_before_the_body_is_read():
    pitch = decorated(takes=Pegs, is_conditional=True)

    with pytest.raises(Refusal) as refusal:
        pitch(SimpleNamespace(), Unreadable(ADA))

    assert refusal.value.problem.code == "precondition_required"


@pytest.mark.roadmap("language.decorators")
def test_the_handler_gets_the_request_translated():
    got = decorated()("here", Unreadable(ADA), slug="ridge-tent")

    assert got == ("here", ADA, {}, 0, {"slug": "ridge-tent"})
