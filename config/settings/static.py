"""Style sheets and scripts, served by the service itself with hashed names."""

from config.env import env

STATIC_URL = "static/"
STATIC_ROOT = env.data_dir / "static"
# Embedded mode serves from the apps' folders: nothing to collect first.
WHITENOISE_USE_FINDERS = env.is_embedded
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.is_embedded
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
