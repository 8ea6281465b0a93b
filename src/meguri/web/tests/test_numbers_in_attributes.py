"""Keys in addresses and fields stay digits: where thousands are grouped for readers, 1838 must not become 1,838."""

import re
from pathlib import Path

import meguri

TEMPLATES = sorted(Path(meguri.__file__).parent.glob("*/templates/**/*.html"))
ATTRIBUTE = re.compile(r'(?:href|action|value|name|id|for|hx-[a-z]+|data-[a-z-]+)="([^"]*)"')
A_BARE_KEY = re.compile(r"\{\{ ?(?:[a-z_]+\.)*(?:pk|id|[a-z]+_id|version|number) ?\}\}")


def test_no_template_writes_a_bare_key_into_an_attribute() -> None:
    assert len(TEMPLATES) > 100
    found = [
        f"{path.name}: {attribute}"
        for path in TEMPLATES
        for attribute in ATTRIBUTE.findall(path.read_text(encoding="utf-8"))
        if A_BARE_KEY.search(attribute)
    ]
    assert found == []
