"""Runs the server and the worker as children, starts the worker again when it ends, and stops all of them together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from meguri.cli.stopping import Stop

log = logging.getLogger(__name__)

THREADS = 4
SECONDS_TO_STOP = 15.0
SECONDS_FOR_REQUESTS = 10
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BEFORE_RESTART = 1.0
PR_SET_PDEATHSIG = 1


def server_command(host: str, port: int, workers: int) -> list[str]:
    """granian: `workers` processes, each with a few threads that hold one connection to the database."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS), "--respawn-failed-workers",
        "--workers-kill-timeout", str(SECONDS_FOR_REQUESTS),
        "--no-ws", "--log-level", "warning", "meguri.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "meguri.cli", "worker"]


def supervise(server: Sequence[str], worker: Sequence[str] | None) -> int:
    """Run until a signal comes or the server ends; returns 0 after a signal, else the server's status.

    The last thing a process does: it hears no signal afterwards.
    """
    stop = Stop()
    stop.listen()
    children = [_start(command) for command in (server, worker) if command]
    try:
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            if children[0].poll() is not None:
                return children[0].returncode or 1
            if len(children) > 1 and children[1].poll() is not None and worker:
                log.error("the worker ended with status %s; starting it again", children[1].returncode)
                if not stop.wait(SECONDS_BEFORE_RESTART):
                    children[1] = _start(worker)
        return 0
    finally:
        _stop_all(children)
        stop.need_no_more()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Its own group, so that Ctrl-C reaches us alone and we stop the children in order."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: S603, PLW1509 - our own command; runs before any thread


def _end_with_parent() -> None:
    """On Linux a child gets SIGTERM when we are killed, so that no server is left behind on the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop_all(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each child to stop, wait, then end whatever is left of its group: a child that dies may leave its own."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.error("a child did not stop within %d s; ending it", SECONDS_TO_STOP)
        _end_group(child.pid)
        child.wait()


def _end_group(group: int) -> None:
    """SIGKILL for each process that is left in the group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        log.debug("nothing is left of group %d", group)
