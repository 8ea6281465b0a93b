"""Where money went, in words: first the sum, then each place it went to, then what is still there."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from meguri.funding.flow.queries import Where, WhereItWent
from meguri.funding.words import in_words


def gift_sentences(went: Sequence[WhereItWent]) -> list[str]:
    """As one would tell the giver."""
    received = sum(one.received for one in went)
    if not received:
        return [_("このお金の記帳は、取り消されています。")]
    told = [_lead(received, _sum(went, Where.SPENT))]
    told += [_project(name, yen, received) for name, yen in _projects(went)]
    left = {
        Where.RETURNED: _("%(yen)sは、お返ししました。"),
        Where.LENT: _("%(yen)sは、貸し付けていて、返ってきたらまた使います。"),
        Where.MOVED: _("%(yen)sは、ほかへ移しました。"),
        Where.KEPT: _("%(yen)sは、まだ使わずに残っています。"),
    }
    told += [sentence % {"yen": in_words(_sum(went, where))} for where, sentence in left.items() if _sum(went, where)]
    return told


def _lead(received: int, spent: int) -> str:
    if not spent:
        return _("%(yen)sをお預かりしています。まだ使っていません。") % {"yen": in_words(received)}
    if spent == received:
        return _("%(yen)sは、すべて使いました。") % {"yen": in_words(received)}
    return _("%(yen)sのうち、%(spent)sを使いました。") % {"yen": in_words(received), "spent": in_words(spent)}


def _project(name: str, yen: int, whole: int) -> str:
    share = yen * 1000 // whole
    told = {"name": name or _("事業の書かれていない支出"), "yen": in_words(yen), "share": f"{share // 10}.{share % 10}"}
    return _("「%(name)s」に%(yen)s（%(share)s％）です。") % told


def _projects(went: Sequence[WhereItWent]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for one in went:
        for spent in one.projects:
            name = spent.project.name if spent.project else ""
            found[name] = found.get(name, 0) + spent.yen
    return sorted(found.items(), key=lambda pair: -pair[1])


def _sum(went: Sequence[WhereItWent], where: Where) -> int:
    return sum(one.yen(where) for one in went)
