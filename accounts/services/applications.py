"""Applications that people make to use this shop on behalf of others: registered here, known by `client_id`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from oauth2_provider.models import Application

from accounts import events, permissions
from accounts.oauth import redirects
from accounts.oauth.making import ClientSecret
from accounts.services import owners
from core.access import Actor, require
from core.access.spelling import require_fit_name
from core.errors import Conflict, DomainError, NotFound
from core.events import publish

MOST = 20
MOST_REDIRECTS = 10


class ApplicationNotFound(NotFound):
    code = "application_not_found"

    def __init__(self) -> None:
        super().__init__("You have no such application.")


class UnableToRegisterApplication(Conflict):
    code = "unable_to_register_application"


class UnableToReplaceSecret(Conflict):
    code = "unable_to_replace_secret"


class InvalidRedirectURI(DomainError):
    code = "invalid_redirect_uri"


@dataclass(frozen=True)
class Registration:
    """An application and its secret, which is told once: only a hash of it is kept. A public one has none."""

    application: Application
    secret: str | None


@transaction.atomic
def register_application(
    *, actor: Actor, name: str, client_type: str, grant: str, redirect_uris: Sequence[str]
) -> Registration:
    """Make an application of one's own. `grant`: with whose consent it works, a person's or its own alone.

    Raises InvalidRedirectURI for an address that an answer could be stolen from, and UnfitName for a name that could
    deceive whoever is asked to let it in.
    """
    require(actor, permissions.act_in_person)
    require_fit_name(name, field="name")
    owner = owners.locked(actor)
    if Application.objects.filter(user=owner).count() >= MOST:
        raise UnableToRegisterApplication(f"You have {MOST} applications. Delete one that you don't need.")
    _check(client_type, grant, redirect_uris)

    is_confidential = client_type == Application.CLIENT_CONFIDENTIAL
    secret = ClientSecret().hash()
    application = Application.objects.create(
        user=owner,
        name=name,
        client_type=client_type,
        authorization_grant_type=grant,
        redirect_uris=" ".join(redirect_uris),
        client_secret=secret,  # Hashed as it is saved. A public application has one too, which nobody is told.
    )
    publish(events.ApplicationRegistered(application.client_id, str(actor.public_id)), actor=actor)
    return Registration(application, secret if is_confidential else None)


@transaction.atomic
def replace_secret(*, actor: Actor, client_id: str) -> Registration:
    """A new secret; the former one is good for nothing from now on. Tokens that were given out stay."""
    require(actor, permissions.act_in_person)
    owners.locked(actor)
    application = _own(actor, client_id)
    if application.client_type != Application.CLIENT_CONFIDENTIAL:
        raise UnableToReplaceSecret("A public application has no secret: whoever runs it could read it.")
    application.client_secret = secret = ClientSecret().hash()
    application.save(update_fields=["client_secret", "updated"])
    publish(events.ApplicationSecretReplaced(client_id), actor=actor)
    return Registration(application, secret)


@transaction.atomic
def delete_application(*, actor: Actor, client_id: str) -> None:
    """With every code and token that was given to it."""
    require(actor, permissions.act_in_person)
    _own(actor, client_id).delete()
    publish(events.ApplicationDeleted(client_id), actor=actor)


def _own(actor: Actor, client_id: str) -> Any:
    rows = Application.objects.select_for_update().filter(user__public_id=actor.public_id, client_id=client_id)
    application = rows.first()
    # MariaDB would take another spelling for the same.
    if application is None or application.client_id != client_id:
        raise ApplicationNotFound
    return application


def _check(client_type: str, grant: str, redirect_uris: Sequence[str]) -> None:
    if grant == Application.GRANT_CLIENT_CREDENTIALS:
        _check_on_its_own(client_type, redirect_uris)
        return
    if not 0 < len(redirect_uris) <= MOST_REDIRECTS:
        raise InvalidRedirectURI(f"Name one to {MOST_REDIRECTS} addresses.", field="redirect_uris")
    for number, uri in enumerate(redirect_uris):
        if flaw := redirects.flaw(uri, with_loopback=settings.EMBEDDED):
            raise InvalidRedirectURI(flaw, field=f"redirect_uris/{number}")


def _check_on_its_own(client_type: str, redirect_uris: Sequence[str]) -> None:
    if client_type != Application.CLIENT_CONFIDENTIAL:
        raise UnableToRegisterApplication("Only a confidential application can speak for itself.", field="type")
    if redirect_uris:
        raise UnableToRegisterApplication("It speaks for itself: nobody is sent back to it.", field="redirect_uris")
