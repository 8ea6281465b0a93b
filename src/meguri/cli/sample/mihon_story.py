"""What happened in 見本町 since it was set up: confirmed, aimed at, reported, promised — each by its post, approved."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from meguri.cli.sample import mihon
from meguri.cli.sample.mihon_hall import in_days, posts, rows, town
from meguri.core.actor import VISITOR, Actor, Channel
from meguri.core.models import OutboxMessage
from meguri.core.scope import across_towns, in_town
from meguri.governance.actions.desk import keep_question
from meguri.governance.actions.drafts import decide, save_draft, start_draft, submit_draft
from meguri.governance.actions.handovers import ask_handover
from meguri.governance.actions.holders import record_absence
from meguri.governance.actions.promises import note_promise
from meguri.governance.actions.responsibilities import confirm
from meguri.governance.forms.people_drafts import APPOINT
from meguri.governance.models import Decision, Draft, Holder, Post, Promise, PublicObject, Responsibility
from meguri.governance.objects import object_of
from meguri.governance.queries.responsibilities import accountable_for
from meguri.governance.turns import turn_of
from meguri.indicators.drafted import content_of
from meguri.indicators.mapping import FIGURES_OF, Columns, Use
from meguri.indicators.models import Family, Indicator
from meguri.indicators.town_import import TownFile, brought_by, own_indicators
from meguri.projects.models import Project, Report
from meguri.towns.models import User
from meguri.towns.request import roles_held

QUESTIONS = ("ドローンの飛ばし方", "ドローンの飛ばし方", "墓じまい")
ORPHANS = {"健康ポイントの参加"}
"""Indicators for which nobody has been named."""
UNCONFIRMED = {"建設課／管理係／係長", "企画課／企画係／係長", "農林商工課／林政係／係長"}
"""Posts that have not said yet that they answer: one is new, one has no time, one is vacant."""


def tell_story() -> None:
    """In the order in which a town would live it; all of it or nothing."""
    with in_town(town()), transaction.atomic():
        _aim()
        _confirm()
        _report()
        _promise()
        _let_a_firm_act()
        _leave_something_waiting()
        send_no_letters()


def send_no_letters() -> None:
    """What the sample tells is long past, and its givers are made up: nobody is written to about it."""
    for slice_ in ("governance.", "funding."):
        OutboxMessage.objects.filter(event__startswith=slice_, town_id=town().pk).delete()


def is_told() -> bool:
    with across_towns():
        return Draft.objects.filter(town__municipality__code=mihon.CODE).exists()


def acting(person_id: int) -> Actor:
    """As a request of theirs would make it: with the roles that they hold."""
    opened = town()
    return Actor(Channel.WEB, person_id, roles_held(User.objects.get(pk=person_id), opened), town_id=opened.pk)


def holder_of(post: Post) -> Actor | None:
    held = Holder.objects.filter(post=post, until=None, person__isnull=False).first()
    return acting(held.person_id) if held is not None and held.person_id is not None else None


def somebody_at(post: Post) -> Actor:
    """Whoever holds a post that the hall has seated."""
    found = holder_of(post)
    if found is None:
        raise LookupError(f"nobody holds {post}")
    return found


def publish(author: Actor, kind: str, about: PublicObject | None, content: Mapping[str, Any]) -> Draft:
    """Draft, hand in, and let each post of the route approve."""
    draft = hand_in(author, kind, about, content)
    while draft.state == Draft.State.SUBMITTED:
        turn = turn_of(draft)
        if turn is None:
            raise LookupError(f"nobody can approve {draft}")
        draft = decide(acting(next(iter(turn.people))), draft, Decision.Verdict.APPROVED)
    return draft


def hand_in(author: Actor, kind: str, about: PublicObject | None, content: Mapping[str, Any]) -> Draft:
    draft = start_draft(author, kind, about)
    return submit_draft(author, save_draft(author, draft, draft.version, {**draft.content, **content}))


def _projects() -> dict[str, Project]:
    return {one.number: one for one in Project.objects.select_related("town__municipality")}


def _confirm() -> None:
    silent = {post.pk for path, post in posts().items() if path in UNCONFIRMED}
    standing = Responsibility.objects.filter(until=None, confirmed_on=None).exclude(post__in=silent)
    for one in standing.select_related("post__organisation", "object"):
        if (actor := holder_of(one.post)) is not None:
            confirm(actor, one)


def _aim() -> None:
    """Indicators of the town's own, their figures in one file, targets, and the projects that mean to move them."""
    projects, stated = _projects(), list(rows("indicators"))
    for row in stated:
        publish(_author_for(projects[row["project"]]), "indicators.definition", None, _definition(row))
    own = {one.name: one for one in own_indicators(town())}
    publish(_author_for(projects[stated[0]["project"]]), "indicators.figures", None, _file(stated, own))
    for row in stated:
        project, indicator = projects[row["project"]], own[row["name"]]
        author = _author_for(project)
        publish(author, "indicators.target", object_of(indicator), _target(row, indicator))
        publish(author, "projects.plan", object_of(project), {"indicator_1": indicator.pk})
        if row["name"] not in ORPHANS:
            post = accountable_for([object_of(project).pk])[object_of(project).pk].post
            publish(author, "governance.appointment", object_of(indicator), _appointment(post))


