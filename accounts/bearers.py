"""Whatever opens the API as `Authorization: Bearer …`: each kind of token is known by how it begins."""

from collections.abc import Callable, Mapping

from accounts import oauth, personal_tokens, tokens
from core.access import Actor

# Their beginnings are equally long. Whatever begins with none of them is taken for a signed token.
KINDS: Mapping[str, Callable[[str], Actor]] = {
    personal_tokens.PREFIX: personal_tokens.actor_behind,
    oauth.ACCESS: oauth.actor_behind,
}
BEGINNING = len(personal_tokens.PREFIX)


def actor_behind(token: str) -> Actor:
    """Who holds it, and what it is good for. Raises TokenRefused."""
    believe = KINDS.get(token[:BEGINNING], tokens.actor_behind)
    return believe(token)
