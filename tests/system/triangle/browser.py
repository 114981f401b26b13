"""What a person does with a browser: follow where they are sent, fill a form in, send it. It tells each step."""

import logging
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

logger = logging.getLogger(__name__)
MOST_STEPS = 10


@dataclass
class Browser:
    """Cookies are kept. `passed` is every address that it was led through."""

    client: httpx.Client
    passed: list[str] = field(default_factory=list)

    def tell(self, text: str, *values: object) -> None:
        logger.info(text, *values)

    def read(self, address: str) -> httpx.Response:
        """The page at the end of all redirects."""
        return self._led(self.client.get(address))

    def send(self, address: str, **fields: str) -> httpx.Response:
        """Fill a form in, and go where that leads."""
        return self._led(self.client.post(address, data=fields))

    def _led(self, answer: httpx.Response) -> httpx.Response:
        """Step by step, to see each: what stands in these addresses is what an attacker would read or change."""
        for _ in range(MOST_STEPS):
            self.tell("  %s %s: %s", answer.request.method, _short(answer.request.url), answer.status_code)
            self.passed.append(str(answer.request.url))
            if answer.next_request is None:
                return answer
            answer = self.client.send(answer.next_request)
        raise AssertionError(f"more than {MOST_STEPS} redirects: {self.passed}")

    def title(self, answer: httpx.Response) -> str:
        found = re.search("<h1>(.*?)</h1>", answer.text)
        assert found, answer.text
        return found[1]


def _short(url: httpx.URL) -> str:
    """Long enough to be followed; what is random is cut."""
    parts = urlsplit(str(url))
    query = "&".join(f"{name}={_cut(values[0])}" for name, values in parse_qs(parts.query).items())
    path = "/".join(_cut(part) for part in parts.path.split("/"))
    return f"{parts.netloc}{path}?{query}" if query else f"{parts.netloc}{path}"


def _cut(text: str) -> str:
    is_random = len(text) >= 16 and re.fullmatch(r"[\w-]+", text) and not re.fullmatch(r"[a-z_]+", text)
    return f"{text[:6]}…" if is_random else text
