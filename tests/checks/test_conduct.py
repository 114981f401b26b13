"""What every test is held to, by the section of pytest in pyproject.toml. Each of these rules is broken here once."""

import socket
import warnings

import pytest

# An address set apart for documents (RFC 5737): nobody lives there.
FAR_AWAY = ("192.0.2.1", 80)


@pytest.mark.unit
@pytest.mark.roadmap("tools.testing-unit")
def test_a_warning_is_an_error():
    with pytest.raises(UserWarning, match="Rain is expected"):
        warnings.warn("Rain is expected.", stacklevel=1)


@pytest.mark.unit
def test_no_test_leaves_this_machine():
    # It warns before it refuses, and a warning is an error.
    with pytest.raises(UserWarning, match="A test tried to use"), socket.socket() as far:
        far.connect(FAR_AWAY)


@pytest.mark.unit
def test_a_mark_that_nobody_declared_is_an_error():
    with pytest.raises(pytest.fail.Exception, match="'untit' not found in `markers`"):
        _ = pytest.mark.untit
