"""What it costs to know the caller, and to count how often they ask: two tables out of one process."""

from benchmarks.callers import limits, tokens


def of_callers(*, rounds: int) -> str:
    return "\n\n".join([tokens.of_tokens(rounds=rounds), limits.of_limits(rounds=rounds)])
