"""One spelling of an address for one mailbox, and names that show what they are."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.access import spelling

pytestmark = pytest.mark.unit

COMPOSED, DECOMPOSED, IN_DNS = "x@\u00e9xample.example", "x@e\u0301xample.example", "x@xn--xample-9ua.example"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ada@Example.COM ", "ada@example.com"),
        (COMPOSED, IN_DNS),
        (DECOMPOSED, IN_DNS),
        (IN_DNS.upper(), IN_DNS),
        # These two belong to two people: IDNA 2008 took the second out of what 2003 had made one.
        ("x@strasse.example", "x@strasse.example"),
        ("x@stra\u00dfe.example", "x@xn--strae-oqa.example"),
        ("o'hara+hut_{1}@cairn.example", "o'hara+hut_{1}@cairn.example"),
    ],
)
def test_a_mailbox_has_one_spelling(typed, stored):
    assert spelling.canonical_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "@cairn.example",
        "ada@",
        "gau\u00df@cairn.example",
        "\u017fam@cairn.example",  # a long s
        "\u212arystel@cairn.example",  # the sign for kelvin
        '"ada"@cairn.example',
        "ada lovelace@cairn.example",
        "ada@cairn.example.",
        "ada@cairn\u3002example",
        "ada@\uff43airn.example",
        "ada@\u1e9eex.example",  # a large sharp s
        "ada@xn--xample-\u00e9.example",
        "ada@xn--zz-zzzzzz99.example",
        "ada@[127.0.0.1]",
        "ada@" + "a" * 64 + ".example",
        "ada@" + ".".join([60 * "a"] * 4) + ".example",
    ],
)
def test_what_mail_can_not_be_brought_to_is_no_address(typed):
    with pytest.raises(spelling.InvalidEmail):
        spelling.canonical_email(typed)


@given(st.text(), st.text(st.characters(), min_size=1))
@example("x", "\u212aelvin.example")
@example("x", "\u00e9" * 62 + ".example")
def test_whatever_is_typed_is_refused_or_spelled_in_ascii_once_and_for_all(local, domain):
    try:
        once = spelling.canonical_email(f"{local}@{domain}")
    except spelling.InvalidEmail:
        return

    assert once.isascii()
    assert once == once.lower() == spelling.canonical_email(once)
    assert len(once) <= spelling.LONGEST_EMAIL


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ada Lovelace",
        "Zo\u00eb",
        "Zoe\u0308",
        "O\u2019Hara-N\u00ed Dhomhnaill, Jr.",
        "\u5c71\u7530\u3000\u592a\u90ce",
        "\u845b\U000e0100\u57ce",  # a variant of the first letter
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",  # Persian, with a non-joiner
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala, with a joiner
        "\u05d3\u05d5\u05d3 42",  # turns around by itself, as it should
        "A" * 80,
    ],
)
def test_a_name_in_any_script_is_a_name(name):
    assert spelling.is_fit_name(name)


UNFIT = {
    "control": "Ada\nLovelace",
    "delete": "Ada\x7f",
    "line": "Ada\u2028Lovelace",
    "paragraph": "Ada\u2029Lovelace",
    **{
        unicodedata.name(each): f"Ada{each}yrarbil"
        for each in map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
    },
    "mark of direction": "Ada\u200f",
    "space of no width": "Ada\u200bL",
    "byte order": "Ada\ufeff",
    "soft hyphen": "A\u00adda",
    "tag": "Ada\U000e0041",
    "filler": "\u3164",
    "grapheme joiner": "A\u034fda",
    "private": "Ada\ue000",
    "surrogate": "Ada\ud800",
    "joiner at the end": "Ada\u200d",
    "joiner at the beginning": "\u200cAda",
    "joiner before a space": "Ada\u200d Lovelace",
    "two joiners": "A\u200d\u200dda",
    "long": "A" * 81,
}


@pytest.mark.parametrize("name", UNFIT.values(), ids=UNFIT.keys())
def test_a_name_neither_hides_nor_turns_text_around(name):
    assert not spelling.is_fit_name(name)


@given(st.text())
@example("A" * 79 + "\u200dA")
def test_what_is_left_of_a_name_is_one(text):
    assert spelling.is_fit_name(spelling.fit_name(text))


def test_only_a_name_that_may_be_missing_is_empty():
    spelling.require_fit_name("", field="display_name", may_be_empty=True)

    for name in ("", " ", "\u3000"):
        with pytest.raises(spelling.UnfitName):
            spelling.require_fit_name(name, field="name")
