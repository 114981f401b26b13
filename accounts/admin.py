"""The door to the admin, and people's accounts for those who run the shop."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts import permissions, services
from accounts.models import ROLES, User
from core.access import Role
from core.admin import ServiceAdmin, ServiceForm


class SignInForm(AdminAuthenticationForm):
    """Asks for the e-mail, and tells a wrong password, an unknown address and a customer alike."""

    username = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    error_messages = {
        "invalid_login": "E-mail and password do not belong together, or the account may not enter here.",
        "inactive": "This account is not active.",
    }


class PasswordForm(AdminPasswordChangeForm):
    """One's own new password."""

    def save(self, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002  # Django's signature
        user: Any = self.user
        self.user = services.change_password(
            actor=user.as_actor(means="session"),
            public_id=user.public_id,
            new_password=self.cleaned_data["new_password1"],
        )
        return self.user


class AccountForm(ServiceForm):
    """Only what was changed on this page is written, even when another admin changed the other in the meantime."""

    role = forms.ChoiceField(choices=ROLES, show_hidden_initial=True)
    is_active = forms.BooleanField(
        required=False, label="Active", help_text="Who is not can't sign in.", show_hidden_initial=True
    )

    def write(self) -> User:
        actor, public_id = self.actor, self.original.public_id
        if "role" in self.changed_data:
            services.change_role(actor=actor, public_id=public_id, role=Role(self.cleaned_data["role"]))
        if "is_active" in self.changed_data:
            change = services.reactivate_account if self.cleaned_data["is_active"] else services.deactivate_account
            change(actor=actor, public_id=public_id)
        return User.objects.get(public_id=public_id)


@admin.register(User)
class UserAdmin(ServiceAdmin):
    """Role and access can be changed; the rest is their owner's. Accounts are not deleted: reviews name them."""

    permission = permissions.manage_accounts
    form = AccountForm
    fields = ("email", "display_name", "role", "is_active", "joined_at", "last_login")
    readonly_fields = ("email", "display_name", "joined_at", "last_login")
    list_display = ("email", "display_name", "role", "is_active", "joined_at")
    list_filter = ("role", "is_active")
    ordering = ("email",)
    search_fields = ("email", "display_name")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002  # as above
        return False


admin.site.login_form = SignInForm
admin.site.password_change_form = PasswordForm
# Roles decide here; Django's groups would only look as if they did. What allauth keeps is its people's own.
for model in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
