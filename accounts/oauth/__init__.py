"""Tokens of the applications of others: how they are made, which belong together, who is behind one."""

from accounts.oauth.believing import actor_behind, living
from accounts.oauth.making import ACCESS

__all__ = ["ACCESS", "actor_behind", "living"]
