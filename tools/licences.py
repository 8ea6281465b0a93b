"""Each package has a licence under which Meguri may be given on as Apache-2.0, or a reason beside its name."""

import json
import re
import sys
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent

FREE = re.compile(
    r"MIT(?:-0| No Attribution)?|(?:0|2-Clause |3-Clause )?BSD(?:-[23]-Clause)?(?: 2-Clause)?|BSD-[23]-Clause|0BSD|ISC"
    r"|Apache(?:-2\.0| 2\.0| Software)?|PSF(?:L|-2\.0)?|Python Software Foundation|CNRI-Python|Zlib|CC0-1\.0|Unlicense"
    r"|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)|BlueOak-1\.0\.0|Python-2\.0|CC-BY-[34]\.0"
)
"""Free licences; of MPL-2.0, which binds changed files alone, no file is changed here."""

REASONS = {
    "psycopg": "LGPL-3.0, a library that anyone may exchange, installed beside Meguri and never copied into it",
    "psycopg-binary": "as psycopg",
    "djlint": "GPL-3.0, a checker run as a program of its own; no part of it is imported or given on",
    "pytest-django": "BSD-3-Clause, stated as a sentence",
    "pillow": "MIT-CMU: the HPND licence, free",
    "pyphen": "of GPL, LGPL and MPL-1.1 the third may be chosen; no file is changed",
    "scipy": "BSD-3-Clause, stated as its whole text",
    "fido2": "BSD-2-Clause, with parts under Apache-2.0 and MPL-2.0",
    "qrcode": "BSD-3-Clause; the other licence is MIT for the code it is ported from",
    "meguri": "this project",
}
NPM_REASONS = {
    "@mapbox/jsonlint-lines-primitives": "MIT, stated in its README; no field in package.json",
    "@expo-google-fonts/noto-sans-jp": "MIT; OFL-1.1 for the letters, which are given on with it",
    "parse-cache-control": "BSD-3-Clause, stated in its file LICENSE; used by a check alone",
}
MISSING = "no licence stated"


def stated(package: Distribution) -> str:
    """The licence expression, else the classifiers, else the old field."""
    about = cast(Message, package.metadata)
    expression = about.get("License-Expression")
    classifiers = [c.split("::")[-1].strip() for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    return expression or " AND ".join(classifiers) or (about.get("License") or "").strip() or MISSING


def is_free(licence: str) -> bool:
    """True when every part that must be kept, and one of those to choose from, is free."""
    parts = re.split(r"\s+AND\s+", licence.replace("(MPL 2.0)", "").strip())
    return all(any(_is_one_free(choice) for choice in part.split(" OR ")) for part in parts)


def _is_one_free(licence: str) -> bool:
    bare = re.sub(r"\s+Licen[sc]e$", "", licence.strip("() "))
    return FREE.fullmatch(bare) is not None or bare in {"Mozilla Public License 2.0", "MIT", "BSD"}


def python_complaints() -> list[str]:
    found = {package.name: stated(package) for package in distributions()}
    return [
        f"{name}: {licence[:80]}"
        for name, licence in sorted(found.items())
        if not is_free(licence) and name.lower() not in REASONS
    ]


def npm_complaints() -> list[str]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    named = {
        path.rpartition("node_modules/")[2]: about.get("license", MISSING) for path, about in packages.items() if path
    }
    return [f"{n}: {licence}" for n, licence in sorted(named.items()) if not is_free(licence) and n not in NPM_REASONS]


def main() -> int:
    found = python_complaints() + npm_complaints()
    print("\n".join(found) or "licences: every package may be given on with Apache-2.0")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
