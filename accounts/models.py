"""Who can sign in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from core import clock
from core.access import Actor, Role
from core.fields import CanonicalField, random_public_id

ROLES = [(role.value, role.name.title()) for role in Role if role is not Role.ANONYMOUS]


def canonical_email(email: str) -> str:
    """The spelling that is stored and looked up: Ada@Example.com and ada@example.com are one person."""
    return email.strip().casefold()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=canonical_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password nobody can sign in to it."""
        user = self.model(email=canonical_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """What `manage.py createsuperuser` calls."""
        return self.create_user(email, password, role=Role.ADMIN, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. `display_name` is what others see."""

    public_id = CanonicalField(max_length=16, unique=True, default=random_public_id, editable=False)
    email = CanonicalField(max_length=254, unique=True)
    display_name = models.CharField(max_length=80, blank=True)
    role = models.CharField(
        max_length=10,
        choices=ROLES,
    )
    is_active = models.BooleanField(default=True)
    # Counts changes of what others see, such as the name.
    version = models.PositiveIntegerField(default=1, editable=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[Role.CUSTOMER, Role.STAFF, Role.ADMIN]),
                name="user_role_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_an_email"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets them in."""
        return self.role in {Role.STAFF, Role.ADMIN}

    def as_actor(self, *, means: str) -> Actor:
        """The user as services know them. `means`: how they came in, such as "session"."""
        return Actor(name=self.email, role=Role(self.role), means=means, public_id=self.public_id)
