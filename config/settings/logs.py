"""One line an event, structured, each with its request id."""

import sys
from typing import Any

import structlog

from config.env import LogFormat, env
from core import correlation

_FORMAT = env.log_format or (LogFormat.PRETTY if env.is_embedded else LogFormat.JSON)

_SHARED: list[Any] = [
    correlation.add_to_log,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_RENDERERS: dict[LogFormat, list[Any]] = {
    LogFormat.PRETTY: [
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    ],
    LogFormat.JSON: [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
}

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*_SHARED, structlog.stdlib.PositionalArgumentsFormatter()],
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_RENDERERS[_FORMAT]],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": env.log_level},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A refused request is the caller's news, told once by the access line; only bugs are ours.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
