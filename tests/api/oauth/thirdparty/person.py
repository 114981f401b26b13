"""A person with a browser, and one who makes applications: what they do at the shop, over HTTP."""

import re
from dataclasses import dataclass, field

import httpx

from accounts.demo import ACCOUNTS, DemoAccount

CUSTOMER, DEVELOPER, _ = ACCOUNTS
_FORM = re.compile(r'<form method="post"[^>]*>.*?</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass
class Browser:
    """Follows addresses and fills in forms, as somebody who signs in and then answers `answer`."""

    client: httpx.Client
    account: DemoAccount = CUSTOMER
    answer: str = "allow"
    pages: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Until the shop has no more to ask."""
        page = self.client.get(address)
        if page.url.path == "/sign-in/":
            page = self._sent(page, username=self.account.email, password=self.account.password)
        self.pages.append(page.text)
        if page.url.path == "/oauth/authorize/":
            self._sent(page, answer=self.answer)

    def _sent(self, page: httpx.Response, **values: str) -> httpx.Response:
        form = _FORM.search(page.text)
        assert form is not None, page.text
        hidden = {name: value.replace("&amp;", "&") for name, value in _HIDDEN.findall(form[0])}
        return self.client.post(page.url, data={**hidden, **values}, headers={"Referer": str(page.url)})


@dataclass
class Api:
    """The API, by the person themselves."""

    address: str
    account: DemoAccount

    def __post_init__(self) -> None:
        known = {"email": self.account.email, "password": self.account.password}
        self.access = httpx.post(f"{self.address}/api/v1/auth/token/", json=known).json()["access"]

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.access}"}
        return httpx.request(method, f"{self.address}/api/v1{path}", headers=headers, json=body)
