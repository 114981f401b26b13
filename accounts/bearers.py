"""Whatever opens the API as `Authorization: Bearer …`: each kind of token is known by how it begins."""

from collections.abc import Callable, Mapping

from accounts import oauth, personal_tokens, tokens
from core.access import Actor

# Whatever begins with none of these is taken for a signed token.
KINDS: Mapping[str, Callable[[str], Actor]] = {
    personal_tokens.PREFIX: personal_tokens.actor_behind,
    oauth.ACCESS: oauth.actor_behind,
}


def actor_behind(token: str) -> Actor:
    """Who holds it, and what it is good for. Raises TokenRefused."""
    for beginning, actor_behind_it in KINDS.items():
        if token.startswith(beginning):
            return actor_behind_it(token)
    return tokens.actor_behind(token)
