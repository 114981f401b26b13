"""What allauth asks us about people whom a provider has sent: the answers are those of accounts.services."""

from typing import Any

import structlog
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialLogin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts import services
from accounts.models import User
from api import problems
from api.account.providers.fetching import GuardedSession
from core.errors import DomainError

logger = structlog.get_logger(__name__)


class ProvidedAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]  # untyped
    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:  # noqa: ARG002  # allauth's signature
        """Those of the environment. A row could be written by whoever can write rows."""
        known = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in known.values() for app in apps]

    def get_requests_session(self) -> GuardedSession:
        return GuardedSession()

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account to connect to, without asking its owner. Raises ValidationError with a code for the browser."""
        if sociallogin.state["process"] != "login":
            return None
        provided = _provided(sociallogin)
        try:
            user = services.account_for(provided)
        except DomainError as refused:
            raise _told(refused) from refused
        return (user, provided.email) if user else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connecting is for the account that began it, whoever else may be signed in to this browser."""
        if sociallogin.state["process"] == "connect":
            user = services.to_connect(public_id=sociallogin.state["connect"])
            if user is None:
                raise PermissionDenied
            request.user = user

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:  # noqa: ARG002  # allauth's signature
        sociallogin.user.email = data.get("email") or ""
        sociallogin.user.display_name = str(data.get("name") or "")
        return sociallogin.user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:  # noqa: ARG002  # allauth's signature
        """A new account, its tie to the provider and its address: all of them, or none."""
        provider = sociallogin.account.provider
        try:
            with transaction.atomic():
                user = services.welcome(provided=_provided(sociallogin), provider=provider)
                # One address, spelt as ours are; a provider may know of more.
                address = EmailAddress(email=user.email, verified=True, primary=True)
                sociallogin.user, sociallogin.email_addresses = user, [address]
                sociallogin.save(request)
        except DomainError as refused:
            raise _told(refused) from refused
        except IntegrityError:
            # As in `welcome`, with another address.
            raise _told(services.EmailTaken()) from None
        return sociallogin.user

    def send_notification_mail(self, template_prefix: str, user: User, context: Any = None, **more: Any) -> None:
        """Where allauth tells its owner of a new way into an account, it is published too."""
        if template_prefix.endswith("/account_connected"):
            services.note_connection(user=user, provider=context["account"].provider)
        super().send_notification_mail(template_prefix, user, context=context, **more)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Why is for the log. The browser goes back to where it began, with `error`; if that is known."""
        reason = f"{type(exception).__name__}: {exception}"[:200] if exception else str(error)
        logger.info("sign-in by provider refused", provider=str(provider), reason=reason)
        if not (extra_context or {}).get("state"):
            raise ImmediateHttpResponse(problems.told(request, NOT_BEGUN, at_sign_in=True))


NOT_BEGUN = problems.Problem(
    "not_possible_now", "This sign-in was not begun in this browser, or it is over. Begin it again."
)


def _provided(sociallogin: SocialLogin) -> services.Provided:
    """Of several addresses the first: allauth sorts the person's own choice to the front."""
    addresses = sociallogin.email_addresses
    settings = sociallogin.provider.app.settings
    return services.Provided(
        email=addresses[0].email if addresses else "",
        is_verified=bool(addresses) and addresses[0].verified is True,
        vouches=settings.get("email_authentication", False),
        display_name=sociallogin.user.display_name,
    )


def _told(refused: DomainError) -> ValidationError:
    return ValidationError(refused.message, code=refused.code)
