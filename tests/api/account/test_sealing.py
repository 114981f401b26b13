"""What is sealed is read by this service alone, for the purpose it was sealed for, and after a change of keys."""

import pytest
from cryptography.fernet import InvalidToken

from api.account import sealing

pytestmark = pytest.mark.unit

NEXT = "the next secret key, which is as long as it should be, at the least"


@pytest.fixture
def new_key(settings):
    """The secret key was changed after this: `new_key()`. With `forgets=True`, the one before is not known any more."""

    def change(*, forgets=False):
        settings.SECRET_KEY_FALLBACKS = [] if forgets else [settings.SECRET_KEY]
        settings.SECRET_KEY = NEXT

    return change


def test_a_sealed_text_is_opened_again_and_looks_different_each_time():
    sealed = {sealing.sealed("JBSWY3DP", "a purpose") for _ in range(3)}

    assert len(sealed) == 3
    assert {sealing.opened(text, "a purpose") for text in sealed} == {"JBSWY3DP"}
    assert not any("JBSWY3DP" in text for text in sealed)


def test_a_handle_is_always_the_same_and_leads_back():
    handles = {sealing.handle("session", "a purpose") for _ in range(3)}

    assert len(handles) == 1
    assert sealing.behind(handles.pop(), "a purpose") == "session"


def test_another_purpose_opens_nothing():
    with pytest.raises(InvalidToken):
        sealing.opened(sealing.sealed("text", "a purpose"), "another")

    assert sealing.behind(sealing.handle("text", "a purpose"), "another") is None


@pytest.mark.parametrize("handle", ["", "x", "é", "AAAA", "A" * 44, "=" * 44])
def test_a_handle_that_was_not_made_here_leads_nowhere(handle):
    assert sealing.behind(handle, "a purpose") is None


def test_a_handle_with_one_letter_changed_leads_nowhere():
    handle = sealing.handle("session", "a purpose")
    changed = [handle[:at] + ("A" if handle[at] != "A" else "B") + handle[at + 1 :] for at in range(len(handle) - 4)]

    assert {sealing.behind(text, "a purpose") for text in changed} == {None}


def test_what_was_sealed_before_a_change_of_keys_is_opened_after_it(new_key):
    sealed, handle = sealing.sealed("text", "a purpose"), sealing.handle("session", "a purpose")

    new_key()

    assert sealing.opened(sealed, "a purpose") == "text"
    assert sealing.behind(handle, "a purpose") == "session"


def test_a_key_that_is_forgotten_opens_nothing(new_key):
    sealed, handle = sealing.sealed("text", "a purpose"), sealing.handle("session", "a purpose")

    new_key(forgets=True)

    with pytest.raises(InvalidToken):
        sealing.opened(sealed, "a purpose")
    assert sealing.behind(handle, "a purpose") is None
