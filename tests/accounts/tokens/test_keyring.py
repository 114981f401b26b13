"""The file of keys: made once, read again when it changes, and changed by command while people stay signed in."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command

from accounts import services, tokens
from accounts.tokens import keyring
from core import clock
from tests import factories

pytestmark = pytest.mark.integration


@pytest.fixture
def command(capsys):
    """`command("rotate")`: what `manage.py keys rotate` prints, line by line."""

    def run(*words: object) -> list[str]:
        call_command("keys", *map(str, words))
        return capsys.readouterr().out.splitlines()

    return run


def test_embedded_mode_makes_its_own_key_for_its_owner_alone(key_file):
    keys = keyring.current()

    assert key_file.stat().st_mode & 0o777 == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]
    assert [key.kid for key in keyring.read(key_file).keys] == [key.kid for key in keys.keys]


def test_elsewhere_no_key_is_made_up(key_file, settings):
    settings.EMBEDDED = False

    with pytest.raises(FileNotFoundError):
        keyring.current()


def test_all_who_start_together_share_one_key(key_file):
    start = Barrier(8)

    def began(number: int) -> str:
        start.wait()
        keyring._ring.cache_clear()
        return keyring.current().keys[0].kid

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(began, range(8)))) == 1


@pytest.mark.roadmap("api.jwt")
def test_a_rotation_logs_nobody_out(key_file, db, command):
    ada = factories.user()
    pair = services.start_family(user=ada)
    former = keyring.current().keys[0]

    command("rotate", "--notice", 0)

    following = services.refresh(token=pair.refresh)
    assert tokens.actor_behind(pair.access).public_id == tokens.actor_behind(following.access).public_id
    assert keyring.current().signing(clock.now()).kid != former.kid
    with clock.stopped(clock.now() + timedelta(minutes=10)):
        assert services.refresh(token=following.refresh).access


def test_a_rotation_gives_notice(key_file, command):
    keyring.current()

    signs, comes = command("rotate")

    assert signs.endswith("  signs")
    assert "  signs from " in comes
    with clock.stopped(clock.now() + timedelta(seconds=601)):
        verifies, signs = command()
    assert "  verifies until " in verifies
    assert signs.endswith("  signs")


def test_a_stolen_key_is_believed_no_more(key_file, db, command):
    pair = services.start_family(user=factories.user())
    stolen = keyring.current().keys[0].kid
    command("rotate", "--notice", 0)

    (line,) = command("drop", stolen)

    assert line.endswith("  signs")
    with pytest.raises(tokens.TokenRefused):
        tokens.actor_behind(pair.access)
    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


def test_the_key_that_signs_and_one_that_is_not_there_can_not_be_dropped(key_file, command):
    with pytest.raises(CommandError, match="This key signs"):
        command("drop", keyring.current().keys[0].kid)
    with pytest.raises(CommandError, match="There is no key nowhere"):
        command("drop", "nowhere")


def test_a_file_of_keys_is_made_and_never_overwritten(key_file, command):
    assert command("make", key_file) == [str(key_file)]

    with pytest.raises(CommandError, match="can't be written"):
        command("make", key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_can_not_be_written_is_one_line_that_says_what_to_do(key_file, command, monkeypatch):
    keyring.current()

    def read_only(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(keyring, "replace", read_only)

    with pytest.raises(CommandError, match="Read-only file system"):
        command("rotate")


def test_a_broken_file_changes_nothing_but_the_log(key_file, caplog):
    keys = keyring.current()
    key_file.write_text("{")
    os.utime(key_file, ns=(1, 1))

    assert keyring.current() is keys
    key_file.unlink()
    assert keyring.current() is keys
    assert "the key file can't be read" in caplog.text


def test_an_unchanged_file_is_read_once(key_file, monkeypatch):
    keys = keyring.current()
    monkeypatch.setattr(keyring, "read", None)

    assert keyring.current() is keys


def test_the_file_is_looked_at_once_a_second(key_file, monkeypatch):
    monkeypatch.setattr(keyring, "_LOOK_EVERY", 60)
    keys = keyring.current()
    keyring.replace(key_file, keys.rotated(at=clock.now(), signs_from=clock.now()))

    assert keyring.current() is keys
