"""Who has an account already has been let in before: their address counts as proven."""

from typing import Any

from django.db import migrations


def vouch(apps: Any, _schema_editor: Any) -> None:
    users, addresses = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    without = users.objects.filter(emailaddress=None).order_by("pk").values_list("pk", "email")
    rows = (addresses(user_id=key, email=email, verified=True, primary=True) for key, email in without.iterator())
    addresses.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_token_families"), ("account", "0009_emailaddress_unique_primary_email")]

    # Backwards nothing is taken away: the table goes with allauth.
    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
