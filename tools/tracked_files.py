"""No tracked file names a package registry, an index, or a path of somebody's machine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES_OF_WORK = (
    "bank|budget|drafts|executive|first-day|people|projects|promises|responsibilities|routes|rules|sheets|unanswered"
)
"""What stands below a town's own /work/ is a page, and no path of a machine."""
FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"https?://(?:[\w.-]*\.)?(?:pypi\.org|pythonhosted\.org|npm"
        r"js\.org|npm"
        r"js\.com|yarnpkg\.com)"
        r"|--(?:extra-)?index-"
        r"url\s+http|--find-"
        r"links\s|\"resolved\":"
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.])/(?:ro" r"ot|ho" r"me/\w+|Us" r"ers/\w+|wo" rf"rk(?!/(?:{PAGES_OF_WORK})\b))/\w"
    ),
}
LARGEST_TEXT_BYTES = 5_000_000


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def complaints(path: Path) -> list[str]:
    content = path.read_bytes()
    if b"\0" in content[:8000] or len(content) > LARGEST_TEXT_BYTES:
        return []
    text = content.decode(errors="replace")
    return [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}: {what}: {found[0]}"
        for what, pattern in FORBIDDEN.items()
        for found in pattern.finditer(text)
    ]


def main() -> int:
    found = [complaint for path in tracked() for complaint in complaints(path)]
    print("\n".join(found) or "tracked files: clean")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
