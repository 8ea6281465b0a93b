"""What the public acts on organisations, posts, holders and responsibilities are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.governance.came_with import came_with_a_file
from meguri.governance.models import Facility, Organisation, Post, Responsibility
from meguri.record.titles import Kind, register

_KINDS = {kind.value: kind.label for kind in Organisation.Kind}
_PARTS = {part.value: part.label for part in Responsibility.Part}


def _keys(ids: Iterable[str]) -> dict[int, str]:
    """Ids of public references, as 999999-12, by the key of their row."""
    split = ((id.rpartition("-")[2], id) for id in ids)
    return {int(key): id for key, id in split if key.isdecimal()}


def organisation_names(ids: Iterable[str]) -> Mapping[str, str]:
    keys = _keys(ids)
    with across_towns():  # the country's record names things of any town
        rows = Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
        return {keys[pk]: name for pk, name in rows}


def post_names(ids: Iterable[str]) -> Mapping[str, str]:
    keys = _keys(ids)
    with across_towns():  # the country's record names things of any town
        rows = Post.objects.filter(pk__in=keys).values_list("pk", "organisation__name", "name")
        return {keys[pk]: f"{organisation} {name}" for pk, organisation, name in rows}


def facility_names(ids: Iterable[str]) -> Mapping[str, str]:
    keys = _keys(ids)
    with across_towns():  # the country's record names things of any town
        rows = Facility.objects.filter(pk__in=keys).values_list("pk", "name")
        return {keys[pk]: name for pk, name in rows}


def _page(folder: str, id: str) -> str:
    code, _dash, key = id.rpartition("-")
    return f"/{code}/{folder}/{key}/"


def _organisation_page(id: str) -> str:
    return _page("organisations", id)


def _post_page(id: str) -> str:
    return _page("posts", id)


def _facility_page(id: str) -> str:
    return _page("facilities", id)


def _part(name: str) -> str:
    return str(_PARTS.get(name, name))


def _kind(name: str) -> str:
    return str(_KINDS.get(name, name))


register(
    titles={
        "governance.found_organisation": _("組織をつくりました"),
        "governance.describe_organisation": _("組織の内容を直しました"),
        "governance.end_organisation": _("組織を終えました"),
        "governance.found_post": _("役職をつくりました"),
        "governance.describe_post": _("役職の内容を直しました"),
        "governance.end_post": _("役職を終えました"),
        "governance.seat_holder": _("ある人が役職に着任しました"),
        "governance.unseat_holder": _("ある人が役職を離れました"),
        "governance.name_deputy": _("役職の代理を決めました"),
        "governance.withdraw_deputy": _("役職の代理を終えました"),
        "governance.open_facility": _("施設を登録しました"),
        "governance.describe_facility": _("施設の内容を直しました"),
        "governance.close_facility": _("施設を閉じました"),
        "governance.appoint": _("受け持つ役職を決めました"),
        "governance.relieve": _("役職の受け持ちを終えました"),
        "governance.confirm": _("所管を確認しました"),
        "governance.ask_handover": _("所管替えの協議をたのみました"),
        "governance.answer_handover": _("所管替えの協議に返事をしました"),
    },
    kinds={
        "organisation": Kind(
            _("組織"), _organisation_page, organisation_names, came_with=came_with_a_file("organisation")
        ),
        "post": Kind(_("役職"), _post_page, post_names, came_with=came_with_a_file("post")),
        "facility": Kind(_("施設"), _facility_page, facility_names, came_with=came_with_a_file("facility")),
        "holder": Kind(_("在任")),
        "deputy": Kind(_("代理")),
        "responsibility": Kind(_("所管")),
        "handover": Kind(_("所管替え協議")),
    },
    facts={
        "organisation": _("組織"),
        "parent": _("上の組織"),
        "kind": _("種類"),
        "post": _("役職"),
        "thing": _("受け持つもの"),
        "part": _("立場"),
        "since": _("いつから"),
        "until": _("いつまで（この日をふくみません）"),
        "on": _("終わりの日（この日をふくみません）"),
        "holder": _("在任"),
        "deputy": _("代理をする役職"),
        "rank": _("代理の順番"),
        "facility": _("施設"),
        "responsibility": _("所管"),
        "handover": _("所管替え協議"),
        "from_post": _("もとの役職"),
        "to_post": _("引き継ぐ役職"),
        "agrees": _("引き継ぐか"),
        "words": _("返事"),
        "promises": _("いっしょに移った約束"),
    },
    values={"part": _part},
)
