"""What a refusal says."""

import pytest

from core.errors import Conflict, DomainError, NotFound, NotPermitted, SignInRequired, VersionConflict

pytestmark = pytest.mark.unit


def test_a_refusal_has_a_message_a_field_and_facts():
    refusal = Conflict("Only three are left.", field="quantity", requested=5, available=3)

    assert str(refusal) == refusal.message == "Only three are left."
    assert refusal.field == "quantity"
    assert refusal.facts == {"requested": 5, "available": 3}


def test_a_version_conflict_says_what_the_version_is_now():
    refusal = VersionConflict(current=7)

    assert refusal.current == 7
    assert refusal.field is None


def test_codes_are_stable():
    kinds: list[type[DomainError]] = [DomainError, NotFound, Conflict, VersionConflict, SignInRequired, NotPermitted]

    assert [kind.code for kind in kinds] == [
        "refused",
        "not_found",
        "conflict",
        "version_conflict",
        "sign_in_required",
        "not_permitted",
    ]
