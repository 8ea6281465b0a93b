"""`meguri serve`: the server and its background worker, stopped cleanly together."""

import argparse
import os
import socket

from meguri.cli.supervisor import server_command, supervise, worker_command
from meguri.config import environment
from meguri.core.errors import BadInput

PORT_TAKEN = (
    "ポート {port} では待ち受けられません（{reason}）。PORT=8001 のように、別の番号でお試しください。"
    " / Port {port} cannot be used: choose another one, as in PORT=8001."
)


def configure(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument(
        "--no-worker", action="store_true", help="裏で動く仕事は始めません（meguri worker を別に動かすとき）"
    )


def add_address(parser: argparse.ArgumentParser) -> None:
    port = environment.number("PORT", 8000)
    workers = environment.number("MEGURI_WORKERS", 2)
    parser.add_argument("--host", default="127.0.0.1", metavar="アドレス", help="待ち受けるアドレス（127.0.0.1）")
    parser.add_argument("--port", type=int, default=port, metavar="番号", help="待ち受ける番号（PORT か 8000）")
    parser.add_argument(
        "--workers", type=int, default=workers, metavar="数", help="サーバーの数（MEGURI_WORKERS か 2）"
    )


def run(asked: argparse.Namespace) -> int:
    need_free(asked.host, asked.port)
    return serve(asked.host, asked.port, asked.workers, worker=not asked.no_worker)


def serve(host: str, port: int, workers: int, *, worker: bool) -> int:
    """Serve until a signal comes. Children inherit the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    return supervise(server_command(host, port, workers), worker_command() if worker else None)


def need_free(host: str, port: int) -> None:
    """Raises `BadInput` when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadInput(PORT_TAKEN.format(port=port, reason=error.strerror)) from None
