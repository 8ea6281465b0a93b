"""The reorganisation of 1 April: one chart from one day on. What ends hands all it answers for to what follows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.governance.models import (
    Deputy,
    Handover,
    Holder,
    Organisation,
    Post,
    Promise,
    Responsibility,
    Route,
    RouteStep,
)
from meguri.governance.objects import tell
from meguri.governance.promise_moves import hand_to
from meguri.governance.sheets.chart import BATCH, apply_changes, found_organisations, found_posts, path_in
from meguri.governance.sheets.chart_rows import Tree, standing_tree
from meguri.governance.sheets.plan import PlanRow, SheetPlan
from meguri.governance.terms import day_in_words

MOST_YEARS_AWAY = 2


@dataclass(frozen=True)
class Succession:
    """Ended posts by id, and for each the id of the post that follows it where there is one."""

    on: date
    ended: Mapping[int, Post]
    follows: Mapping[int, int]

    @property
    def open_terms(self) -> Q:
        """Terms of ended posts that hold on the day or begin later."""
        return Q(until__isnull=True) | Q(until__gt=self.on)

    def follower(self, post_id: int) -> int | None:
        """The post that stands in the place of this one from the day on: itself unless it has ended."""
        return self.follows.get(post_id) if post_id in self.ended else post_id


def reorganise(actor: Actor, plan: SheetPlan) -> Mapping[str, int]:
    """Write a reorganisation; the number of queries grows with what moves in batches, not with each row."""
    on = plan.on
    if on is None:
        raise LookupError("a reorganisation has a day")
    _is_near(on)
    tree = standing_tree()
    ended = _end_posts(plan.absent, on)
    founded = found_organisations([path_in(one.values) for one in (*plan.new, *plan.changed)], tree, on)
    posts = found_posts(plan.new, tree, on)
    changed = apply_changes(plan.changed, tree, on)
    by_row = {row.row: post.pk for row, post in zip(plan.new, posts, strict=True)}
    by_row |= {row.row: row.id for row in plan.rows if row.id is not None and row.row is not None}
    follows = {old: new for old, row in plan.moved.items() if (new := by_row.get(row)) is not None}
    succession = Succession(on, ended, follows)
    _seat_the_same_people(succession, posts)
    moved, unanswered = _move(succession)
    gone = _end_organisations(tree, on, {one.organisation_id for one in ended.values()})
    tell("organisation", [*founded, *gone])
    tell("post", [*posts, *changed, *ended.values()])
    return {
        "organisations": len(founded), "new": len(posts), "changed": len(changed), "ended": len(ended),
        "moved": moved, "unanswered": unanswered,
    }  # fmt: skip


def _is_near(on: date) -> None:
    today = timezone.localdate()
    if abs((on - today).days) > MOST_YEARS_AWAY * 366:
        raise BadInput(_("改める日は、今日から2年以内にしてください。"))


def split_moved(plan: SheetPlan) -> SheetPlan:
    """Rows that say of a standing post another organisation or name: the old one ends, a new one follows it."""
    rows: list[PlanRow] = []
    moved = dict(plan.moved)
    for row in plan.rows:
        if row.id is None or not any(change.key in ("unit", "post") for change in row.changes):
            rows.append(row)
            continue
        old = dict(row.values) | {change.key: change.old for change in row.changes}
        rows.append(replace(row, what=type(row.what).NEW, id=None, version="", changes=()))
        name = f"{old.get('unit') or ''} {old.get('post') or ''}".replace("／", " ").strip()
        rows.append(replace(row, what=type(row.what).ABSENT, values=old, name=name, row=None, changes=()))
        if row.row is not None:
            moved[row.id] = row.row
    return replace(plan, rows=tuple(rows), moved=moved)


def _end_posts(rows: Sequence[PlanRow], on: date) -> dict[int, Post]:
    """The posts that end on the day, with their holders."""
    posts = {one.pk: one for one in Post.objects.filter(pk__in=[row.id for row in rows]).select_related("organisation")}
    late = [one for one in posts.values() if one.since > on]
    if late:
        sentence = _("%(post)sは、%(day)sより後に始まったものです。それより後の日にしてください。")
        raise Conflict(sentence % {"post": late[0].full_name, "day": day_in_words(on)})
    _end_all(posts.values(), on, Post)
    holders = Holder.objects.filter(Q(until__isnull=True) | Q(until__gt=on), post__in=posts)
    _end_all(list(holders), on, Holder)
    return posts


def _end_all(rows: Iterable[Any], on: date, model: Any) -> None:
    """End these terms on the day; one that would begin later is emptied."""
    ending = list(rows)
    for row in ending:
        row.until = max(on, row.since)
    model.objects.bulk_update(ending, ["until"], batch_size=BATCH)


def _seat_the_same_people(succession: Succession, posts: Sequence[Post]) -> None:
    """Whoever signs in for an ended post signs in for the post that they hold now: known by their name."""
    before = Holder.objects.filter(post__in=succession.ended, until=succession.on, person__isnull=False)
    persons: dict[str, set[int]] = {}
    for name, person in before.values_list("name", "person_id"):
        persons.setdefault(name, set()).add(person)
    seated = list(Holder.objects.filter(post__in=[one.pk for one in posts], since=succession.on, person__isnull=True))
    known = [one for one in seated if one.name and len(persons.get(one.name, ())) == 1]
    for one in known:
        one.person_id = next(iter(persons[one.name]))
    Holder.objects.bulk_update(known, ["person"], batch_size=BATCH)


def _move(succession: Succession) -> tuple[int, int]:
    """All that ended posts had goes along; how much of it moved, and how much fell to nobody."""
    terms, lost = _move_responsibilities(succession)
    promises, kept = _move_promises(succession)
    _move_deputies(succession)
    _close_handovers(succession)
    _move_routes(succession)
    return terms + promises, lost + kept


def _move_responsibilities(succession: Succession) -> tuple[int, int]:
    """New terms from the day on, not yet confirmed; the old ones end before the new ones begin."""
    old = list(Responsibility.objects.filter(succession.open_terms, post__in=succession.ended))
    until = {one.pk: one.until for one in old}
    _end_all(old, succession.on, Responsibility)
    followers = set(succession.follows.values())
    there = Responsibility.objects.filter(succession.open_terms, post__in=followers)
    seen = {(one.object_id, one.post_id, one.part, one.until is None) for one in there}
    new: list[Responsibility] = []
    lost = 0
    for one in old:
        post = succession.follows.get(one.post_id)
        if post is None:
            lost += one.part == Responsibility.Part.ACCOUNTABLE
            continue
        key = (one.object_id, post, one.part, until[one.pk] is None)
        if key not in seen:
            seen.add(key)
            since = max(succession.on, one.since)
            new.append(
                Responsibility(
                    town=one.town,
                    object_id=one.object_id,
                    post_id=post,
                    part=one.part,
                    since=since,
                    until=until[one.pk],
                )
            )
    Responsibility.objects.bulk_create(new, batch_size=BATCH)
    return len(new), lost


def _move_promises(succession: Succession) -> tuple[int, int]:
    """Open promises go along, each with a change that stays in sight; without a successor they stay where they are."""
    open_ones = list(
        Promise.objects.select_for_update().filter(post__in=succession.ended, state=Promise.State.OPEN).order_by("id")
    )
    by_follower: dict[int, list[Promise]] = {}
    for one in open_ones:
        if (post := succession.follows.get(one.post_id)) is not None:
            by_follower.setdefault(post, []).append(one)
    posts = Post.objects.in_bulk(by_follower)
    moved = 0
    for post, promises in by_follower.items():
        moved += len(hand_to(promises, posts[post], succession.on, _("組織を改めたため、引き継ぎました。")))
    return moved, len(open_ones) - moved


def _move_deputies(succession: Succession) -> None:
    """A deputy stands in for, or is, the post that follows."""
    touched = Q(post__in=succession.ended) | Q(deputy__in=succession.ended)
    old = list(Deputy.objects.filter(succession.open_terms & touched))
    _end_all(old, succession.on, Deputy)
    standing = Deputy.objects.filter(until__isnull=True).values_list("post_id", "deputy_id")
    seen = set(standing)
    new = []
    for one in old:
        post, deputy = succession.follower(one.post_id), succession.follower(one.deputy_id)
        if post is None or deputy is None or post == deputy or (post, deputy) in seen:
            continue
        seen.add((post, deputy))
        new.append(Deputy(town=one.town, post_id=post, deputy_id=deputy, rank=one.rank, since=succession.on))
    Deputy.objects.bulk_create(new, batch_size=BATCH)


def _close_handovers(succession: Succession) -> None:
    """What was still being talked over between posts of which one is no more is over."""
    asked = Handover.objects.filter(state=Handover.State.ASKED)
    asked.filter(Q(to_post__in=succession.ended) | Q(responsibility__post__in=succession.ended)).update(
        state=Handover.State.DECLINED,
        answered_on=timezone.localdate(),
        answer=_("組織が改まったため、この協議は終わりました。あらためて申し出てください。"),
    )


def _move_routes(succession: Succession) -> None:
    """A way of approval that names an ended post leads over the one that follows it, from the day on."""
    named = RouteStep.objects.filter(post__in=succession.follows, route__until__isnull=True).values("route_id")
    routes = list(Route.objects.filter(pk__in=named).prefetch_related("steps"))
    _end_all(routes, succession.on, Route)
    for old in routes:
        new = Route.objects.create(
            town=old.town, kind=old.kind, from_yen=old.from_yen, since=max(succession.on, old.since)
        )
        RouteStep.objects.bulk_create(
            [
                RouteStep(
                    town=old.town, route=new, position=step.position, who=step.who,
                    post_id=succession.follows.get(step.post_id or 0, step.post_id),
                )
                for step in old.steps.all()
            ]
        )  # fmt: skip


def _end_organisations(tree: Tree, on: date, touched: set[int]) -> list[Organisation]:
    """Those in which nobody is left, nor below them: their posts have ended, or what they were part of ends."""
    lives = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=on), organisation__in=tree.path_of)
    kept = _prefixes(tree.path_of[pk] for pk in lives.values_list("organisation_id", flat=True))
    had_posts = _prefixes(tree.path_of[pk] for pk in touched if pk in tree.path_of)
    gone: dict[tuple[str, ...], Organisation] = {}
    for path, one in sorted(tree.by_path.items(), key=lambda pair: len(pair[0])):
        if path and path not in kept and (path in had_posts or path[:-1] in gone):
            gone[path] = one
    ending = list(gone.values())
    _end_all(ending, on, Organisation)
    return ending


def _prefixes(paths: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {path[:depth] for path in paths for depth in range(1, len(path) + 1)}


@dataclass(frozen=True, slots=True)
class FallsToNobody:
    """A post that ends, and what it leaves: objects it answers for, promises it made."""

    post: str
    objects: tuple[str, ...]
    promises: int


def falls_to_nobody(plan: SheetPlan) -> list[FallsToNobody]:
    """What a reorganisation would leave with nobody. Two queries."""
    return list(_left_by({row.id: row.name for row in plan.absent if row.id not in plan.moved}).values())


def handed_over(plan: SheetPlan) -> dict[int | None, FallsToNobody]:
    """By ending post that another follows, what it hands over. Two queries."""
    return _left_by({row.id: row.name for row in plan.absent if row.id in plan.moved})


def _left_by(left: Mapping[int | None, str]) -> dict[int | None, FallsToNobody]:
    terms = Responsibility.objects.filter(
        post__in=left, part=Responsibility.Part.ACCOUNTABLE, until__isnull=True
    ).select_related("object")
    objects: dict[int, list[str]] = {}
    for one in terms:
        objects.setdefault(one.post_id, []).append(one.object.title)
    promises: dict[int, int] = {}
    for post in Promise.objects.filter(post__in=left, state=Promise.State.OPEN).values_list("post_id", flat=True):
        promises[post] = promises.get(post, 0) + 1
    return {
        pk: FallsToNobody(name, tuple(objects.get(pk or 0, ())), promises.get(pk or 0, 0))
        for pk, name in left.items()
        if pk in objects or pk in promises
    }
