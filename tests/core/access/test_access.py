"""Who may pass."""

import pytest

from core import access
from core.access import ANONYMOUS, Actor, Role, require
from core.errors import NotPermitted, SignInRequired

pytestmark = pytest.mark.unit

ADA = Actor(name="ada@cairn.example", role=Role.CUSTOMER, means="test", public_id="ada")


def may_pitch(actor: Actor, place: str) -> bool:
    return actor.is_staff and place == "meadow"


def test_who_may_passes():
    staff = Actor(name="tenzing@cairn.example", role=Role.STAFF, means="test")

    require(staff, may_pitch, "meadow")


@pytest.mark.roadmap("language.functions")
def test_the_permission_sees_the_thing():
    with pytest.raises(NotPermitted):
        require(access.command("seed"), may_pitch, "glacier")


@pytest.mark.roadmap("role.auth-security")
def test_nobody_is_asked_to_sign_in():
    with pytest.raises(SignInRequired):
        require(ANONYMOUS, may_pitch, "meadow")


@pytest.mark.roadmap("language.functions", "role.auth-security")
def test_somebody_else_is_told_which_permission_they_lack():
    with pytest.raises(NotPermitted) as refusal:
        require(ADA, may_pitch, "meadow")

    assert refusal.value.facts == {"permission": "may_pitch"}


@pytest.mark.parametrize(
    ("role", "is_signed_in", "is_staff"),
    [
        (Role.ANONYMOUS, False, False),
        (Role.CUSTOMER, True, False),
        (Role.STAFF, True, True),
        (Role.ADMIN, True, True),
    ],
)
def test_what_a_role_is(role, is_signed_in, is_staff):
    actor = Actor(name="somebody", role=role, means="test")

    assert actor.is_signed_in is is_signed_in
    assert actor.is_staff is is_staff


def test_a_command_acts_as_admin_under_its_own_name():
    actor = access.command("seed")

    assert actor == Actor(name="command:seed", role=Role.ADMIN, means="command", public_id=None)
