"""Entries as a JSON Feed (jsonfeed.org, version 1.1), with what the record says of each under `_meguri`."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language

from meguri.record.words import Told

VERSION = "https://jsonfeed.org/version/1.1"


def feed(
    request: HttpRequest, title: str, page_url: str, feed_url: str, entries: Iterable[Told], next_url: str = ""
) -> JsonResponse:
    """The feed; addresses are made absolute. Its type is application/feed+json."""
    body: dict[str, Any] = {
        "version": VERSION,
        "title": title,
        "home_page_url": request.build_absolute_uri(page_url),
        "feed_url": request.build_absolute_uri(feed_url),
        "language": get_language() or "ja",
        "items": [_item(request, told) for told in entries],
    }
    if next_url:
        body["next_url"] = request.build_absolute_uri(next_url)
    return JsonResponse(body, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


def _item(request: HttpRequest, told: Told) -> dict[str, Any]:
    entry = told.entry
    about = " ".join(f"{thing.word} {thing.name}" for thing in told.things)
    return {
        "id": f"urn:uuid:{entry.act}",
        "url": request.build_absolute_uri(told.url),
        "title": told.title,
        "content_text": "\n".join(filter(None, (told.title, about, told.who))),
        "date_published": entry.at.isoformat(),
        "_meguri": {
            "log": entry.log,
            "index": entry.index,
            "action": entry.action,
            "sha256": entry.digest,
            "bytes": request.build_absolute_uri(f"/api/v1/record/entries/{entry.act}/bytes"),
        },
    }
