"""What all processes share and count, in Redis, or embedded in a file. The policies: core/limits/policies.py."""

from hashlib import sha256
from typing import Any

from config.env import env


def _caches(url: str | None) -> dict[str, Any]:
    if url is None:
        counts = str(env.data_dir / "counters.sqlite3")
        return {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
            "counters": {"BACKEND": "core.limits.sqlite.SQLiteCounters", "LOCATION": counts},
        }
    return {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url},
        "counters": {"BACKEND": "core.limits.redis.RedisCounters", "LOCATION": url},
    }


CACHES = _caches(env.cache_url.get_secret_value() if env.cache_url else None)
RATELIMIT_USE_CACHE = "counters"
# Its defaults, said: a setting that is not there is looked for at every count, and costs more than the hash.
RATELIMIT_ENABLE = True
RATELIMIT_CACHE_PREFIX = "rl:"
RATELIMIT_HASH_ALGORITHM = sha256
# It warns of every cache that it does not know. Ours counts in one atomic step: tests/core/limits/test_counters.py.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.W001"]

TRUSTED_PROXIES = env.trusted_proxies
