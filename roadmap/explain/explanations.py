"""What is known of the latest explained requests, in the memory of this process: nothing is written anywhere."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from roadmap.explain.timeline import Step

KEPT = 100


@dataclass(frozen=True)
class Explanation:
    """One request. `milliseconds` is how long the answer took; `left_out` counts the steps that found no room."""

    request_id: str
    method: str
    path: str
    status: int
    milliseconds: float
    view: str | None
    steps: tuple[Step, ...]
    left_out: int
    topics: tuple[dict[str, str], ...]


class Explanations:
    """The last ones, by request id. Whoever sends an id twice finds the later request under it."""

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._lock = Lock()
        self._by_id: OrderedDict[str, Explanation] = OrderedDict()

    def keep(self, explanation: Explanation) -> None:
        with self._lock:
            self._by_id.pop(explanation.request_id, None)
            self._by_id[explanation.request_id] = explanation
            while len(self._by_id) > self._size:
                self._by_id.popitem(last=False)

    def find(self, request_id: str) -> Explanation | None:
        with self._lock:
            return self._by_id.get(request_id)


kept = Explanations()