def _appointment(post: Post) -> dict[str, str]:
    since = timezone.localdate().isoformat()
    return {"what": APPOINT, "post": str(post.pk), "part": Responsibility.Part.ACCOUNTABLE, "since": since}


def _definition(row: dict[str, str]) -> dict[str, Any]:
    return {
        "name": row["name"], "reading": row["reading"], "family": Family.LIFE, "unit": row["unit"],
        "definition": row["definition"], "nature": Indicator.Nature.FLOW, "better": row["better"],
        "period_kind": Indicator.PeriodKind.FISCAL_YEAR, "zero_means": Indicator.ZeroMeans.ZERO,
        "decimals": row["decimals"],
    }  # fmt: skip


def _file(stated: Sequence[dict[str, str]], own: Mapping[str, Indicator]) -> dict[str, str]:
    """What a draft holds of one table with a column for each indicator, as an officer would bring it."""
    years = sorted({year for row in stated for year, _value in _figures(row)})
    heading = ["年度", *(row["name"] for row in stated)]
    table = [[f"{year}年度", *(dict(_figures(row)).get(year, "") for row in stated)] for year in years]
    content = "\n".join(",".join(line) for line in [heading, *table]).encode()
    columns = Columns((Use.PERIOD, *(FIGURES_OF + own[row["name"]].key for row in stated)))
    indicators = list(own.values())
    return content_of(brought_by(TownFile("seika.csv", content, columns), town(), indicators), town(), indicators)


def _target(row: dict[str, str], indicator: Indicator) -> dict[str, str]:
    (first, value), *_rest = _figures(row)
    return {
        "indicator": indicator.key, "period": f"FY{row['target_year']}", "value": row["target"],
        "baseline_period": f"FY{first}", "baseline_value": value, "reason": "総合計画で決めた目標です。",
    }  # fmt: skip


def _figures(row: dict[str, str]) -> list[tuple[str, str]]:
    return [(year, value) for year, _colon, value in (one.partition(":") for one in row["figures"].split())]


def _author_for(project: Project) -> Actor:
    thing = object_of(project)
    answering = accountable_for([thing.pk]).get(thing.pk)
    if answering is None or (author := holder_of(answering.post)) is None:
        raise LookupError(f"nobody answers for {project}")
    return author


def _report() -> None:
    projects = _projects()
    for row in rows("reports"):
        project = projects[row["number"]]
        thing = object_of(project)
        post = accountable_for([thing.pk])[thing.pk].post
        publish(somebody_at(post), "projects.report", thing, _report_content(project, row))


