"""Headers, hosts and cookies. Production assumes TLS in front; embedded mode serves plain HTTP on this machine."""

from django.utils.csp import CSP

from config.env import env
from config.settings.providers import PROVIDER_ORIGINS

SECRET_KEY = env.signing_key
DEBUG = False
# Django looks at the name that a request gives, and believes its port: neither is written into what others keep.
ORIGIN = env.served_at
ALLOWED_HOSTS = list(env.allowed_hosts or ("localhost", "127.0.0.1", "[::1]"))

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # A browser holds the whole way of a form to this: from /providers/ it leads to a provider.
    "form-action": [CSP.SELF, *PROVIDER_ORIGINS],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SECURE_SSL_REDIRECT = not env.is_embedded
SECURE_HSTS_SECONDS = 0 if env.is_embedded else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not env.is_embedded
SECURE_HSTS_PRELOAD = not env.is_embedded
SECURE_PROXY_SSL_HEADER = None if env.is_embedded else ("HTTP_X_FORWARDED_PROTO", "https")
# Probes come from inside the cluster, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not env.is_embedded
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The browser itself keeps a name that begins so from being set by another host, or without TLS.
_HOST, _SECURE = ("", "") if env.is_embedded else ("__Host-", "__Secure-")
CSRF_COOKIE_NAME, SESSION_COOKIE_NAME = f"{_HOST}csrftoken", f"{_HOST}sessionid"
# A day's work at the admin. What an application of somebody's own needs for longer, it has tokens for.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "api.callers.sessions"
ACCESS_COOKIE, REFRESH_COOKIE = f"{_HOST}cairn-access", f"{_SECURE}cairn-refresh"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
