"""What base.html needs to know of a request: the place a page is about, and which notice stands on it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.towns.models import Municipality

UNOFFICIAL = "unofficial"
SAMPLE = "sample"

NOT_OFFICIAL: dict[str, str | Promise] = {
    Municipality.Kind.DESIGNATED_CITY: _("市の公式ページではありません（公開資料による）"),
    Municipality.Kind.CITY: _("市の公式ページではありません（公開資料による）"),
    Municipality.Kind.SPECIAL_WARD: _("区の公式ページではありません（公開資料による）"),
    Municipality.Kind.TOWN: _("町の公式ページではありません（公開資料による）"),
    Municipality.Kind.VILLAGE: _("村の公式ページではありません（公開資料による）"),
}


@dataclass(frozen=True, slots=True)
class Here:
    """The municipality a page is about, as the header names it."""

    name: str
    kana: str
    code: str
    is_open: bool
    is_fictional: bool
    kind: str = Municipality.Kind.TOWN

    @property
    def url(self) -> str:
        return f"/{self.code}/"

    @property
    def notice(self) -> str:
        if self.is_fictional:
            return SAMPLE
        return "" if self.is_open else UNOFFICIAL

    @property
    def not_official(self) -> str | Promise:
        """The notice on a place that has not opened, with what kind of place it is."""
        return NOT_OFFICIAL[self.kind]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `here` (None outside a town) and `notice`, which a view may replace by its own."""
    here = here_of(request)
    return {"here": here, "notice": here.notice if here else ""}


def here_of(request: HttpRequest) -> Here | None:
    """Read from `request.municipality` and `request.town`; no query."""
    found = getattr(request, "municipality", None)
    if found is None:
        return None
    is_open = getattr(request, "town", None) is not None
    return Here(found.name, found.kana, found.code, is_open, found.is_fictional, found.kind)
