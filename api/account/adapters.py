"""Where allauth asks what the shop does: it translates the request, the services write."""

from functools import partial
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from accounts import services
from accounts.models import User
from api.account import sealing
from api.callers import limits, origin
from api.callers.sessions import SIGN_IN
from core.access.spelling import InvalidEmail, is_canonical_email
from core.errors import DomainError
from core.limits import policies

logger = structlog.get_logger(__name__)

# Mails that anybody can have sent to any address; others follow from what their receiver did.
_ASKED_FOR = {
    "account_already_exists",
    "email_confirmation",
    "email_confirmation_signup",
    "password_reset_key",
    "unknown_account",
}


_BEGUN_WITH = "sign_in_begun_with"


class MailNotSent(DomainError):
    code = "service_unavailable"

    def __init__(self) -> None:
        super().__init__("The mail could not be sent. Try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts: who is made, what is proven, which password counts, and what is mailed."""

    def clean_email(self, email: str) -> str:
        """What people type is spelled by the front. What else comes, a provider says: another spelling is left out."""
        if not is_canonical_email(email):
            raise ValidationError(InvalidEmail().message, code="invalid")
        return email.lower()

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002  # allauth's signature
        """A customer, whatever else was sent."""
        return services.sign_up(email=form.cleaned_data["email"], password=form.cleaned_data["password"])

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:  # noqa: ARG002  # as above
        email_address.verified = services.confirm_email(user=email_address.user, email=email_address.email)
        return bool(email_address.verified)

    def set_password(self, user: User, password: str) -> None:
        """That of the account whose key was brought: here there is no other way to a new one."""
        services.reset_password(user=user, new_password=password)

    def pre_login(self, request: HttpRequest, user: User, **named: Any) -> Any:
        """The first step. What the password was is kept as a digest, until a code has been brought, perhaps."""
        request.session[_BEGUN_WITH] = user.get_session_auth_hash()
        return super().pre_login(request, user, **named)

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step. Since the first one the account may have been closed, or got another password."""
        if not user.is_active or request.session.pop(_BEGUN_WITH, None) != user.get_session_auth_hash():
            raise services.InvalidCredentials
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Ends the tokens that were given out with this sign-in, too."""
        if (sign_in := request.session.get(SIGN_IN)) and isinstance(request.user, User):
            services.end_family(actor=request.user.as_actor(means="session"), family=sign_in)
        super().logout(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002  # as above
        """To the address of the account, never to the one that was typed: two spellings may be two mailboxes."""
        super().send_password_reset_mail(user, user.email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:  # noqa: ARG002  # an address is written into logs
        return origin.address(self.request, "/api/account/#reset")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if _name(template_prefix) in _ASKED_FOR:
            limits.admit("mail", self.request, account=email)
        base = origin.address(self.request, "/api/account/app/v1/")
        # allauth's own mails greet by the name that was asked, port and all.
        site = {"name": "Cairn", "domain": urlsplit(base).netloc}
        try:
            super().send_mail(template_prefix, email, {**context, "base": base, "current_site": site})
        except (SMTPException, OSError) as error:
            logger.exception("mail not sent", mail=_name(template_prefix))
            raise MailNotSent from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Once it is done: what is undone is not told, and no lock is held while a mail server is slow."""
        transaction.on_commit(partial(self._notify, *args, **kwargs))

    def _notify(self, *args: Any, **kwargs: Any) -> None:
        """That the mail does not go out must not turn what it tells of into an error."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except MailNotSent:
            logger.warning("not notified", mail=_name(str(args[0])))

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Ours are one file each, the subject in its first line; what we have not written is allauth's."""
        try:
            text = render_to_string(f"mails/{_name(template_prefix)}.txt", context)
        except TemplateDoesNotExist:
            message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
            return message
        subject, _, body = text.strip().partition("\n")
        subject = self.format_email_subject(subject)
        return EmailMessage(subject, body.strip(), self.get_from_email(), [email], headers=headers)

    def get_client_ip(self, request: HttpRequest) -> str:
        return policies.address_of(request.META)


class HeadlessAdapter(DefaultHeadlessAdapter):  # type: ignore[misc]  # as above
    """What is told of an account: no number of a row."""

    def serialize_user(self, user: User) -> dict[str, Any]:
        return {
            "id": user.public_id,
            "display": user.display_name,
            "email": user.email,
            "has_usable_password": user.has_usable_password(),
        }


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Secrets are sealed before they are stored: a copy of the database makes no codes."""

    def encrypt(self, text: str) -> str:
        return sealing.sealed(text, "second factor")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.opened(encrypted_text, "second factor")


def _name(template_prefix: str) -> str:
    return template_prefix.rpartition("/")[2]
