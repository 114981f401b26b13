"""How far a long command is: one line that fills up on a terminal, a plain line now and then anywhere else."""

import time

from django.core.management.base import OutputWrapper

_WIDTH = 30
_SECONDS_BETWEEN_REDRAWS = 0.1
_SECONDS_BETWEEN_LINES = 5


class Progress:
    """Counts up to `total` and tells `out`, unless that is None."""

    def __init__(self, out: OutputWrapper | None, total: int) -> None:
        self._out = out
        self._total = total
        self._done = 0
        self._started = self._told_at = time.monotonic()

    def advance(self, by: int) -> None:
        self._done += by
        if self._out is None:
            return
        if self._out.isatty():
            self._redraw(self._out)
        elif self._is_time(_SECONDS_BETWEEN_LINES):
            self._out.write(str(self))
            self._out.flush()

    def _redraw(self, out: OutputWrapper) -> None:
        is_complete = self._done >= self._total
        if is_complete or self._is_time(_SECONDS_BETWEEN_REDRAWS):
            # \r goes back to the start of the line; the blanks cover what a longer text has left there.
            out.write(f"\r{self._bar()} {self}   ", ending="\n" if is_complete else "")
            out.flush()

    def _is_time(self, seconds: float) -> bool:
        """Whether so long was nothing told; asking counts as telling."""
        now = time.monotonic()
        if now - self._told_at < seconds:
            return False
        self._told_at = now
        return True

    def _bar(self) -> str:
        filled = _WIDTH * self._done // self._total
        return f"[{'#' * filled}{'.' * (_WIDTH - filled)}]"

    def __str__(self) -> str:
        rate = self._done / max(time.monotonic() - self._started, 0.001)
        return f"{self._done:,} of {self._total:,} products, {rate:,.0f} a second"
