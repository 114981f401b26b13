"""The door to the admin, and people's accounts for those who run the shop."""

from contextlib import suppress

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from oauth2_provider.models import AccessToken, Application, Grant, IDToken, RefreshToken

from accounts import permissions, services
from accounts.forms import SignInForm
from accounts.models import ROLES, PersonalToken, User
from core.access import Role
from core.admin import ServiceAdmin, ServiceForm, actor_of
from core.limits import policies
from core.limits.policies import Caller


class StaffSignInForm(SignInForm, AdminAuthenticationForm):
    """For those who run the shop: a customer is told what whoever has the wrong password is told."""

    error_messages = {
        **SignInForm.error_messages,
        "invalid_login": "E-mail and password do not belong together, or the account may not enter here.",
    }


class PasswordForm(AdminPasswordChangeForm):
    """One's own new password."""

    def clean_old_password(self) -> str:
        """Who finds a browser open may not guess on."""
        caller = Caller(self.user.as_actor(means="session"), address="")
        policies.admit("password", None, caller)
        return super().clean_old_password()

    def save(self, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002  # Django's signature
        self.user = services.replace_password(
            actor=self.user.as_actor(means="session"),
            password=self.cleaned_data["old_password"],
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


@admin.register(PersonalToken)
class PersonalTokenAdmin(ServiceAdmin):
    """What opens the API in whose name, since when, and whether it is still in use. No secret is here, nor its hash."""

    permission = permissions.manage_accounts
    fields = ("name", "user", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_display = fields
    list_filter = ("expires_at", "last_used_at", "revoked_at")
    related = ("user",)
    ordering = ("-created_at", "-id")
    search_fields = ("=user__email", "name", "=public_id")
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: PersonalToken | None = None) -> bool:  # noqa: ARG002  # as above
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PersonalToken | None = None) -> bool:  # noqa: ARG002  # as above
        return False

    @admin.action(description="Revoke: they open nothing more")
    def revoke(self, request: HttpRequest, chosen: QuerySet[PersonalToken]) -> None:
        """One after the other; one that somebody else has revoked meanwhile is as it should be."""
        actor = actor_of(request)
        for public_id in chosen.filter(revoked_at=None).values_list("public_id", flat=True):
            with suppress(services.TokenNotFound):
                services.revoke_personal_token(actor=actor, public_id=public_id)
        self.message_user(request, "These tokens open nothing more.", messages.SUCCESS)


admin.site.login_form = StaffSignInForm
admin.site.login_template = "admin/sign_in.html"
admin.site.password_change_form = PasswordForm
# Roles decide here; Django's groups would only look as if they did. What allauth keeps is its people's own. Rows of
# the OAuth toolkit are written by services and by the toolkit itself; its pages would write past both.
for model in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)
admin.site.unregister([Application, Grant, AccessToken, RefreshToken, IDToken])
