"""What the service consists of."""

from config.env import env

# For what only a reader's own machine may do, such as fixed demo passwords.
EMBEDDED = env.is_embedded
# For what is kept beside the database, such as the last results of the tests.
DATA_DIR = env.data_dir

INSTALLED_APPS = [
    "core",  # Before the admin: of two templates with one name the first is taken.
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "config",  # For `manage.py demo`, which is wiring too: it starts all the rest.
    "django_ratelimit",
    "oauth2_provider",
    "accounts",
    "catalog",
    "api",
    "roadmap",
]

# Requests to the API leave at the Door; what stands behind it is for pages.
# roadmap: tools.django
MIDDLEWARE = [
    "config.middleware.Correlation",
    "config.middleware.ReadToTheEnd",
    "roadmap.explain.middleware.Explain",
    "config.door.Door",
    "config.middleware.Refusals",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "api.callers.sessions.Authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ]
        },
    }
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A path without its slash is answered by 308, which keeps method and body; see config/errors.py.
APPEND_SLASH = False

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# Uploads and forms; the API has its own limit in api/writing/parsers.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
