"""A small roadmap to walk: a tent and a knot are done, a rope that the knot needs too, a stove is planned."""

PAGE = """{lede}

## Where it lives

In `camp/{name}.py`, and <b>nowhere</b> else. [The stove](stove.md) and `camp.rope` are near, [the sky](sky.md) is not.

## Why here

It rains. See [`camp/tent.py`](../../../camp/tent.py) and [the weather](https://weather.example/).

## What goes wrong without it

It gets wet.

## Try it

```console
$ echo one \\
    two
one two
```

## Test yourself

How many poles?
"""

RUNS = """---
runs:
  - label: Two products
    request: GET /api/v1/products/?limit=2
  - label: A draft
    request: POST /api/v1/products/
    as: staff
    body: {sku: BOTHY-1, name: Bothy tent, category: tents, price: {amount: 19900}}
  - label: Its words
    request: PATCH /api/v1/products/bothy-tent/
    as: staff
    body: {description: Sleeps two and a dog.}
    if_match: true
  - label: A question that is not understood
    request: GET /api/v1/products/?colour=red
---
"""

TEST = """import pytest


@pytest.mark.roadmap("{slug}")
def test_it_holds():
    assert True
"""

LONG = "# roadmap: camp.tent\ndef pitch():\n" + "".join(f"    pole({number})\n" for number in range(2, 41))

KNOT = """<p>
{# roadmap: camp.knot #}
<b>{% if tied %}{{ knot }}{% endif %}</b>
{# roadmap: end #}
</p>
"""

TREE = {
    "roadmap/topics.toml": """
[[sections]]
slug = "camp"
title = "A camp"
topics = [
    { slug = "camp.tent", title = "A tent that stands", after = [] },
    { slug = "camp.knot", title = "A knot", after = ["camp.rope"] },
    { slug = "camp.rope", title = "A rope", after = ["camp.stove"] },
    { slug = "camp.stove", title = "A stove", after = ["camp.tent"] },
]

[short]
"camp.tent" = "Tent"
""",
    "camp/tent.py": LONG,
    "camp/rope.py": '# roadmap: camp.rope\nclass Rope:\n    """It is\n    long <and> thin."""\n\n    length = 2\n',
    "camp/knot.html": KNOT,
    "camp/loose.py": "PEGS = 12\n",
    "roadmap/topics/camp/tent.md": RUNS + PAGE.format(name="tent", lede="A tent keeps the rain out."),
    "roadmap/topics/camp/rope.md": PAGE.format(name="rope", lede="A rope holds."),
    "roadmap/topics/camp/knot.md": PAGE.format(name="knot", lede="A knot ties."),
    **{f"tests/test_{name}.py": TEST.format(slug=f"camp.{name}") for name in ("tent", "rope", "knot")},
}
