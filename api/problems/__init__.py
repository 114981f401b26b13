"""Every error as problem details (RFC 9457)."""

from api.problems.codes import MEANINGS, STATUS
from api.problems.documents import MEDIA_TYPE, FieldError, Problem, Refusal, response
from api.problems.handling import handle, problem_of
from api.problems.pages import told
from api.problems.quotas import quotas

__all__ = [
    "MEANINGS",
    "MEDIA_TYPE",
    "STATUS",
    "FieldError",
    "Problem",
    "Refusal",
    "handle",
    "problem_of",
    "quotas",
    "response",
    "told",
]
