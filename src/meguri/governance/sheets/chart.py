"""Taking an organisation chart: organisations, posts and their holders are founded and changed as its rows say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from meguri.core.actor import Actor
from meguri.core.fiscal import fiscal_year_of, fiscal_year_range
from meguri.core.tables.values import Value
from meguri.governance.models import Holder, Organisation, Post
from meguri.governance.objects import tell
from meguri.governance.posts import on_day
from meguri.governance.sheets.chart_kind import STEP
from meguri.governance.sheets.chart_rows import Tree, hall_name, holders_of, standing_tree, town_now
from meguri.governance.sheets.plan import PlanRow, SheetPlan
from meguri.governance.sheets.registry import Gap

BATCH = 500
_ON_POST = ("phone", "extension", "email", "duties", "hours")


def day_of(plan: SheetPlan) -> date:
    """The day from which the chart holds: as it says itself, else the first day of this fiscal year."""
    told = plan.on or plan.asked.get("as_of")
    return told if isinstance(told, date) else fiscal_year_range(fiscal_year_of(timezone.localdate()))[0]


def apply(actor: Actor, plan: SheetPlan) -> Mapping[str, int]:
    """Write a chart: a fixed number of queries for each batch of rows."""
    since = day_of(plan)
    tree = standing_tree()
    renamed = _rename(plan, tree)
    founded = found_organisations([path_in(one.values) for one in (*plan.new, *plan.changed)], tree, since)
    posts = found_posts(plan.new, tree, since)
    changed = apply_changes(plan.changed, tree, since)
    tell("organisation", [*renamed, *founded])
    tell("post", [*posts, *changed, *_posts_of(renamed, changed)])
    return {"organisations": len(founded), "new": len(posts), "changed": len(changed)}


def path_in(values: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(name for name in str(values.get("unit") or "").split(STEP) if name)


def found_organisations(paths: Iterable[tuple[str, ...]], tree: Tree, since: date) -> list[Organisation]:
    """Those of these paths that do not stand yet, from the top down, in the order in which they are named."""
    wanted = list(dict.fromkeys(paths))
    founded = _hall(tree, since)
    deepest = max((len(path) for path in wanted), default=0)
    for depth in range(1, deepest + 1):
        level = dict.fromkeys(path[:depth] for path in wanted if len(path) >= depth)
        missing = [path for path in level if path not in tree.by_path]
        made = Organisation.objects.bulk_create(
            [_organisation(path, tree, since, len(tree.by_path) + n) for n, path in enumerate(missing)],
            batch_size=BATCH,
        )
        for path, one in zip(missing, made, strict=True):
            tree.add(path, one)
        founded += made
    return founded


def _hall(tree: Tree, since: date) -> list[Organisation]:
    """The hall above all others, if the town has no organisation yet that could be it."""
    if () in tree.by_path or any(len(path) == 1 for path in tree.by_path):
        return []
    town = town_now()
    hall = Organisation.objects.create(town=town, name=hall_name(town), since=since)
    tree.add((), hall)
    return [hall]


def _organisation(path: tuple[str, ...], tree: Tree, since: date, position: int) -> Organisation:
    return Organisation(
        town=town_now(), parent=tree.by_path.get(path[:-1]), name=path[-1][:60], since=since, position=position
    )


def found_posts(rows: Sequence[PlanRow], tree: Tree, since: date) -> list[Post]:
    """Posts with their holders. The first of an organisation that has no head is its head."""
    heads = set(Post.objects.filter(is_head=True, until__isnull=True).values_list("organisation_id", flat=True))
    made = Post.objects.bulk_create([_post(row, tree, since, heads) for row in rows], batch_size=BATCH)
    Holder.objects.bulk_create(
        [
            Holder(town=town_now(), post=post, name=str(row.values["holder"]), since=since)
            for post, row in zip(made, rows, strict=True)
            if row.values.get("holder")
        ],
        batch_size=BATCH,
    )
    return made


def _post(row: PlanRow, tree: Tree, since: date, heads: set[int]) -> Post:
    organisation = _home(path_in(row.values), tree, since)
    is_head = organisation.pk not in heads
    heads.add(organisation.pk)
    said: dict[str, Any] = {key: str(row.values.get(key) or "") for key in _ON_POST}
    return Post(
        town=town_now(), organisation=organisation, name=str(row.values["post"]), is_head=is_head, since=since,
        position=row.row or 0, **said,
    )  # fmt: skip


def _home(path: tuple[str, ...], tree: Tree, since: date) -> Organisation:
    """The organisation of a path; a post without one (町長) belongs to the hall."""
    if path not in tree.by_path:
        town = town_now()
        tree.add(path, Organisation.objects.create(town=town, name=hall_name(town), since=since))
    return tree.by_path[path]


def _rename(plan: SheetPlan, tree: Tree) -> list[Organisation]:
    """Organisations all of whose posts have gone to a path that is new: the same organisation with another name."""
    goes: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for row in plan.rows:
        old = next((path_in({"unit": c.old}) for c in row.changes if c.key == "unit"), path_in(row.values))
        new = path_in(row.values)
        if row.id is not None:
            for depth in range(1, len(old) + 1):
                goes[old[:depth]].add(new[:depth] if len(new) >= depth else ())
    renamed = []
    for old, ends in sorted(goes.items(), key=lambda pair: len(pair[0])):
        new = next(iter(ends))
        is_free = bool(new) and new not in tree.by_path and (new[:-1] in tree.by_path or len(new) == 1)
        if len(ends) == 1 and new != old and is_free and old in tree.by_path:
            renamed.append(_renamed(old, new, tree))
    return renamed


def _renamed(old: tuple[str, ...], new: tuple[str, ...], tree: Tree) -> Organisation:
    one = tree.by_path[old]
    one.name, one.parent = new[-1], tree.by_path.get(new[:-1])
    one.save(update_fields=["name", "parent"])
    for path in [path for path in tree.by_path if path[: len(old)] == old]:
        tree.add(new + path[len(old) :], tree.by_path.pop(path))
    return one


def apply_changes(rows: Sequence[PlanRow], tree: Tree, since: date) -> list[Post]:
    """Posts as the chart describes them now, and who holds them from that day on."""
    posts = {one.pk: one for one in Post.objects.filter(pk__in=[row.id for row in rows])}
    for row in rows:
        _say(posts[row.id or 0], row, tree, since)
    Post.objects.bulk_update(posts.values(), ["name", "organisation", *_ON_POST], batch_size=BATCH)
    _seat([row for row in rows if any(change.key == "holder" for change in row.changes)], posts, since)
    return list(posts.values())


def _say(post: Post, row: PlanRow, tree: Tree, since: date) -> None:
    for change in row.changes:
        if change.key in _ON_POST:
            setattr(post, change.key, str(change.new or ""))
        elif change.key == "post":
            post.name = str(change.new or post.name)
        elif change.key == "unit":
            post.organisation = _home(path_in(row.values), tree, since)


def _seat(rows: Sequence[PlanRow], posts: Mapping[int, Post], since: date) -> None:
    """Somebody else holds a post from that day on; a name that was wrong on its first day is put right."""
    held = holders_of(posts.values())
    leaving, coming = [], []
    for row in rows:
        post, before, name = posts[row.id or 0], held.get(row.id or 0), str(row.values.get("holder") or "")
        begins = max(since, post.since)
        if before is not None:
            begins = before.until = max(begins, before.since)
            leaving.append(before)
        if name:
            coming.append(Holder(town=town_now(), post=post, name=name, since=begins))
    Holder.objects.bulk_update(leaving, ["until"], batch_size=BATCH)
    Holder.objects.bulk_create(coming, batch_size=BATCH)


def _posts_of(renamed: Sequence[Organisation], told: Sequence[Post]) -> list[Post]:
    """The posts whose names have changed with their organisation's."""
    known = {post.pk for post in told}
    return list(Post.objects.filter(organisation__in=[one.pk for one in renamed]).exclude(pk__in=known))


