"""One object: its tag, what makes the tag change, and what a conditional read costs."""

import pytest

from catalog import services
from core.money import Money
from tests import factories

pytestmark = pytest.mark.integration

TENT = "/api/v1/products/ridge-tent/"


def tag(answer):
    return answer.headers["ETag"]


def test_a_detail_is_one_statement(api, tent, statements):
    with statements:
        answer = api.get(TENT)

    assert (answer.status_code, len(statements)) == (200, 1)


@pytest.mark.roadmap("api.http")
def test_an_unchanged_detail_is_304_without_a_body_being_built(api, tent, statements):
    known = tag(api.get(TENT))

    with statements:
        answer = api.get(TENT, headers={"If-None-Match": known})

    assert (answer.status_code, answer.content) == (304, b"")
    assert tag(answer) == known
    assert len(statements) == 1


def test_a_changed_detail_costs_one_statement_although_a_tag_was_sent(api, tent, staff, statements):
    known = tag(api.get(TENT))
    services.restock(actor=staff, slug=tent.slug, quantity=1)

    with statements:
        answer = api.get(TENT, headers={"If-None-Match": known})

    assert (answer.status_code, len(statements)) == (200, 1)


def test_a_weak_tag_and_one_of_several_are_understood(api, tent):
    known = tag(api.get(TENT))

    weak = api.get(TENT, headers={"If-None-Match": f"W/{known}"})
    several = api.get(TENT, headers={"If-None-Match": f'"other", {known}'})

    assert (weak.status_code, several.status_code) == (304, 304)


@pytest.mark.parametrize("header", ['"other"', "nonsense", '"1-1.1.1-00000000"', '"99999999999-1.1.1-00000000"', "W/"])
def test_a_tag_that_is_not_ours_is_answered_in_full(api, tent, header):
    assert api.get(TENT, headers={"If-None-Match": header}).status_code == 200


@pytest.mark.parametrize("changed", ["edit", "price", "stock", "review", "category"])
def test_the_tag_covers_the_versions_of_all_that_is_shown(api, tent, staff, tents, changed):
    before = tag(api.get(TENT))

    match changed:
        case "edit":
            services.edit_product(
                actor=staff, slug=tent.slug, expected_version=tent.version, details={"description": "Dry."}
            )
        case "price":
            services.change_price(actor=staff, slug=tent.slug, expected_version=tent.version, new_price=Money(11000))
        case "stock":
            services.restock(actor=staff, slug=tent.slug, quantity=1)
        case "review":
            factories.review(tent)
        case "category":
            services.edit_category(
                actor=staff, slug=tents.slug, expected_version=1, name="Small tents", parent="shelter"
            )

    assert tag(api.get(TENT)) != before


def test_a_sale_or_a_review_does_not_make_an_edit_stale(api, tent, staff):
    seen = tag(api.get(TENT))
    services.restock(actor=staff, slug=tent.slug, quantity=1)
    factories.review(tent)

    answer = api.as_(staff).patch(TENT, {"description": "Dry."}, headers={"If-Match": seen})

    assert answer.status_code == 200


@pytest.mark.roadmap("language.oop")
def test_staff_shopper_and_sparse_answers_have_tags_of_their_own(api, tent, staff):
    tags = {tag(api.get(TENT)), tag(api.as_(staff).get(TENT)), tag(api.get(TENT, {"fields": "slug"}))}

    assert len(tags) == 3


def test_compression_weakens_the_tag_and_it_still_counts(api, tent, staff):
    services.edit_product(
        actor=staff, slug=tent.slug, expected_version=tent.version, details={"description": "Dry. " * 200}
    )
    compressed = api.get(TENT, headers={"Accept-Encoding": "gzip"})

    fresh = api.get(TENT, headers={"Accept-Encoding": "gzip", "If-None-Match": tag(compressed)})
    edited = api.as_(staff).patch(TENT, {"description": "Wet."}, headers={"If-Match": tag(compressed)})

    assert tag(compressed).startswith("W/")
    assert fresh.status_code == 304
    assert edited.status_code == 200


@pytest.mark.roadmap("api.http")
def test_a_shared_cache_keeps_nothing_of_a_signed_in_caller(api, tent, customer):
    anonymous, signed_in = api.get(TENT), api.as_(customer).get(TENT)

    assert anonymous.headers["Cache-Control"] == "public, no-cache"
    assert signed_in.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in anonymous.headers["Vary"]


@pytest.mark.roadmap("api.http")
@pytest.mark.roadmap("language.functions")
def test_a_write_without_if_match_is_428(api, tent, staff):
    answer = api.as_(staff).put(f"{TENT}price/", {"price": {"amount": 1}})

    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


@pytest.mark.roadmap("api.http")
def test_a_stale_write_is_412_with_the_present_tag(api, tent, staff):
    signed_in = api.as_(staff)
    stale = tag(signed_in.get(TENT))
    signed_in.patch(TENT, {"description": "First."}, headers={"If-Match": stale})

    answer = signed_in.patch(TENT, {"description": "Second."}, headers={"If-Match": stale})

    assert (answer.status_code, answer.json()["code"]) == (412, "version_conflict")
    assert tag(answer) == tag(signed_in.get(TENT))
    assert signed_in.get(TENT).json()["description"] == "First."


@pytest.mark.parametrize("header", ["*", "5", '"5"', '"1-1.1.1-00000000", "2-1.1.1-00000000"'])
def test_an_if_match_that_is_not_one_of_our_tags_is_400(api, tent, staff, header):
    answer = api.as_(staff).delete(TENT, headers={"If-Match": header})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_if_match")


def test_head_answers_like_get_without_a_body(api, tent):
    answer = api.request("HEAD", TENT)

    assert (answer.status_code, answer.content) == (200, b"")
    assert tag(answer) == tag(api.get(TENT))
