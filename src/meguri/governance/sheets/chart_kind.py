"""The organisation chart with telephone numbers as a sheet: its columns, and what has to be made of its rows."""

import re
from collections.abc import Mapping, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.tables import Finding, Severity
from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.filling import Reading, Row
from meguri.core.tables.values import Read, Value, day, email, extension, phone, prose, text
from meguri.core.text import normalise

STEP = "／"
"""Between the names of a path: 保健福祉課／福祉係."""
_LEVELS = ("bu", "ka", "kakari")
_VACANT = re.compile(r"[(（]?(?:欠員|空席|未定|なし|不在|兼務|\(欠\)|欠)[)）]?")
_NO_POST = re.compile(r"[(（]?(?:欠員|空席|欠)[)）]?")
_ALSO = re.compile(r"\s*[(（]\s*兼務?\s*[)）]\s*")
_OVER_TEAMS = re.compile("(?:課|部|局|室|次|所|館|園|校|署|支所)長|参事|主幹|町長|村長|市長|副|教育長|会計管理者")
_BETWEEN = re.compile(r"\s*[/／>＞→]\s*|\s+")
_GLUED = re.compile(r"(?P<above>.+(?:部|局|課|室|委員会|センター))(?P<below>[^部局課室]+(?:係|班|担当|グループ))")
_HEADS = (
    ("課", "課長"), ("係", "係長"), ("室", "室長"), ("部", "部長"), ("局", "局長"), ("班", "班長"), ("所", "所長"),
    ("館", "館長"), ("園", "園長"), ("校", "校長"), ("署", "署長"), ("センター", "センター長"), ("支所", "支所長"),
    ("グループ", "グループ長"), ("委員会", "委員長"),
)  # fmt: skip
_AS_OF = re.compile(
    r"((?:明治|大正|昭和|平成|令和|[MTSHR])\s*(?:元|\d{1,2})\s*[年.]\s*\d{1,2}\s*[月.]\s*\d{1,2}\s*日?"
    r"|\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?)"
)


def as_of(told: str) -> str | None:
    """The day that a title or note gives: 「（令和8年4月1日現在）」."""
    found = _AS_OF.search(normalise(told))
    return re.sub(r"\s", "", found[1]) if found else None


def _unit(cell: str) -> Read:
    """A path of names, as it is stored: 「総務課/総務係」 becomes 「総務課／総務係」."""
    read = text(200)(cell)
    return Read(read.value.replace("/", STEP) if isinstance(read.value, str) else None, read.repairs)


def name_of(values: Mapping[str, Value]) -> str:
    unit = str(values.get("unit") or "").replace(STEP, " ")
    return f"{unit} {values.get('post') or ''}".strip()


CHART = SheetKind(
    key="chart",
    word=_("組織図と電話番号"),
    name=name_of,
    identities=(("post", "unit"),),
    telling=frozenset({"post", "holder", "extension"}),
    out=("unit", "post", "holder", "phone", "extension", "email", "duties", "hours"),
    explained=_("課や係、役職、電話番号、受け持ちの分かる表です。組織図や電話番号一覧を、そのままお使いください。"),
    fields=(
        Field(
            "unit",
            _("所属"),
            ("所属名", "組織", "組織名", "部署", "部署名", "所属部署", "課係", "課係名", "課名係名"),
            _unit,
            fill_down=True,
            width=28,
            hint=_("課と係を「／」で区切ります。例: 保健福祉課／福祉係"),
        ),
        Field("bu", _("部"), ("部名", "部局", "部局名", "部門"), text(60), fill_down=True),
        Field(
            "ka",
            _("課"),
            ("課名", "課室", "課室名", "課局", "課局室", "担当課", "課等", "所属課"),
            text(60),
            fill_down=True,
        ),
        Field(
            "kakari",
            _("係"),
            ("係名", "班", "班名", "担当", "担当名", "係班", "グループ", "担当係"),
            text(60),
            fill_down=True,
        ),
        Field("post", _("役職"), ("職名", "職", "職位", "役職名", "補職", "補職名", "職種"), text(60)),
        Field("holder", _("氏名"), ("名前", "職員名", "職員氏名", "担当者", "担当者名", "氏 名"), text(60)),
        Field(
            "phone",
            _("電話"),
            ("電話番号", "直通", "直通電話", "直通番号", "tel", "ダイヤルイン", "連絡先", "代表電話", "直通電話番号"),
            phone,
            width=16,
        ),
        Field("extension", _("内線"), ("内線番号", "内線電話"), extension, width=10),
        Field(
            "email",
            _("メール"),
            ("メールアドレス", "eメール", "email", "e-mail", "mail", "電子メール"),
            email,
            width=28,
            looks_like=lambda cell: "@" in cell,
        ),
        Field(
            "duties",
            _("受け持ち"),
            (
                "分掌事務",
                "事務分掌",
                "主な分掌事務",
                "業務内容",
                "担当業務",
                "主な業務",
                "主な仕事",
                "事務内容",
                "所掌事務",
                "業務",
                "仕事の内容",
                "受持",
                "主な担当業務",
            ),
            prose(1000),
            width=60,
        ),
        Field("hours", _("受付の時間"), ("受付時間", "開庁時間", "窓口時間", "時間"), text(100)),
    ),
    asked=(
        Field(
            "as_of",
            _("いつの組織か"),
            ("現在日", "基準日"),
            day,
            found_in=as_of,
            hint=_("分からなければ、空のままで大丈夫です（今年度の4月1日とします）。例: 令和8年4月1日"),
        ),
    ),
)


