"""What Meguri is, and where its figures come from."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from meguri.indicators.queries import sources as known_sources
from meguri.towns.models import SourcedFact
from meguri.web.ring import PLACES

STEPS = {
    "vision": gettext_lazy("どんなまちにしたいかを、ことばにして共有します。"),
    "voices": gettext_lazy("困りごとや、わたしにできることを届けます。"),
    "decide": gettext_lazy("意見のちがいと重なりを見て、決めていきます。"),
    "act": gettext_lazy("だれが、いつまでに、何をするかを公開して進めます。"),
    "fund": gettext_lazy("何にいくら使い、だれが支えたかを、一円から見られます。"),
    "results": gettext_lazy("数字で結果をたしかめ、次の願いにつなげます。"),
}


@dataclass(frozen=True, slots=True)
class TownsSources:
    """What the sourced facts about one real place were taken from, each once, in the order of the facts."""

    name: str
    url: str
    sources: list[str]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    steps = [(_(place.word), STEPS[place.key]) for place in PLACES]
    return render(request, "pages/about.html", {"steps": steps, "crumbs": [(_("全国"), "/"), (_("Meguri とは"), "")]})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Each publication with its credit line and licence, and the sources of facts about places. Two queries."""
    context = {
        "sources": known_sources(),
        "fact_sources": _fact_sources(),
        "crumbs": [(_("全国"), "/"), (_("数字の出どころ"), "")],
    }
    return render(request, "pages/sources.html", context)


def _fact_sources() -> list[TownsSources]:
    facts = SourcedFact.objects.filter(municipality__is_fictional=False).exclude(source="")
    rows = facts.order_by("municipality__code", "position").values_list(
        "municipality__code", "municipality__name", "source"
    )
    named: dict[tuple[str, str], dict[str, None]] = {}
    for code, name, source in rows:
        named.setdefault((code, name), {}).update(dict.fromkeys(source.split("、")))
    return [TownsSources(name, f"/{code}/", list(found)) for (code, name), found in named.items()]
