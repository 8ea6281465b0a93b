"""Reads settings from the environment; each has a safe default. docs/operator.md lists them all."""

import os
import secrets
from pathlib import Path


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    """True for 1, true, yes, on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    return int(text(name) or default)


def secret_key(var: Path) -> str:
    """`MEGURI_SECRET_KEY`, else the key in `var/secret.key`, made on the first start and read by its owner alone."""
    given = text("MEGURI_SECRET_KEY")
    if given:
        return given
    kept = var / "secret.key"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()
