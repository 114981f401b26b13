"""The names of families: they say when one began, and only the holder of a code can say which it is."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.oauth import families

pytestmark = pytest.mark.unit

AT = datetime(2100, 7, 1, 12, 0, 0, 123_000, tzinfo=UTC)


def test_a_code_names_the_family_that_began_with_it():
    name = families.named_by(families.new_code(at=AT))

    assert name is not None
    assert name.version == 8
    assert families.began(name) == AT
    assert families.ends(name) == AT + timedelta(days=90)


def test_two_codes_of_one_moment_name_two_families():
    names = {families.named_by(families.new_code(at=AT)) for _ in range(100)}

    assert len(names) == 100


def test_a_code_changed_in_one_letter_names_another_family():
    code = families.new_code(at=AT)

    assert families.named_by(code) != families.named_by(f"{code[:-1]}{'a' if code[-1] != 'a' else 'b'}")


def test_no_name_is_one_that_mariadb_does_not_take():
    """One in 64 would begin its ninth byte so, and a sign-in in 64 would fail there."""
    names = [families.named_by(families.new_code(at=AT)) for _ in range(1_000)]

    assert all(name is not None and name.variant == RFC_4122 and name.bytes[8] != 0x80 for name in names)


@given(st.text())
def test_whatever_is_sent_as_a_code_is_a_name_or_none(code):
    name = families.named_by(code)

    assert name is None or name.version == 8
