"""What applications are given. Each begins with what it is, so that a scanner finds one that was left lying about."""

import secrets

from oauth2_provider.generators import BaseHashGenerator

ACCESS = "cairn_oat_"
REFRESH = "cairn_ort_"
SECRET = "cairn_ocs_"  # noqa: S105  # how one begins


def access_token(_request: object) -> str:
    """256 random bits: nothing is read out of it, it is looked up."""
    return _random(ACCESS)


def refresh_token(_request: object) -> str:
    return _random(REFRESH)


class ClientSecret(BaseHashGenerator):  # type: ignore[misc]  # the toolkit is untyped
    """What a confidential application proves itself with."""

    def hash(self) -> str:
        return _random(SECRET)


def _random(beginning: str) -> str:
    return f"{beginning}{secrets.token_urlsafe(32)}"
