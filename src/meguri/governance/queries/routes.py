"""The town's routes of approval as pages show them: for each kind of draft, which route applies from which sum."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meguri.governance.draft_kinds import all_kinds
from meguri.governance.models import Route, RouteStep, TownRule
from meguri.governance.models.approvals import ANY_KIND
from meguri.governance.posts import on_day


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route in words: from which sum, by whom in which order."""

    route: Route
    from_yen: int
    steps: Sequence[str]
    is_borrowed: bool = False

    @property
    def sum(self) -> str:
        """The sum in words and to the yen: 「1,000万円」."""
        if not (get_language() or "ja").startswith("ja"):
            return f"¥{self.from_yen:,}"
        whole, rest = divmod(self.from_yen, 10_000)
        return f"{whole:,}万円" if whole and not rest else f"{self.from_yen:,}円"


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of draft and the routes that apply to it; `is_own` says that it has routes of its own.

    Below the smallest sum of its own routes the routes for any kind apply; they stand here too, `is_borrowed`.
    """

    name: str
    word: str | Promise
    routes: Sequence[RouteLine]
    is_own: bool


def kinds_with_routes() -> list[KindLine]:
    """Any kind first, then each kind in the order of registration. Two queries."""
    by_kind: dict[str, list[RouteLine]] = {}
    for route in routes_in_force():
        by_kind.setdefault(route.kind, []).append(line_of(route))
    any_kind = by_kind.get(ANY_KIND, [])
    return [
        KindLine(ANY_KIND, _("すべての種類"), any_kind, is_own=bool(any_kind)),
        *(
            KindLine(kind.name, kind.word, _with_those_below(by_kind.get(kind.name, []), any_kind),
                     is_own=kind.name in by_kind)
            for kind in all_kinds()
        ),
    ]  # fmt: skip


def _with_those_below(own: Sequence[RouteLine], any_kind: Sequence[RouteLine]) -> list[RouteLine]:
    least = min((line.from_yen for line in own), default=None)
    below = [replace(line, is_borrowed=True) for line in any_kind if least is None or line.from_yen < least]
    return [*below, *own]


def routes_in_force() -> list[Route]:
    steps = RouteStep.objects.select_related("post__organisation").order_by("position")
    found = Route.objects.filter(on_day(timezone.localdate())).prefetch_related(Prefetch("steps", steps))
    return list(found.order_by("kind", "from_yen", "id"))


def line_of(route: Route) -> RouteLine:
    words = [step.post.full_name if step.post else str(RouteStep.Who(step.who).label) for step in route.steps.all()]
    return RouteLine(route, route.from_yen, words)


def rule_of_the_town() -> TownRule:
    """The active town's rule, or the defaults it lives by. One query."""
    return TownRule.objects.first() or TownRule()
