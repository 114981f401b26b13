"""Those of allauth's routes that the shop uses. What is not here is not served."""

from allauth.headless.account import views as account
from allauth.headless.base.views import ConfigView
from allauth.headless.constants import Client
from allauth.headless.mfa import views as mfa
from django.urls import path
from django.views.generic import TemplateView

from api.account import views
from api.account.front import Route, served

# A password is changed at /api/v1/account/password/, and not here: allauth's view would be a second way to the same,
# with a limit, refusals and an idea of what stays signed in that are its own.
# There is none to send a code again: for an address that has an account no code exists, and the time would tell. Who
# signs in with the password gets a new one.
ROUTES = (
    Route("config", ConfigView, {"GET": ()}),
    Route("auth/signup", views.SignUp, {"POST": ("email", "password")}, "sign-up", is_even=True),
    Route("auth/login", account.LoginView, {"POST": ("email", "password")}, "sign-in"),
    Route("auth/session", account.SessionView, {"GET": (), "DELETE": ()}),
    # It takes a password, so it is a try at it.
    Route("auth/reauthenticate", account.ReauthenticateView, {"POST": ("password",)}, "sign-in"),
    Route("auth/email/verify", account.VerifyEmailView, {"POST": ("key",)}, "key"),
    Route("auth/password/request", account.RequestPasswordResetView, {"POST": ("email",)}, "reset", is_even=True),
    Route("auth/password/reset", views.ResetPassword, {"POST": ("key", "password")}, "key"),
    Route("auth/2fa/authenticate", views.SecondFactor, {"POST": ("code",)}, "key"),
    Route("account/authenticators", mfa.AuthenticatorsView, {"GET": ()}),
    Route("account/authenticators/totp", views.TOTP, {"GET": (), "POST": ("code",), "DELETE": ()}, "key"),
    Route("account/authenticators/recovery-codes", views.RecoveryCodes, {"GET": (), "POST": ()}),
)

urlpatterns = [
    # Where mails lead: which request comes next.
    path("", TemplateView.as_view(template_name="account.html"), name="account"),
    *(served(route, Client.APP) for route in ROUTES),
]