def _report_content(project: Project, row: dict[str, str]) -> dict[str, Any]:
    waiting = Report.objects.filter(project=project, published_at=None).order_by("due_on").first()
    content: dict[str, Any] = {name: row[name] for name in ("done", "cost_yen", "moved", "learnt")}
    content |= {"report": waiting.pk, "title_typed": ""} if waiting else {"report": "", "title_typed": row["title"]}
    if row["promise"]:
        content |= {"promise_1": row["promise"], "promise_1_due": in_days(row["promise_days"]).isoformat()}
    if project.state == Project.State.RUNNING:
        content["next_due"] = in_days("217").isoformat()
    return content


def _promise() -> None:
    known, projects = posts(), _projects()
    for row in rows("promises"):
        post = known[row["post"].replace("/", "／")]
        about = object_of(projects[row["project"]]) if row["project"] else None
        author = somebody_at(post)
        promise = note_promise(
            author, post, row["text"], Promise.MadeIn(row["made_in"]), in_days(row["made_days"]),
            in_days(row["due_days"]), row["source"], about,
        )  # fmt: skip
        if row["state"]:
            content = {"state": row["state"], "outcome": row["outcome"]}
            publish(author, "governance.promise_outcome", object_of(promise), content)


def _let_a_firm_act() -> None:
    """A project of a shop of the town, with the town's consent."""
    post = Post.objects.get(name="店主", organisation__name="見本商店", until=None)
    publish(somebody_at(post), "projects.plan", None, {
        "name": "移動販売車の巡回", "purpose": "店のない地区でも、週に一度は買い物ができるようにします。",
        "activity": "火曜と木曜に、四つの地区を小さな販売車でまわります。", "state": Project.State.PLANNED,
        "owner": str(post.organisation_id), "post": str(post.pk), "place": "北地区、西地区、南地区、東地区",
        "ground": Project.Ground.FREE,
        "end_condition": "一日の客が10人を下まわる月が三つ続いたら、まわり方を見直します。",
        "came_from": "南地区の懇談会", "first_report_due": in_days("180").isoformat(),
    })  # fmt: skip


def _leave_something_waiting() -> None:
    """A report on the chief's desk, a plan that was returned, and a draft still being written."""
    projects = _projects()
    thing = object_of(projects["101"])
    author = somebody_at(posts()["保健福祉課／福祉係／係長"])
    hand_in(author, "projects.report", thing, _interim())
    plan = hand_in(author, "projects.plan", thing, {"successor": "社会福祉協議会（協議中）"})
    turn = turn_of(plan)
    assert turn is not None  # noqa: S101 - the chief is there
    chief = acting(next(iter(turn.people)))
    decide(chief, plan, Decision.Verdict.RETURNED, "協議の相手と、いつまでに決めるかを書きそえてください。")
    start_draft(author, "projects.transition", thing)
    _wait_for_others(projects)
    for words in QUESTIONS:
        keep_question(VISITOR, words)


def _wait_for_others(projects: Mapping[str, Project]) -> None:
    """A section asks another to take something over, and a head will be away next week."""
    known = posts()
    accountable = Responsibility.objects.filter(part=Responsibility.Part.ACCOUNTABLE, until=None)
    term = accountable.select_related("post").get(object=object_of(projects["104"]))
    words = "見つかる場所の半分が林道と河川敷です。見回りを一つにまとめたいと思います。"
    ask_handover(somebody_at(term.post), term, known["建設課／管理係／係長"], words)
    chief = known["保健福祉課／課長"]
    record_absence(somebody_at(chief), chief, in_days("7"), in_days("10"), reason="研修")


def _interim() -> dict[str, Any]:
    year = timezone.localdate().year
    return {
        "report": "",
        "title_typed": f"{year}年度の中間報告",
        "done": "夏のあいだ、南地区に停留所を2か所ふやして試しました。",
        "cost_yen": "1870000",
        "moved": "1日の利用は10.2人です。",
        "learnt": "停留所が家から200メートルをこえると、使う人が半分になります。",
        "next_due": in_days("217").isoformat(),
    }
