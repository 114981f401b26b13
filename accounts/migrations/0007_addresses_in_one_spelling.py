"""Addresses in the spelling of today: domains as DNS has them. Two accounts are never made one.

Changed is an account whose new spelling nobody else has or gets, at the domain that its mail was brought to before,
where it was proven; what it has done stays its own. All others are left as they are, and named by public id in the log:
no address leads to them any more, so nobody can take one over, and an operator decides what becomes of them. They are
two accounts of one mailbox, and addresses that mail from us never reached.
"""

from collections import Counter
from typing import Any

import structlog
from django.db import migrations

# What rows have to be like is what the service makes of an address now: a copy of it here would not be that.
from core.access.spelling import InvalidEmail, canonical_email

logger = structlog.get_logger(__name__)

# Columns that remember people by their address.
HISTORY = [("core", "OutboxEntry"), ("catalog", "PriceRecord")]


def respell(apps: Any, _schema_editor: Any) -> None:
    users, addresses = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    accounts = list(users.objects.order_by("pk").values_list("pk", "public_id", "email"))
    emails = Counter(_today(email) or email for _, _, email in accounts)
    left = []
    for key, public_id, email in accounts:
        spelled = _today(email)
        if spelled == email:
            continue
        if spelled is None or emails[spelled] > 1 or not _is_proven(email, spelled):
            left.append(public_id)
            continue
        users.objects.filter(pk=key).update(email=spelled)
        addresses.objects.filter(user_id=key, email=email).update(email=spelled)
        for app, model in HISTORY:
            apps.get_model(app, model).objects.filter(actor=email).update(actor=spelled)
    if left:
        logger.warning("addresses left as they are", accounts=left)


def _today(email: str) -> str | None:
    try:
        return canonical_email(email)
    except InvalidEmail:
        return None


def _is_proven(email: str, spelled: str) -> bool:
    """Whether mail went to the same domain before: Django sends it where Python's codec says, by IDNA 2003."""
    try:
        former = email.rpartition("@")[2].encode("idna").decode()
    except UnicodeError:
        return False
    return former.lower() == spelled.rpartition("@")[2]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_changes_of_a_second_factor"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("core", "0002_name_people_in_one_spelling"),
        ("catalog", "0002_name_people_in_one_spelling"),
    ]

    # Backwards nothing is done: the former code reads these spellings, too.
    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
