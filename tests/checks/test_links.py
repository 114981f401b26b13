"""Documents point at what exists."""

import pytest

from checks import links

pytestmark = pytest.mark.integration

BROKEN = {
    "[a map](map.md)": "docs/walk.md: the link map.md leads nowhere.",
    "[a map][1]\n\n[1]: ../map.md": "docs/walk.md: the link ../map.md leads nowhere.",
    "[above](#the-summit)": "docs/walk.md: the link #the-summit leads nowhere.",
    "See `catalog/tent.py`.": "docs/walk.md: catalog/tent.py does not exist.",
    "See `catalog/tent.py:12`.": "docs/walk.md: catalog/tent.py does not exist.",
    "See `catalog/tent.py::pitch`.": "docs/walk.md: catalog/tent.py does not exist.",
    "See `catalog/stove.py::light`.": "docs/walk.md: catalog/stove.py has no light.",
}


@pytest.mark.parametrize(("text", "broken"), BROKEN.items())
def test_a_broken_pointer_is_found(project, text, broken):
    root = project({"docs/walk.md": f"# A walk\n\n{text}\n", "catalog/stove.py": "def light_up():\n    pass\n"})

    assert list(links.find(root)) == [broken]


@pytest.mark.parametrize(
    "text",
    [
        "[the top](#a-walk) and [the start](../README.md#where-it-begins)",
        "[far away](https://cairn.example/nowhere) and [a letter](mailto:ada@cairn.example)",
        "See `catalog/stove.py`, `catalog/stove.py::light`, `walk.md` and `*/admin.py`.",
        "```\n[not](read.md)\n```",
        "Written as `[text](address.md)`.",
    ],
)
def test_what_exists_is_left_alone(project, text):
    files = {
        "README.md": "## Where it begins\n",
        "catalog/stove.py": "def light():\n    pass\n",
        "docs/walk.md": f"# A walk\n\n{text}\n",
    }

    assert list(links.find(project(files))) == []
