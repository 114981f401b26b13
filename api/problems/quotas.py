"""What is left of a limit, told to the caller: draft-ietf-httpapi-ratelimit-headers."""

from core.limits.policies import Usage


def quotas(usages: list[Usage]) -> dict[str, str]:
    """As headers: what is left of each window, and how wide it is; none when nothing was counted."""
    if not usages:
        return {}
    return {
        "RateLimit": ", ".join(f'"{usage.name}";r={usage.left};t={usage.seconds_left}' for usage in usages),
        "RateLimit-Policy": ", ".join(f'"{usage.name}";q={usage.limit};w={usage.window}' for usage in usages),
    }
