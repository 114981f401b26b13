"""The tree of shelves at the counter."""

import pytest

from catalog.models import Category, CategoryPath
from core.admin import STALE
from tests import factories
from tests.admin.conftest import errors, events_of, told

pytestmark = pytest.mark.integration

ADD = "catalog/category/add/"


def change(category):
    return f"catalog/category/{category.pk}/change/"


def delete(category):
    return f"catalog/category/{category.pk}/delete/"


def test_a_new_category_stands_in_the_tree(desk, staff, tents):
    desk.fill(ADD, name="Bivouac bags", parent=tents.pk)

    made = Category.objects.get(slug="bivouac-bags")
    assert CategoryPath.objects.filter(descendant=made).count() == 3
    assert events_of(staff) == ["CategoryCreated"]


def test_a_slug_of_another_is_refused_beside_the_slug(desk, tents):
    assert errors(desk.fill(ADD, name="Tents", slug="tents")) == {"slug": ["Another category has this slug."]}


def test_a_name_without_letters_asks_for_a_slug(desk):
    assert "slug" in errors(desk.fill(ADD, name="???"))


def test_a_category_moves_with_a_new_name(desk, staff, tents):
    desk.fill(change(tents), name="Tents and tarps", parent="")

    tents.refresh_from_db()
    assert (tents.name, tents.parent) == ("Tents and tarps", None)
    assert events_of(staff) == ["CategoryEdited"]


def test_a_circle_is_refused_beside_the_parent(desk, staff, shelter, tents):
    answer = desk.fill(change(shelter), parent=tents.pk)

    assert errors(answer) == {"parent": ["A category can't stand below itself."]}
    assert events_of(staff) == []


def test_a_form_sent_back_untouched_writes_nothing(desk, staff, tents):
    assert desk.fill(change(tents)).status_code == 302
    assert events_of(staff) == []


def test_a_stale_form_is_refused(desk, tents):
    assert errors(desk.fill(change(tents), name="Mine", version="7")) == {"__all__": [STALE]}


def test_a_parent_is_chosen_by_its_path(desk, tents):
    page = desk.open(change(tents))

    labels = [str(label) for _, label in page.context["adminform"].form.fields["parent"].choices]
    assert labels == ["–", "Shelter", "Shelter / Tents"]


def test_an_empty_category_is_deleted(desk, staff, tents):
    answer = desk.confirm(delete(tents))

    assert "was deleted" in told(answer)
    assert not Category.objects.filter(pk=tents.pk).exists()
    assert events_of(staff) == ["CategoryDeleted"]


def test_a_category_in_use_stays_and_says_why(desk, shelter, tents):
    answer = desk.confirm(delete(shelter))

    assert answer.headers["Location"] == f"/admin/{change(shelter)}"
    assert told(answer) == "Empty it first: it holds products or categories."


def test_the_list_tells_where_each_stands(desk, tents):
    factories.category("Cooking")

    assert "Shelter / Tents" in desk.open("catalog/category/").text
