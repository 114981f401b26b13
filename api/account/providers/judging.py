"""What any provider answers, of OpenID Connect or not: of a known form, or a refusal; never a fault of ours."""

import contextlib
from collections.abc import Iterator
from typing import Any

from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.github.provider import GitHubProvider
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class Judging:
    """Goes before one of allauth's adapters in the order of its bases: these are the steps that read an answer."""

    def get_access_token_data(self, *args: Any, **named: Any) -> Any:
        with _of_known_form():
            try:
                return super().get_access_token_data(*args, **named)  # type: ignore[misc]  # allauth's
            except OAuth2Error:
                # Its message is all that came, and would be logged.
                raise OAuth2Error("no token for the code") from None

    def parse_token(self, data: Any) -> SocialToken:
        """Good for asking once who it is; it is not kept, so neither is when it ends."""
        if not (isinstance(data, dict) and isinstance(data.get("access_token"), str)):
            raise OAuth2Error("no access token")
        return SocialToken(token=data["access_token"])

    def complete_login(self, *args: Any, **named: Any) -> Any:
        with _of_known_form():
            return super().complete_login(*args, **named)  # type: ignore[misc]  # as above


class Forgetting:
    """Goes before one of allauth's providers: of what is said of a person, only who they are is kept."""

    def extract_extra_data(self, _data: Any) -> dict[str, Any]:
        return {}


class StrictGitHub(Judging, GitHubOAuth2Adapter):  # type: ignore[misc]  # untyped
    pass


class ForgettingGitHub(Forgetting, GitHubProvider):  # type: ignore[misc]  # untyped
    pass


@contextlib.contextmanager
def _of_known_form() -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error("an answer of no known form") from error
