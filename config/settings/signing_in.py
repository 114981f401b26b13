"""django-allauth behind our own routes: sign-up, proof of an e-mail address, reset, second factor, other providers.

Which of its routes are served, and what stands in front of them: api/account. Who may sign in is decided in accounts.
"""

# Nothing of allauth that answers with pages.
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "api.account.tokens.TokenStrategy"  # noqa: S105  # a name
HEADLESS_ADAPTER = "api.account.adapters.HeadlessAdapter"
ACCOUNT_ADAPTER = "api.account.adapters.AccountAdapter"
MFA_ADAPTER = "api.account.adapters.MFAAdapter"
# Where mails lead: a page that says which request comes next.
HEADLESS_FRONTEND_URLS = {
    "account_signup": "/api/account/#sign-up",
    "account_reset_password": "/api/account/#reset",
}

# People are known by their e-mail address alone.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code counts only where the sign-up began. A link would count for whoever began it: somebody who signs up with the
# address of another would be let in by that other's click.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Cairn] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The address in the mails that the last line leads to is asked of us: api/account/adapters.py. So this stays at what
# believes no header.
ALLAUTH_TRUSTED_PROXY_COUNT = 0

# Whoever changes a second factor shows the password again, and has so long from then.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60

# Seconds. A sign-up, and whoever asks for a key, is answered at a multiple of this: how much work there was is not
# seen.
EVEN_ANSWERS = 0.5

# Counted by core/limits/policies.py, exactly and for all processes together.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cairn"