def gaps() -> list[Gap]:
    """What the chart does not say yet. Four queries."""
    today = timezone.localdate()
    code = town_now().code
    organisations = Organisation.objects.filter(on_day(today), kind=Organisation.Kind.TOWN)
    posts = Post.objects.filter(on_day(today), organisation__kind=Organisation.Kind.TOWN)
    bare = organisations.annotate(n=Count("posts")).filter(n=0, children__isnull=True).count()
    silent = posts.filter(phone="", organisation__phone="").count()
    idle = posts.filter(duties="").count()
    vacant = posts.exclude(pk__in=Holder.objects.filter(on_day(today)).values("post")).count()
    url = reverse("sheets", args=[code])
    told = (
        (bare, ngettext("役職のない組織が%(n)s件あります。", "役職のない組織が%(n)s件あります。", bare)),
        (silent, ngettext("電話のない役職が%(n)s件あります。", "電話のない役職が%(n)s件あります。", silent)),
        (
            idle,
            ngettext(
                "受け持ちの書かれていない役職が%(n)s件あります。",
                "受け持ちの書かれていない役職が%(n)s件あります。",
                idle,
            ),
        ),
        (vacant, ngettext("人のいない役職が%(n)s件あります。", "人のいない役職が%(n)s件あります。", vacant)),
    )
    return [Gap(count, sentence % {"n": count}, url) for count, sentence in told if count]


def filled() -> int:
    return Post.objects.filter(until__isnull=True).count()


def choices() -> Mapping[str, Sequence[str]]:
    """The organisations that stand, to choose from."""
    return {"unit": [STEP.join(path) for path in standing_tree().by_path if path]}
