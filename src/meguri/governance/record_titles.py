"""What the public acts of this slice are called in the record: each part has its own words, found by its name."""

import pkgutil
from importlib import import_module

from meguri import governance

PARTS = [found.name for found in pkgutil.iter_modules(governance.__path__) if found.name.startswith("record_titles_")]

for part in PARTS:
    import_module(f"meguri.governance.{part}")
