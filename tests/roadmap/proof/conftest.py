"""The small project, to break in every way."""

import io

import pytest
from django.core.management import CommandError, call_command

from roadmap import register
from tests.roadmap.camp import TREE, plant


@pytest.fixture
def root(tmp_path, monkeypatch):
    """The small project, sound and exported."""
    monkeypatch.setattr(register, "ROOT", tmp_path)
    plant(tmp_path, TREE)
    call_command("roadmap", "export", stdout=io.StringIO())
    register.load.cache_clear()  # A test may change the register.
    return tmp_path


@pytest.fixture
def refusal(root):
    """Called with arguments of `roadmap check`, which fails: all that it said."""

    def refused(*arguments):
        out = io.StringIO()
        with pytest.raises(CommandError) as refusal:
            call_command("roadmap", "check", *arguments, stdout=out)
        return f"{out.getvalue()}{refusal.value}"

    return refused
