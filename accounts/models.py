"""Who can sign in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower

from core import clock
from core.access import Actor, Role
from core.access.spelling import LONGEST_EMAIL, LONGEST_NAME, InvalidEmail, canonical_email
from core.fields import CanonicalField, random_public_id

ROLES = [(role.value, role.name.title()) for role in Role if role is not Role.ANONYMOUS]


class SignInKind(StrEnum):
    """By what somebody is known who has signed in."""

    TOKENS = "tokens"
    SESSION = "session"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        try:
            return self.get(email=canonical_email(username or ""))
        except InvalidEmail:
            # As an address that nobody has: to whoever signs in, the two are told alike.
            raise self.model.DoesNotExist from None

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password nobody can sign in to it. Whoever makes it vouches for the address."""
        user = self.model(email=canonical_email(email), **fields)
        user.set_password(password)
        with transaction.atomic():
            user.save(using=self._db)
            self.vouch_for(user)
        return user

    def vouch_for(self, user: "User") -> None:
        """The address counts as proven. allauth keeps that beside the account, and this is where the two are joined."""
        proven = {"verified": True, "primary": True}
        user.emailaddress_set.update_or_create(email=user.email, defaults=proven)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """What `manage.py createsuperuser` calls."""
        return self.create_user(email, password, role=Role.ADMIN, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. `display_name` is what others see."""

    public_id = CanonicalField(max_length=16, unique=True, default=random_public_id, editable=False)
    email = CanonicalField(max_length=LONGEST_EMAIL, unique=True)
    display_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    role = models.CharField(
        max_length=10,
        choices=ROLES,
    )
    is_active = models.BooleanField(default=True)
    # Counts changes of what is shown of the account, to others or to its owner. The tags of its reviews cover it too.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Counts changes of the second factor: who was asked for the one before gets in no more.
    factor_changes = models.PositiveIntegerField(default=0, editable=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    # The sign-in by which they have come, where a request knows it. No column: it says nothing of the account.
    sign_in: str | None = None
    # allauth's rows about `email`, one an account: whether it has been proven. allauth has no types.
    emailaddress_set: Any

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[Role.CUSTOMER, Role.STAFF, Role.ADMIN]),
                name="user_role_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_an_email"),
            # All of the one spelling that three databases can say alike.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets them in."""
        return self.role in {Role.STAFF, Role.ADMIN}

    def as_actor(self, *, means: str) -> Actor:
        """The user as services know them. `means`: how they came in, such as "session"."""
        role = Role(self.role)
        return Actor(name=self.email, role=role, means=means, public_id=self.public_id, sign_in=self.sign_in)


class TokenFamily(models.Model):
    """A sign-in, and with it all tokens that followed. Its end does not move when they are renewed.

    A browser's session is a sign-in from which no tokens follow.
    """

    public_id = CanonicalField(max_length=16, unique=True, default=random_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.name.title()) for kind in SignInKind], default=SignInKind.TOKENS
    )
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "token families"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("started_at")), name="family_ends_after_its_start"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(SignInKind)), name="family_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def is_alive(self, *, at: datetime) -> bool:
        return self.revoked_at is None and at < self.ends_at


class SpentRefresh(models.Model):
    """A refresh token that was used. The unique `jti` is what lets only one of many simultaneous uses through."""

    jti = CanonicalField(max_length=16, unique=True)
    family = models.ForeignKey(TokenFamily, on_delete=models.CASCADE, related_name="spent")
    spent_at = models.DateTimeField()
    # From then on the token is refused for its age, and the row is of no use.
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "spent refresh tokens"

    def __str__(self) -> str:
        return self.jti


class PersonalToken(models.Model):
    """A key that somebody made for a program of theirs. The key itself is nowhere: `digest` is its SHA-256."""

    public_id = CanonicalField(max_length=16, unique=True, default=random_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="personal_tokens")
    name = models.CharField(max_length=LONGEST_NAME)
    digest = CanonicalField(max_length=64, unique=True, editable=False)
    # Separated by spaces, sorted: as OAuth writes them (RFC 6749, 3.3).
    scopes = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="personal_token_expires_after_its_start"
            ),
            models.CheckConstraint(condition=~models.Q(scopes=""), name="personal_token_has_a_scope"),
        ]

    def __str__(self) -> str:
        return self.name
