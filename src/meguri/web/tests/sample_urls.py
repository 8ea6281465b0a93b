"""A site of sample pages for the tests of the look: every component, each refusal, and a form that can expire."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext

from meguri.core.errors import BadInput, Conflict, NotAllowed

handler400 = "meguri.web.views.bad_request"
handler403 = "meguri.web.views.forbidden"
handler404 = "meguri.web.views.not_found"
handler500 = "meguri.web.views.server_error"

STATIONS = [
    {"key": "results", "url": "/r/", "figure": "9", "live": True},
    {"key": "vision", "url": "/v/", "figure": "6", "live": True},
    {"key": "voices", "url": "/vo/", "figure": "12", "live": True},
    {"key": "decide", "url": "/d/", "figure": "", "live": False},
]
ROWS = [["2015年", (4765, "4,765"), "国勢調査"], ["2020年", (None, "公開資料なし"), "国勢調査"]]


class VoiceForm(forms.Form):
    title = forms.CharField(label="題名", help_text="ひとことで書いてください。", max_length=20)
    body = forms.CharField(label="内容", widget=forms.Textarea)
    phone = forms.RegexField(r"[0-9-]+", label="電話番号", required=False)
    stage = forms.ChoiceField(
        label="どの段階ですか", choices=[("a", "考えはじめ"), ("b", "決めた")], widget=forms.RadioSelect
    )
    named = forms.BooleanField(label="名前を出してよい", required=False)
    paper = forms.FileField(label="ファイル", required=False)


def components(request: HttpRequest) -> HttpResponse:
    form = VoiceForm(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "crumbs": [("日本", "/"), ("北海道", "/prefectures/01/"), ("部品", "")],
        "town_nav": [("しらべる", "/n/", True), ("きく", "/k/", False)],
        "page": Paginator(range(300), 10).get_page(request.GET.get("page", 7)),
        "ring_some": STATIONS,
        "ring_all": STATIONS,
        "ring_three": STATIONS[:3],
        "ring_one": STATIONS[:1],
        "ring_four": STATIONS,
        "columns": ["年", ("総人口（人）", "number"), "資料"],
        "rows": ROWS,
        "facts": [("受け持ち", "保健福祉課 福祉係"), ("備考", "")],
        "steps": [("受け取りました", "11月21日", "done"), ("話し合い中", "", "now"), ("お返事", "", "")],
        "downloads": [("CSV", "/x.csv", "Excelで開けます")],
    }
    return render(request, "web/components.html", context)


def raising(error: Exception) -> HttpResponse:
    raise error


def suggest(request: HttpRequest) -> HttpResponse:
    item = {"text": "上士幌町", "note": "北海道", "url": "/components/?found"}
    return JsonResponse({"items": [item] if request.GET["q"] == "上士幌" else []})


urlpatterns = [
    path("components/", components),
    path("suggest/", suggest, name="search-suggest"),
    path("search/", components, name="search"),
    path("refused/", lambda r: raising(NotAllowed("この操作は福祉係だけができます。"))),
    path("denied/", lambda r: raising(PermissionDenied())),
    path("bad/", lambda r: raising(BadInput("電話番号は数字とハイフンで入れてください。"))),
    path("changed/", lambda r: raising(Conflict("この案は、もう公表されています。"))),
    path("gone/", lambda r: raising(Http404("No Town matches the given query."))),
    path("no-such-code/", lambda r: raising(Http404(gettext("この番号の自治体はありません。")))),
    path("broken/", lambda r: raising(ZeroDivisionError())),
    path("post-only/", lambda r: HttpResponseNotAllowed(["POST"])),
    path("busy/", lambda r: HttpResponse(status=429, headers={"Retry-After": "60"})),
    path("told/", lambda r: JsonResponse({"detail": "no"}, status=429)),
    path("account/login/", components, name="account_login"),
    path("", include("meguri.web.urls")),
]  # fmt: skip
