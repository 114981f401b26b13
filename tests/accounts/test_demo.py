"""The demo's people, and the command that makes them."""

import io
import stat

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from accounts.demo import ACCOUNTS
from accounts.models import User
from core.access import Role

pytestmark = pytest.mark.integration


@pytest.fixture
def secret(tmp_path):
    return tmp_path / "passwords"


@pytest.fixture
def elsewhere(settings):
    """Not on a reader's own machine."""
    settings.EMBEDDED = False


def run(**options):
    output = io.StringIO()
    call_command("demo_accounts", stdout=output, **options)
    return output.getvalue()


def passwords_in(file):
    return dict(line.split(" ") for line in file.read_text().splitlines())


@pytest.mark.unit
def test_there_is_one_for_each_role_and_its_password_would_be_accepted():
    assert [account.role for account in ACCOUNTS] == [Role.CUSTOMER, Role.STAFF, Role.ADMIN]
    for account in ACCOUNTS:
        validate_password(account.password, User(email=account.email, display_name=account.display_name))


def test_on_a_readers_machine_the_passwords_are_the_fixed_ones(db):
    run()

    assert all(User.objects.get(email=account.email).check_password(account.password) for account in ACCOUNTS)


def test_a_second_run_says_that_nothing_was_to_do(db):
    run()

    assert "are there already" in run()
    assert User.objects.count() == 3


def test_a_quiet_run_prints_nothing(db):
    assert run(verbosity=0) == ""


def test_elsewhere_it_wants_a_file(db, elsewhere):
    with pytest.raises(CommandError, match="--to FILE"):
        run()

    assert not User.objects.exists()


def test_elsewhere_the_passwords_are_random_and_in_a_file_for_its_owner_alone(db, elsewhere, secret):
    told = run(to=str(secret))

    written = passwords_in(secret)
    assert told == f"{secret}\n"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert set(written) == {account.email for account in ACCOUNTS}
    assert len(set(written.values())) == 3
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(written[account.email])
        assert not user.check_password(account.password)


def test_a_file_that_is_there_is_not_overwritten_and_no_account_is_made(db, elsewhere, secret):
    secret.write_text("mine")

    with pytest.raises(CommandError, match="File exists"):
        run(to=str(secret))

    assert secret.read_text() == "mine"
    assert not User.objects.exists()


def test_a_folder_that_is_missing_is_one_clear_line(db, elsewhere, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(to=str(tmp_path / "nowhere" / "passwords"))


def test_with_nothing_to_do_no_file_is_written(db, elsewhere, secret, tmp_path):
    run(to=str(secret))
    second = tmp_path / "second"

    assert "are there already" in run(to=str(second))
    assert not second.exists()


def test_a_reset_gives_new_passwords(db, elsewhere, secret, tmp_path):
    run(to=str(secret))
    second = tmp_path / "second"

    run(to=str(second), reset=True)

    old, new = passwords_in(secret), passwords_in(second)
    admin = User.objects.get(email="admin@cairn.example")
    assert admin.check_password(new[admin.email])
    assert not admin.check_password(old[admin.email])
