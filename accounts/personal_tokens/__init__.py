"""Personal access tokens: how one looks, who is behind it, and when it was last used. Services make and end them."""

from accounts.personal_tokens.knowing import actor_behind, forget_what_is_remembered
from accounts.personal_tokens.spelling import PREFIX, digest, made

__all__ = ["PREFIX", "actor_behind", "digest", "forget_what_is_remembered", "made"]
