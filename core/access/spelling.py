"""How people are named, for everybody who takes a name: one spelling of an address, and what others may be shown.

Two mailboxes must never be taken for one, nor one for two; and a name must not pass for what it is not.
"""

import re
import string
import unicodedata

import idna

from core.errors import DomainError

LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3: a path of 256 has two brackets around it.
LONGEST_NAME = 80

# A dot-atom (RFC 5321, 4.1.2). A quoted one would be a second spelling of the same mailbox; and what is not ASCII is
# reached by SMTPUTF8 alone, which we don't speak.
_LOCAL = re.compile(r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+(?:\.[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+)*")
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

# Joiners have no form of their own, but names are written with them: Persian and the scripts of India need both.
_LOOSE_JOINER = re.compile(r"(?<![^\s\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\s\u200c\u200d])")
_JOINERS = "\u200c\u200d"
# Letters and marks by their category, and nobody sees them: fillers of Hangul, the grapheme joiner, vowels of Khmer.
_UNSEEN = "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5"


class InvalidEmail(DomainError):
    code = "invalid_input"

    def __init__(self) -> None:
        super().__init__("Enter a valid e-mail address, with nothing but ASCII before the @.", field="email")


class UnfitName(DomainError):
    code = "invalid_input"

    def __init__(self, field: str) -> None:
        told = f"A name is one line of at most {LONGEST_NAME} characters, and none of them hides or turns text around."
        super().__init__(told, field=field)


def canonical_email(email: str) -> str:
    """The one spelling that is stored, looked up and mailed to: Ada@Example.com and ada@example.com are one person.

    Only the case of ASCII is folded. `casefold` would make `ss` of `ß`, and straße.example is not strasse.example: a
    domain is what IDNA 2008 (RFC 5891) makes of it, so its two spellings in Unicode and that of DNS become the last.
    Raises InvalidEmail for what is no address, or one that mail from us can't reach.
    """
    local, _, domain = email.strip().rpartition("@")
    if _LOCAL.fullmatch(local) is None or domain.endswith("."):
        raise InvalidEmail
    composed = unicodedata.normalize("NFC", domain).translate(_SMALL)
    try:
        # Strict: of dots only our own. Capitals outside of ASCII are refused too, for no two agree on all of them.
        spelled = f"{local.lower()}@{idna.encode(composed, strict=True).decode()}"
    except idna.IDNAError:
        raise InvalidEmail from None
    if len(spelled) > LONGEST_EMAIL:
        raise InvalidEmail
    return spelled


def is_canonical_email(email: str) -> bool:
    """Whether somebody else's word for an address can mean no other: it is canonical, but for the case of ASCII."""
    try:
        return canonical_email(email) == email.translate(_SMALL)
    except InvalidEmail:
        return False


def fit_name(name: str) -> str:
    """What others may be shown of a name: one line that fits, and nothing in it that hides or turns text around."""
    seen = "".join(filter(_is_seen, name))[:LONGEST_NAME]
    # A joiner stands between two that are seen: elsewhere it only makes two names of what looks like one.
    return _LOOSE_JOINER.sub("", seen)


def is_fit_name(name: str) -> bool:
    return name == fit_name(name)


def require_fit_name(name: str, *, field: str, may_be_empty: bool = False) -> None:
    """What every service that takes a name asks for. Raises UnfitName, with the `field` that is at fault."""
    if not is_fit_name(name) or not (name.strip() or may_be_empty):
        raise UnfitName(field)


def _is_seen(character: str) -> bool:
    """Not so: controls, formats (overrides and isolates of direction among them), line breaks, what has no meaning yet.

    Letters, marks and spaces of every script are; and so are selectors of variants, which names in Han need.
    """
    if character in _JOINERS:
        return True
    category = unicodedata.category(character)
    return not (category.startswith("C") or category in {"Zl", "Zp"} or character in _UNSEEN)
