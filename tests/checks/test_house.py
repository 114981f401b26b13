"""Each house rule finds what it is for, and nothing else."""

import pytest

from checks import house

pytestmark = pytest.mark.integration

# A bar stands where a word is split, so that this file itself stays clean.
BREACHES = {
    'class Tent:\n    class Meta:\n        fields = "__all__"\n': '3: fields = "__all__": name the fields.',
    'form = modelform_factory(Tent, fields="__all__")\n': '1: fields = "__all__": name the fields.',
    "# TO|DO: pitch it\n": "1: do it now, or file an issue.",
    "import os  # no|qa: F401\n": "1: an ignored check has its reason on the line or above it.",
    "pitch()  # type: ig|nore[no-any-return]\n": "1: an ignored check has its reason on the line or above it.",
    'INDEX = "https://py|pi.org/simple"\n': "1: holds the address of a package registry.",
    'HOME = "/Us|ers/ada/cairn"\n': "1: holds a path of one machine.",
}


@pytest.mark.roadmap("tools.linting")
@pytest.mark.parametrize(("source", "breach"), BREACHES.items())
def test_a_breach_is_found(project, source, breach):
    root = project({"tent.py": source.replace("|", "")})

    assert list(house.find(root)) == [f"tent.py:{breach}"]


@pytest.mark.parametrize("name", ["catalog/utils.py", "catalog/helpers/tent.py"])
def test_a_vague_name_is_refused(project, name):
    root = project({name: "PEGS = 12\n"})

    assert list(house.find(root)) == [f"{name}: a module is named by the thing it holds."]


def test_a_second_kind_of_lock_is_refused(project):
    root = project({"uv.lock": "version = 1\n"})

    assert list(house.find(root)) == ["uv.lock: locks are requirements/*.txt."]


@pytest.mark.parametrize(
    "source",
    ["import os  # noqa: F401 - read by the stove\n", "# Read by the stove.\nimport os  # no|qa: F401\n"],
)
def test_an_ignore_with_its_reason_is_fine(project, source):
    root = project({"tent.py": source.replace("|", "")})

    assert list(house.find(root)) == []


def test_what_git_ignores_is_not_read(project):
    root = project({".gitignore": "drafts/\n", "drafts/utils.py": "PEGS = 12\n"})

    assert list(house.find(root)) == []
