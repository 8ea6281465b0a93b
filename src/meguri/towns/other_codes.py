"""Which municipality a code in an address of the API means that none has today: a former one, a short one."""

import re

from django.utils.translation import gettext as _

from meguri.core.codes import municipality_check_digit
from meguri.towns.models import CodeChange
from meguri.towns.queries import municipality_at

_CODE = re.compile(r"\A/api/v1/municipalities/([0-9]{5,6})(?:/|\Z)")


def code_meant(path: str) -> str:
    """A sentence that names the right code; "" where the code in the path is right, or means none. Four queries."""
    found = _CODE.match(path)
    if found is None or municipality_at(found[1]) is not None:
        return ""
    whole = found[1][:5] + municipality_check_digit(found[1][:5])
    return _former(found[1] if len(found[1]) == 6 else whole) or _completed(whole)


def _completed(code: str) -> str:
    place = municipality_at(code)
    if place is None:
        return ""
    return _("コードは検査数字までの6桁です。%(name)sのコードは %(code)s です。%(path)s で求めてください。") % {
        "name": place.name, "code": code, "path": f"/api/v1/municipalities/{code}"
    }  # fmt: skip


def _former(code: str) -> str:
    changes = CodeChange.objects.select_related("municipality").filter(old_code=code).order_by("-on")
    change = changes.first()
    if change is None:
        return ""
    return _(
        "%(old)s は%(old_name)sの以前のコードです。いまは%(name)sの %(code)s です。%(path)s で求めてください。"
    ) % {
        "old": code, "old_name": change.old_name, "name": change.municipality.name, "code": change.municipality.code,
        "path": f"/api/v1/municipalities/{change.municipality.code}",
    }  # fmt: skip
