"""What accounts hold about a person: the account itself, its sign-ins, and what the admin noted of them."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.db.models import Max
from oauth2_provider.models import AccessToken, Application

from accounts.models import PersonalToken, TokenFamily, User
from core.access import privacy
from core.access.privacy import Person, Record
from core.pages import Walk

# Every column of the account but its password's hash, which says nothing to its owner and much to a thief.
_ACCOUNT = (
    "public_id", "email", "display_name", "role", "is_active", "is_superuser", "version", "factor_changes", "joined_at",
    "last_login",
)  # fmt: skip

privacy.left_out("accounts.User_groups.user", "Roles decide here; nobody is put into a group.")
privacy.left_out("accounts.User_user_permissions.user", "As above: no permission is given to one person.")
privacy.left_out("accounts.User.public_id", "The account itself, told by key.")
privacy.left_out("accounts.User.email", "As above.")
privacy.left_out("oauth2_provider.Grant.user", "A code lasts a minute; what it is changed for is told.")
privacy.left_out("oauth2_provider.IDToken.user", "Of a token that is told by its access token.")
privacy.left_out("oauth2_provider.DeviceGrant.user", "This grant is not served.")
privacy.left_out("oauth2_provider.DeviceGrant.user_code", "As above.")
privacy.left_out("oauth2_provider.Application.authorization_grant_type", "Names a protocol, and nobody.")


@privacy.part("account")
def _account(person: Person) -> Iterator[Record]:
    yield from User.objects.filter(pk=person.pk).values(*_ACCOUNT)


@privacy.part("email_addresses", "account.EmailAddress.user", "account.EmailAddress.email")
def _email_addresses(person: Person) -> Iterator[Record]:
    yield from EmailAddress.objects.filter(user=person.pk).order_by("pk").values("email", "verified", "primary")


@privacy.part("second_factors", "mfa.Authenticator.user")
def _second_factors(person: Person) -> Iterator[Record]:
    """That there are some, and when they were used; their secrets leave the database for nobody."""
    factors = Authenticator.objects.filter(user=person.pk).order_by("pk")
    yield from factors.values("type", "created_at", "last_used_at")


@privacy.part("other_providers", "socialaccount.SocialAccount.user")
def _other_providers(person: Person) -> Iterator[Record]:
    """Where else they sign in from, and what was said of them there."""
    known = SocialAccount.objects.filter(user=person.pk).order_by("pk")
    yield from known.values("provider", "uid", "date_joined", "last_login", "extra_data")


@privacy.part("applications", "oauth2_provider.Application.user")
def _applications(person: Person) -> Iterator[Record]:
    """Those they have registered. They go with the account, and so does all that others let them do."""
    made = Application.objects.filter(user=person.pk).order_by("pk")
    yield from made.values("client_id", "name", "client_type", "redirect_uris", "created")


@privacy.part("authorizations", "oauth2_provider.AccessToken.user", "oauth2_provider.RefreshToken.user")
def _authorizations(person: Person) -> Iterator[Record]:
    """Which applications hold something of theirs, for what; the tokens themselves are kept as hashes alone."""
    held = AccessToken.objects.filter(user=person.pk).order_by("pk")
    yield from held.values("application__name", "scope", "created", "expires")


@privacy.part("sign_ins", "accounts.TokenFamily.user")
def _sign_ins(person: Person) -> Iterator[Record]:
    """Ended ones too, while they are kept. Of the tokens nothing is kept but when they were used."""
    families = TokenFamily.objects.filter(user=person.pk).annotate(renewed_at=Max("spent__spent_at"))
    columns = ("public_id", "kind", "started_at", "renewed_at", "ends_at", "revoked_at")
    yield from families.order_by("pk").values(*columns).iterator()


@privacy.part("personal_tokens", "accounts.PersonalToken.user")
def _personal_tokens(person: Person) -> Iterator[Record]:
    """What each is for and when it was used; no secret is kept."""
    columns = ("public_id", "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    yield from PersonalToken.objects.filter(user=person.pk).order_by("pk").values(*columns)


@privacy.part("admin_log", "admin.LogEntry.user")
def _admin_log(person: Person) -> Iterator[Record]:
    """Goes with the account; what was done, events and the history of prices know."""
    for entry in Walk(LogEntry.objects.filter(user=person.pk)):
        yield {"at": entry.action_time, "what": entry.object_repr, "change": entry.change_message}
