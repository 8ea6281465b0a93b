"""Answers the machines that watch us, before any other middleware: /healthz (alive) and /readyz (ready to serve)."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from meguri.core import triggers


class HealthMiddleware:
    """Stands first, so that no host name, redirect to https or session stands between the watcher and the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answers.get(request.path_info, self.get_response)(request)


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process is up and the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _answer({"database": False})
    return _answer({"database": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every migration is applied and the database holds its rules, else 503 and what is missing."""
    try:
        migrated, missing = not unapplied_migrations(), triggers.missing(connection)
    except DatabaseError:
        return _answer({"database": False})
    return _answer({"database": True, "migrations": migrated, "rules": not missing})


def unapplied_migrations() -> list[str]:
    """Names of the migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _answer(findings: dict[str, bool]) -> HttpResponse:
    status = 200 if all(findings.values()) else 503
    return JsonResponse(findings, status=status, headers={"Cache-Control": "no-store"})
