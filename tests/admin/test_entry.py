"""Who gets in, what they are shown, and what a list costs."""

import pytest
from django.contrib.admin import site

from catalog.models import Product
from core.access import ANONYMOUS
from core.admin import actor_of
from tests import factories
from tests.admin.conftest import Desk

pytestmark = pytest.mark.integration

LISTS = ["catalog/product/", "catalog/category/", "catalog/review/"]


def sign_in(client, email, password=factories.PASSWORD):
    return client.post("/admin/login/?next=/admin/", {"username": email, "password": password})


def test_the_door_asks_for_an_e_mail(client):
    page = client.get("/admin/login/").text

    assert "E-mail:" in page
    assert 'type="email"' in page


def test_staff_enter_by_their_e_mail_in_any_case(client, staff):
    answer = sign_in(client, " Tenzing@Cairn.Example")

    assert answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("tenzing@cairn.example", "not this one"),
        ("nobody@cairn.example", factories.PASSWORD),
        ("ada@cairn.example", factories.PASSWORD),
    ],
    ids=["wrong password", "unknown", "customer"],
)
def test_a_wrong_password_an_unknown_address_and_a_customer_are_told_alike(client, staff, customer, email, password):
    page = sign_in(client, email, password)

    assert page.status_code == 200
    assert "do not belong together, or the account may not enter here" in page.text


@pytest.mark.parametrize("page", ["", *LISTS, "catalog/product/add/", "accounts/user/"])
def test_a_customer_is_led_to_the_door(customer, page):
    answer = Desk(customer).open(page)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")


def test_staff_are_offered_the_catalogue_and_nothing_else(desk):
    apps = {app["app_label"] for app in desk.open("").context["app_list"]}

    assert apps == {"catalog"}


def test_an_admin_is_offered_the_accounts_too_and_no_groups(office):
    models = {model["object_name"] for app in office.open("").context["app_list"] for model in app["models"]}

    assert models == {"Category", "PersonalToken", "Product", "Review", "User"}


@pytest.mark.parametrize("page", ["accounts/user/", "accounts/user/{}/change/"])
def test_staff_may_not_open_accounts(desk, page):
    user = factories.user()

    assert desk.open(page.format(user.pk)).status_code == 403


@pytest.mark.parametrize("page", [*LISTS, "accounts/user/"])
def test_no_list_has_an_action_for_many_rows(office, tent, page):
    factories.review(tent)

    assert 'name="action"' not in office.open(page).text


def test_nobody_signed_in_is_an_anonymous_actor(rf):
    request = rf.get("/admin/")
    request.user = type("Nobody", (), {"is_authenticated": False})()

    assert actor_of(request) == ANONYMOUS


# Session, sign-in and user, the count, the rows; then the root categories of the filter, or the ways up the tree.
@pytest.mark.parametrize(
    ("page", "expected"),
    [("catalog/product/", 6), ("catalog/category/", 6), ("catalog/review/", 5), ("accounts/user/", 5)],
)
def test_a_list_costs_the_same_whatever_its_length(office, tent, stove, statements, page, expected):
    for product in (tent, stove):
        factories.review(product)
        factories.review(product)

    with statements:
        assert office.open(page).status_code == 200

    assert len(statements) == expected, statements.captured_queries


@pytest.mark.roadmap("tools.django")
def test_the_admin_itself_saves_no_row(rf, tent, statements):
    pages, request = site.get_model_admin(Product), rf.post("/")

    with statements:
        pages.save_model(request, tent, form=None, change=True)
        pages.save_related(request, form=None, formsets=[], change=True)

    assert len(statements) == 0
