"""A site of sample pages for the tests of the look: every component, each refusal, and a form that can expire."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.template import engines
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


CHART_PAGE = """{% extends "web/base.html" %}{% load static %}{% block title %}人口{% endblock %}
{% block main %}<h1>人口</h1><figure data-chart-src="{{ source }}"><div data-chart-picture>
<svg viewBox="0 0 9 9" role="img"><title>サーバーの図</title></svg></div></figure>{% endblock %}
{% block scripts %}<script src="{% static "built/chart.js" %}" defer></script>{% endblock %}"""


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


def figures(request: HttpRequest) -> HttpResponse:
    points = [["2010年", 5080], ["2015年", None], ["2020年", 4778]]
    series = [{"name": "上士幌町", "points": points, "vintages": [["2010年", 5101]]}]
    return JsonResponse({"title": "人口", "unit": "人", "series": series, "target": 5000, "target_label": "目標"})


def explorable(request: HttpRequest) -> HttpResponse:
    page = engines["django"].from_string(CHART_PAGE)
    return HttpResponse(page.render({"source": request.GET["source"]}, request))


def moving_map(request: HttpRequest) -> HttpResponse:
    return render(request, "web/map.html", {"places_url": "/places.json", "list_url": "/components/", "tile_url": ""})


def places(request: HttpRequest) -> HttpResponse:
    point = {"type": "Point", "coordinates": [143.296, 43.233]}
    one = {"type": "Feature", "geometry": point, "properties": {"name": "上士幌町", "url": "/components/?found"}}
    return JsonResponse({"type": "FeatureCollection", "features": [one]})


urlpatterns = [
    path("figures.json", figures),
    path("chart/", explorable),
    path("map/", moving_map),
    path("places.json", places),
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
