"""The server as a child process: started, waited for, and stopped with everything that it started in turn."""

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Event

from django.core.management.base import CommandError

from config.env import BASE_DIR

HOST = "127.0.0.1"
# More would only wait for the interpreter, and hand it to one another.
_THREADS = 4
_SECONDS_TO_START = 30
_SECONDS_TO_STOP = 10


def require_free(port: int) -> None:
    """Raise CommandError, saying what to do, when the server could not listen on the port."""
    with socket.socket() as probe:
        # As servers do: a port that its last user has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = "taken" if error.errno == errno.EADDRINUSE else "not to be had"
            raise CommandError(f"Port {port} is {reason}. Choose another: PORT=8001 make demo") from None


@contextlib.contextmanager
def running(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server on the port. At the end it is stopped, and what it may have left behind is killed."""
    # Nothing is collected in embedded mode: WhiteNoise serves from the apps' folders and misses the other one.
    python = [sys.executable, "-W", "ignore:No directory at:UserWarning"]
    load = ["--workers", "1", "--blocking-threads", str(_THREADS)]
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "error", *load]
    command = [*python, "-m", "granian", *options, "config.wsgi:application"]
    # In a session of its own: Ctrl-C reaches us alone, and whatever it starts can be killed as one group.
    process = subprocess.Popen(command, cwd=BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        _stop(process)


def wait_until_ready(process: subprocess.Popen[bytes], port: int, stopped: Event) -> None:
    """Return once the server is ready or a stop was asked for. Raises CommandError if it does not come up."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while not (stopped.is_set() or _is_ready(port)):
        require_alive(process)
        if time.monotonic() > deadline:
            raise CommandError(f"The server was not ready after {_SECONDS_TO_START} seconds.")
        stopped.wait(0.1)


def require_alive(process: subprocess.Popen[bytes]) -> None:
    """Raise CommandError when the server has ended by itself."""
    status = process.poll()
    if status is not None:
        raise CommandError(f"The server ended by itself with status {status}; what it said stands above.")


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_STOP)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
