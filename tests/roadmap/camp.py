"""A small project: one topic done, one begun."""

PAGE = """A tent keeps the rain out.

## Where it lives

In `camp/tent.py`.

## Why here

It rains.

## What goes wrong without it

It gets wet.

## Try it

```console
$ echo It stands.
It stands.
```

## Test yourself

How many poles?
"""

TREE = {
    "roadmap/topics.toml": """
[[sections]]
slug = "camp"
title = "A camp"
topics = [
    { slug = "camp.tent", title = "A tent", after = [], done = true },
    { slug = "camp.stove", title = "A stove", after = ["camp.tent"] },
]
""",
    "camp/tent.py": "# roadmap: camp.tent\ndef pitch():\n    return 2\n",
    "camp/stove.py": "# roadmap: camp.stove\nGAS = 1\n",
    "tests/test_tent.py": """import pytest

from camp import tent


@pytest.mark.roadmap("camp.tent")
def test_it_stands():
    assert tent.pitch() == 2
""",
    "roadmap/topics/camp/tent.md": PAGE,
}


def plant(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
