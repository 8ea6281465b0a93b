"""Build the reference files that ship with Meguri from the published files they come from.

Run with the folder that holds `municipalities/`, `ssdse/` and `registers/`:

    python tools/build_reference.py --data DIR

The same input always gives the same bytes, so a second run leaves the checkout unchanged.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from reference_packs import write_packs
from reference_places import write_places

PACKAGE = Path(__file__).resolve().parent.parent / "src/meguri"


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the reference files that ship with Meguri.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the published files")
    source: Path = parser.parse_args().data
    for line in write_places(source, PACKAGE / "towns/reference"):
        print(line)
    for line in write_packs(source, PACKAGE / "indicators/reference"):
        print(line)


if __name__ == "__main__":
    main()
