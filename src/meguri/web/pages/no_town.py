"""What is answered to a path whose code is no municipality's: the new code, the right check digit, or where to look."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from meguri.core.codes import municipality_check_digit, parse_municipality_code
from meguri.core.errors import BadInput
from meguri.towns.models import CodeChange, Municipality


def no_town(request: HttpRequest, code: str) -> HttpResponse:
    """301 for a former code; else 404 with what is wrong, the municipality probably meant, and the search box."""
    today = code_of_today(code)
    if today != code:
        return HttpResponsePermanentRedirect(f"/{today}/")
    meant = _meant(code)
    context = {"happened": _fault(code), "meant": meant, "meant_url": f"/{meant.code}/" if meant else ""}
    return render(request, "pages/no_town.html", context, status=404)


def code_of_today(code: str) -> str:
    """The code that took the place of a former one; any other is given back. One query."""
    change = CodeChange.objects.select_related("municipality").filter(old_code=code).first()
    return code if change is None else change.municipality.code


def _fault(code: str) -> str:
    try:
        parse_municipality_code(code)
    except BadInput as fault:
        return str(fault)
    return _("%(code)s というコードの自治体は、いまの一覧にありません。") % {"code": code}


def _meant(code: str) -> Municipality | None:
    """The municipality with the same first five digits and the right last one."""
    right = code[:5] + municipality_check_digit(code[:5])
    return Municipality.objects.select_related("prefecture").filter(code=right).first()