def prepare(reading: Reading) -> None:
    """Make one path of the columns of each row, name posts that have no name of their own, empty what is vacant."""
    above: list[str] = []
    _fill_teams(reading)
    for row in reading.rows:
        _both_posts(reading, row)
        path = path_of(row.values, above)
        above = path or above
        _put(row, path, reading)
    _number_doubles(reading)
    reading.known = (reading.known - {"bu", "ka", "kakari"}) | {"unit", "post"}


def _fill_teams(reading: Reading) -> None:
    """A person or a post without 係 below one of a 係 of the same 課 is of that 係, unless their post is over it."""
    before: Mapping[str, Value] = {}
    for row in reading.rows:
        said = row.values
        is_same = bool(said.get("ka")) and all(said.get(key) == before.get(key) for key in ("bu", "ka"))
        names_somebody = bool(said.get("post") or said.get("holder"))
        over = _OVER_TEAMS.match(normalise(str(said.get("post") or "")))
        if is_same and before.get("kakari") and not said.get("kakari") and names_somebody and not over:
            said["kakari"] = before["kakari"]
            _told(reading, row, "", str(before["kakari"]), _("係の書かれていない行を、すぐ上の係として読みました。"))
        if not over:
            before = dict(said)


def _both_posts(reading: Reading, row: Row) -> None:
    """「係長（兼）」 is 係長 of somebody who holds another post too."""
    for key in ("post", "holder"):
        said = str(row.values.get(key) or "")
        bare = _ALSO.sub("", said).strip()
        if bare and bare != said:
            row.values[key] = bare
            _told(reading, row, said, bare, _("兼務の人がいる役職として読みました。"))
    said = normalise(str(row.values.get("post") or ""))
    if said and _NO_POST.fullmatch(said):
        row.values["post"] = None
        row.values["holder"] = None
        row.emptied.add("holder")


def path_of(values: Mapping[str, Value], above: Sequence[str]) -> list[str]:
    """The names of a row's organisation from the top; a lone 係 stands below the 課 that came before it."""
    levels = [str(values[key]) for key in _LEVELS if values.get(key)]
    unit = str(values.get("unit") or "")
    parts = [part for part in _BETWEEN.split(unit) if part]
    if len(parts) == 1 and not levels:
        parts = _unglued(parts[0])
        if len(parts) == 1 and _rank(parts[0]) > 1 and above:
            parts = [*(name for name in above if _rank(name) < _rank(parts[0])), parts[0]]
    return [*parts, *(name for level in levels for name in re.split("[／/]", level) if name)]


def _unglued(name: str) -> list[str]:
    found = _GLUED.fullmatch(name)
    return [found["above"], found["below"]] if found else [name]


def _rank(name: str) -> int:
    """How deep an organisation of this name usually stands: 部 0, 課 1, 係 2."""
    if name.endswith(("係", "班", "担当", "グループ")):
        return 2
    return 0 if name.endswith("部") else 1


def _put(row: Row, path: Sequence[str], reading: Reading) -> None:
    for key in _LEVELS:
        row.values.pop(key, None)
    row.values["unit"] = STEP.join(path) or None
    if not row.values.get("post"):
        if not path:
            sentence = _("課や係も役職もない行です。どちらかを入れるか、この行を消してください。")
            reading.report.add(Finding.error(row.number, None, "", "", sentence))
            return
        named = head_of(path[-1])
        row.values["post"] = named
        sentence = format_lazy(_("役職の名前がないので、組織の名前から「{post}」と付けました。"), post=named)
        reading.report.add(Finding.guessed(row.number, None, path[-1], named, sentence))
    holder = str(row.values.get("holder") or "")
    if holder and _VACANT.fullmatch(normalise(holder).replace(" ", "")):
        row.values["holder"] = None
        row.emptied.add("holder")
        _told(reading, row, holder, "", _("いま人がいない役職として読みました。"))


def head_of(unit: str) -> str:
    """The usual name of the head of an organisation, by the end of its name."""
    found = [post for end, post in _HEADS if unit.endswith(end)]
    return found[-1] if found else "担当"


def _number_doubles(reading: Reading) -> None:
    """Several in one organisation with one name of post: the second becomes 主事(2)."""
    seen: dict[tuple[Value, Value], int] = {}
    for row in reading.rows:
        key = row.values.get("unit"), row.values.get("post")
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1 and row.id is None:
            numbered = f"{key[1]}({seen[key]})"
            sentence = _("同じ役職が続くので、番号を付けました。")
            reading.report.add(Finding.guessed(row.number, None, str(key[1]), numbered, sentence))
            row.values["post"] = numbered


def _told(reading: Reading, row: Row, found: str, read: str, sentence: object) -> None:
    message = format_lazy("{sentence}", sentence=sentence)
    reading.report.add(Finding(row.number, None, found, read, Severity.REPAIR, message))
