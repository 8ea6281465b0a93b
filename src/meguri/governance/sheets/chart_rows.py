"""The organisations of a town as paths, and its posts as rows of the chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from meguri.core.scope import active_town
from meguri.governance.models import Holder, Organisation, Post
from meguri.governance.posts import on_day
from meguri.governance.sheets.chart_kind import STEP
from meguri.governance.sheets.plan import Standing
from meguri.towns.models import Municipality, Town

_OFFICES = {Municipality.Kind.TOWN: "役場", Municipality.Kind.VILLAGE: "役場", Municipality.Kind.CITY: "役所",
            Municipality.Kind.DESIGNATED_CITY: "役所", Municipality.Kind.SPECIAL_WARD: "役所"}  # fmt: skip


def hall_name(town: Town) -> str:
    """見本町役場, 府中市役所: the organisation above all others of a town."""
    return town.name + _OFFICES[Municipality.Kind(town.municipality.kind)]


@dataclass
class Tree:
    """The town's own organisations that stand, by path; the hall itself is the empty path."""

    by_path: dict[tuple[str, ...], Organisation] = field(default_factory=dict)
    path_of: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def add(self, path: tuple[str, ...], one: Organisation) -> None:
        self.by_path[path] = one
        self.path_of[one.pk] = path


def standing_tree() -> Tree:
    """One query."""
    rows = list(Organisation.objects.filter(kind=Organisation.Kind.TOWN, until__isnull=True))
    by_id = {one.pk: one for one in rows}
    tree = Tree()
    hall = the_hall([one for one in rows if one.parent_id is None])
    for one in rows:
        path: list[str] = []
        above: Organisation | None = one
        while above is not None and above is not hall:
            path.insert(0, above.name)
            above = by_id.get(above.parent_id or 0)
        tree.add(tuple(path), one)
    return tree


def the_hall(tops: Sequence[Organisation]) -> Organisation | None:
    """The organisation above all others, if the town has one: by its name."""
    named = [one for one in tops if one.name.endswith(("役場", "役所", "庁"))]
    return named[0] if named else None


def standing_posts(asked: Mapping[str, object] | None = None) -> list[Standing]:
    """The posts of the town's own organisations that stand, as rows of the chart. Three queries."""
    tree = standing_tree()
    posts = list(Post.objects.filter(until__isnull=True, organisation__in=tree.path_of).order_by("position", "id"))
    return as_rows(posts, tree)


def as_rows(posts: Sequence[Post], tree: Tree) -> list[Standing]:
    holders = holders_of(posts)
    return [
        Standing(
            post.pk,
            {
                "unit": STEP.join(tree.path_of[post.organisation_id]) or None,
                "post": post.name,
                "holder": (held.name or None) if (held := holders.get(post.pk)) else None,
                "phone": post.phone or None,
                "extension": post.extension or None,
                "email": post.email or None,
                "duties": post.duties or None,
                "hours": post.hours or None,
            },
        )
        for post in posts
    ]


def holders_of(posts: Iterable[Post]) -> dict[int, Holder]:
    """Who holds these posts now, or will from the first day of a term that has no end. One query."""
    today = timezone.localdate()
    rows = Holder.objects.filter(post__in=[one.pk for one in posts])
    now = {one.post_id: one for one in rows.filter(on_day(today))}
    return {one.post_id: one for one in rows.filter(since__gt=today, until__isnull=True)} | now


def town_now() -> Town:
    """The active town."""
    town = active_town()
    if not isinstance(town, Town):
        raise LookupError("a chart belongs to a town")
    return town
