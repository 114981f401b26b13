"""Our service as the client of a provider that is not ours, over real HTTP: `make triangle` tells each step."""

import jwt
import pytest

from tests.system.triangle.browser import Browser

pytestmark = pytest.mark.system


class Visit:
    """One person with a browser of their own, at the shop."""

    def __init__(self, browser: Browser, shop: str) -> None:
        self.browser, self.shop = browser, shop

    def csrf_token(self) -> str:
        return str(self.browser.read(f"{self.shop}/providers/").json()["csrf_token"])

    def begin(self):
        token = self.csrf_token()
        self.browser.tell("The browser begins, and is sent to the provider.")
        return self.browser.send(f"{self.shop}/providers/oidc/", next="/doors/", csrfmiddlewaretoken=token)

    def sign_in(self, email, password):
        """There, through both pages of the provider, and back. Gives the answer that all of it ends in."""
        page = self.begin()
        self.browser.tell("The provider asks: %s", self.browser.title(page))
        page = self.browser.send(str(page.url), email=email, password=password)
        self.browser.tell("The provider asks: %s", self.browser.title(page))
        return self.browser.send(str(page.url))

    def tokens(self):
        self.browser.tell("The browser asks for the shop's own tokens.")
        return self.browser.send(f"{self.shop}/providers/token/", csrfmiddlewaretoken=self.csrf_token())

    def asked(self, path, token):
        answer = self.browser.client.get(f"{self.shop}{path}", headers={"Authorization": f"Bearer {token}"})
        self.browser.tell("  GET %s with the access token: %s", path, answer.status_code)
        return answer


@pytest.fixture
def provider(triangle):
    return triangle[1]


@pytest.fixture
def visit(triangle, visitor):
    return Visit(visitor, triangle[0])


def test_a_person_signs_in_with_another_provider(visit, provider):
    browser = visit.browser
    browser.tell("\nThe shop names its providers.")
    listed = browser.read(f"{visit.shop}/providers/").json()["providers"]
    assert listed == [{"id": "oidc", "name": "The provider"}]

    end = visit.sign_in("ada@provider.example", provider.password)
    assert (end.status_code, str(end.url)) == (200, f"{visit.shop}/doors/")

    pair = visit.tokens().json()
    claims = jwt.decode(pair["access"], options={"verify_signature": False})
    browser.tell("The shop knows her as %s, %s.", claims["email"], claims["role"])
    assert (claims["email"], claims["role"]) == ("ada@provider.example", "customer")

    assert visit.asked("/api/v1/products/", pair["access"]).status_code == 200
    assert visit.asked("/api/v1/products/", f"{pair['access'][:-4]}AAAA").status_code == 401
    renewed = browser.client.post(f"{visit.shop}/api/v1/auth/token/refresh/", json={"refresh": pair["refresh"]})
    browser.tell("The refresh token is good for the next pair: %s", renewed.status_code)
    assert renewed.status_code == 200

    assert not [address for address in browser.passed if pair["access"] in address or "token=" in address]


def test_who_has_no_verified_address_there_gets_no_account_here(visit, provider):
    visit.browser.tell("\nMallory's address is not verified at the provider.")

    end = visit.sign_in("mallory@provider.example", provider.password)

    assert str(end.url) == f"{visit.shop}/doors/?error=unverified_at_provider&error_process=login"
    assert visit.tokens().status_code == 401


def test_the_way_back_is_walked_once(visit, provider):
    visit.browser.tell("\nThe address that the provider sent the browser back to is asked for again.")
    visit.sign_in("ada@provider.example", provider.password)
    (callback,) = [address for address in visit.browser.passed if "/callback/" in address]

    again = visit.browser.read(callback)

    assert (again.status_code, again.json()["code"]) == (409, "not_possible_now")


def test_a_wrong_password_there_leads_nowhere(visit):
    visit.browser.tell("\nThe provider refuses the password.")
    page = visit.begin()

    refused = visit.browser.send(str(page.url), email="ada@provider.example", password="wrong")

    assert refused.status_code == 401
    assert visit.tokens().status_code == 401
