"""What is sent in any spelling is answered as OAuth says, and read by everybody alike. Nothing is a bug of ours."""

import base64

import pytest
from oauth2_provider.models import Grant

from tests.api.oauth.flows import AUTHORIZE, INTROSPECT, REVOKE, STATE, TOKEN, USERINFO, told

pytestmark = pytest.mark.integration

ENDPOINTS = [TOKEN, REVOKE, INTROSPECT, USERINFO]
FORM = "application/x-www-form-urlencoded"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
MISSPELLED = ["x=%zz", "%", "x=%", "x=%4", "x=é", "x=a#b", "x=a b", "x=\0", "x=\x7f", "%zz=1"]
UNREADABLE = ["x=%ff", "x=%ed%a0%80", "x=%00", "%00", "x=%0a", f"x={'a' * 4001}", "x=1&x=1", "&".join("=" * 2)]
ODD = [";", "=", "&&", "?x", "//", "x", "[", "x={}", "x=%2B+%25zz"]
ODD_FORMS = [
    b"x=%zz",
    b"\xff\xfe",
    b"x=\xff",
    b"%",
    b"=",
    b";",
    b"x=%ed%a0%80",
    b"token=\0",
    b"--x",
    b"{}",
    b"a&" * 1100,
]
KINDS = [FORM, f"{FORM}; charset=utf-16", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", ""]


def basic(packed: bytes) -> str:
    return f"Basic {base64.b64encode(packed).decode()}"


HEADERS = ["", "Basic", "Basic é", "Basic %zz", "Basic AA==", "Bearer", "Bearer é", "Bearer %zz", "x", "é"]
PACKED = [b"\0a:b", b"a:\0b", b"\xff:b", b"%zz:b", b"%00:b", b"a:%00", b"%ff:%ff", b"a", b":", "é:é".encode()]


@pytest.mark.parametrize("query", [*MISSPELLED, *UNREADABLE])
def test_a_query_that_can_be_read_in_two_ways_is_refused(notes, query):
    for address in ENDPOINTS:
        answer = notes.door.post(address, QUERY_STRING=query)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    for page in (notes.browser.get(AUTHORIZE, QUERY_STRING=query), notes.browser.post(AUTHORIZE, QUERY_STRING=query)):
        assert (page.status_code, b"asked the wrong way" in page.content) == (400, True)


@pytest.mark.parametrize("form", [b"x=%zz", b"x=%", b"x=%ff", b"x=\xff", b"x=%00"])
def test_a_form_that_can_not_be_read_is_refused(notes, form):
    for address in ENDPOINTS:
        answer = notes.door.post(address, form, content_type=FORM)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_form_of_parts_that_can_not_be_read_is_refused(notes):
    part = b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n\xff\r\n--x--\r\n'

    answer = notes.door.post(REVOKE, part, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("address", [AUTHORIZE, *ENDPOINTS])
def test_no_method_and_no_spelling_is_an_error_of_ours(notes, address):
    many = "&".join(f"x{number}=1" for number in range(1100))
    for query in (*MISSPELLED, *UNREADABLE, *ODD, many):
        for method in METHODS:
            assert notes.browser.generic(method, address, QUERY_STRING=query).status_code < 500, (method, query)
    for kind in KINDS:
        for form in ODD_FORMS:
            assert notes.browser.generic("POST", address, form, kind).status_code < 500, (kind, form)


@pytest.mark.parametrize("address", ENDPOINTS)
@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", "client_credentials"])
def test_no_proof_is_an_error_of_ours(notes, address, grant):
    form = {"grant_type": grant, "code": "x", "refresh_token": "x", "token": "x"}
    for header in (*HEADERS, *map(basic, PACKED)):
        answer = notes.door.post(address, form, headers={"Authorization": header})
        assert 400 <= answer.status_code < 500, header


@pytest.mark.parametrize("mode", ["fragment", "form_post", "query.jwt", "QUERY", "query fragment"])
def test_an_answer_goes_nowhere_but_into_the_query(notes, mode):
    for answer in (notes.asks(response_mode=mode), notes.is_let_in(response_mode=mode)):
        assert "#" not in answer["Location"]
        assert (told(answer)["error"], told(answer)["state"]) == ("invalid_request", STATE)
    assert not Grant.objects.exists()


@pytest.mark.parametrize("mode", ["query", "", None])
def test_the_query_may_be_asked_for_by_its_name(notes, mode):
    answer = notes.is_let_in(response_mode=mode)

    assert "#" not in answer["Location"]
    assert "code" in told(answer)
    assert answer["Location"].count("iss=") == 1
