"""What is held about a person: every column that names people is told by some part, or left out for a reason."""

import json
import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from accounts import selectors
from accounts.models import User
from core.access import privacy

pytestmark = pytest.mark.integration

# Words that a column which names a person in text would have in its name.
NAMING = re.compile(r"actor|author|owner|person|user|email|account|customer|aggregate", re.IGNORECASE)
# Frameworks' own: no row of them is about anybody.
NOBODYS = {"auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType"}


def names_people(column):
    """A key to an account, or text that holds a name, an address or a public id."""
    if column.is_relation:
        return column.many_to_one and column.related_model is get_user_model()
    is_text = isinstance(column, models.CharField | models.TextField)
    return is_text and bool(NAMING.search(column.name) or (column.model is User and column.name == "public_id"))


def naming():
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if model._meta.label not in NOBODYS and names_people(column):
                yield f"{model._meta.label}.{column.name}"


def test_every_column_that_names_people_is_told_or_left_out_with_a_reason():
    assert set(naming()) - privacy.known().columns.keys() == set()


def test_what_is_said_of_columns_is_said_of_columns_that_there_are():
    assert privacy.known().columns.keys() - set(naming()) == set()


def test_the_search_finds_keys_text_and_tables_between():
    assert {"catalog.Review.author", "core.OutboxEntry.actor", "accounts.User_groups.user"} <= set(naming())


def test_two_parts_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(privacy, "_registry", privacy._Registry())

    def nothing(_person: privacy.Person) -> list[privacy.Record]:
        return []

    privacy.part("tents")(nothing)

    with pytest.raises(ValueError, match="tents"):
        privacy.part("tents")(nothing)


def test_an_account_is_told_whole_but_for_its_password(customer):
    columns = {column.attname for column in User._meta.concrete_fields}

    document = json.loads("".join(selectors.export(actor=customer)))

    assert document["account"][0].keys() == columns - {"id", "password"}


def test_an_export_is_written_while_it_is_read(customer, statements):
    with statements:
        pieces = selectors.export(actor=customer)
        next(pieces)

    assert len(statements) == 1
