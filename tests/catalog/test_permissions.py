"""Who may do what in the catalogue, by role."""

import pytest

from accounts.models import User
from catalog import permissions
from catalog.models import Review
from core import access
from core.access import ANONYMOUS, Actor, Role

pytestmark = pytest.mark.unit

ADA, GRACE = User(public_id="ada"), User(public_id="grace")
ACTORS = {
    "anonymous": ANONYMOUS,
    "ada": Actor("ada@cairn.example", Role.CUSTOMER, "test", "ada"),
    "staff": Actor("tenzing@cairn.example", Role.STAFF, "test", "tenzing"),
    "admin": Actor("edmund@cairn.example", Role.ADMIN, "test", "edmund"),
    "command": access.command("seed"),
}
OWN, OTHERS, NOBODYS = Review(author=ADA), Review(author=GRACE), Review(author=None)


WHO_MAY = {
    "edit the catalogue": (permissions.edit_catalog, (), {"staff", "admin", "command"}),
    "write a review": (permissions.write_review, (), {"ada", "staff", "admin"}),
    "edit her own": (permissions.edit_review, (OWN,), {"ada"}),
    "edit another's": (permissions.edit_review, (OTHERS,), set()),
    "edit nobody's": (permissions.edit_review, (NOBODYS,), set()),
    "delete her own": (permissions.delete_review, (OWN,), {"ada", "staff", "admin", "command"}),
    "delete another's": (permissions.delete_review, (OTHERS,), {"staff", "admin", "command"}),
    "delete nobody's": (permissions.delete_review, (NOBODYS,), {"staff", "admin", "command"}),
}


@pytest.mark.parametrize(("permission", "things", "allowed"), WHO_MAY.values(), ids=WHO_MAY.keys())
def test_these_may_and_no_others(permission, things, allowed):
    assert {name for name, actor in ACTORS.items() if permission(actor, *things)} == allowed
