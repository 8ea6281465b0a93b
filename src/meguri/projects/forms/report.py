"""What is typed to report on a project: done, cost, moved, learnt; promises made in it; when the next is due."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.governance.actions.promises import SHORTEST_PROMISE
from meguri.projects.forms.fields import Choices, YenField, choice_of, day_field
from meguri.projects.forms.sectioned import Part, ProjectForm, paired
from meguri.projects.models import Project, Report
from meguri.projects.states import has_ended

PROMISES = [(f"promise_{n}", f"promise_{n}_due") for n in range(1, 4)]
LONGEST = 2000


def long_text(label: Any, *, required: bool = False, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget, help_text=hint)


def due_reports(project: Project | None) -> Choices:
    """The reports that are due or will be, the earliest first; then one that nobody had asked for. One query."""
    waiting = Report.objects.filter(project=project, published_at__isnull=True).order_by("due_on", "pk")
    word = _("%(title)s（期限 %(due)s）")
    rows = [(str(one.pk), word % {"title": one.title, "due": date_format(one.due_on)}) for one in waiting]
    return [*rows, ("", _("ほかの報告"))]


class ReportForm(ProjectForm):
    """A report answers one that is due, or comes of itself with a title of its own."""

    report = choice_of(lambda: [], gettext_lazy("どの報告か"))
    title_typed = forms.CharField(
        label=gettext_lazy("報告の名前"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("「ほかの報告」のときに入れます。例: 2026年度の中間報告"),
    )
    done = long_text(gettext_lazy("何をしたか"), required=True)
    cost_yen = YenField(
        label=gettext_lazy("いくらかかったか（円）"),
        help_text=gettext_lazy("まだわからないときは空のままにします。0は「お金がかからなかった」という意味になります。"),
    )
    moved = long_text(gettext_lazy("何が動いたか"), hint=gettext_lazy("数字や、人の様子がどう変わったか。"))
    learnt = long_text(
        gettext_lazy("何がわかったか"), hint=gettext_lazy("うまくいかなかったことも、次の人の助けになります。")
    )
    next_due = day_field(gettext_lazy("次の報告の期限"))

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("報告"), "", ("report", "title_typed", "done", "cost_yen", "moved", "learnt")),
        (
            gettext_lazy("この報告のなかの約束"),
            gettext_lazy("「検討します」と書いたら、いつまでに答えるかも決めます。約束の帳面にのり、責任者の役職が受け持ちます。"),
            tuple(PROMISES),
        ),
        (gettext_lazy("次の報告"), "", ("next_due",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["report"]
        field.choices = due_reports(self.project)
        for n, (promise, due) in enumerate(PROMISES, start=1):
            label = _("約束 %(n)s") % {"n": n}
            self.fields[promise] = forms.CharField(label=label, max_length=300, required=False)
            self.fields[due] = day_field(_("期限 %(n)s") % {"n": n})

    def title(self) -> str:
        name = self.project.name if self.project else ""
        given = str(getattr(self, "cleaned_data", {}).get("report") or self.data.get("report") or "")
        waiting = Report.objects.filter(pk=given, project=self.project).first() if given.isdigit() else None
        title = waiting.title if waiting else self.said("title_typed")
        return _("「%(name)s」の報告: %(title)s") % {"name": name, "title": title}

    def yen(self) -> int | None:
        found: int | None = getattr(self, "cleaned_data", {}).get("cost_yen")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.project is None:
            return cleaned
        self._check_title(cleaned)
        self._check_promises()
        if (why := why_closed(self.project, cleaned.get("report"))) is not None:
            self.add_error(None, why)
        self._check_next(self.project, cleaned)
        return cleaned

    def _check_title(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("report") is not None or self.has_error("report"):
            return
        title = (cleaned.get("title_typed") or "").strip()
        if not title and not self.has_error("title_typed"):
            self.add_error("title_typed", _("報告の名前を入れてください。例: 2026年度の中間報告"))
        elif title and Report.objects.filter(project=self.project, title=title).exists():
            self.add_error("title_typed", _("同じ名前の報告があります。上から選ぶか、別の名前にしてください。"))

    def _check_promises(self) -> None:
        for text, due in paired(self, PROMISES, _("約束と期限を、両方入れてください。")):
            row = next(pair for pair in PROMISES if self.cleaned_data.get(pair[0]) == text)
            if len(text.strip()) < SHORTEST_PROMISE:
                self.add_error(row[0], _("何を約束するかを、8文字以上で書いてください。"))
            if due < timezone.localdate():
                self.add_error(row[1], _("期限は、今日からあとの日にしてください。"))

    def _check_next(self, project: Project, cleaned: dict[str, Any]) -> None:
        """A project that is under way always has a next report."""
        due = cleaned.get("next_due")
        if due is not None and due <= timezone.localdate():
            self.add_error("next_due", _("次の期限は、明日からあとの日にしてください。"))
        if due is not None and has_ended(project.state):
            self.add_error("next_due", _("終わった事業に、次の報告はありません。空にしてください。"))
        if due is None and project.state == Project.State.RUNNING and not self.has_error("next_due"):
            others = Report.objects.filter(project=project, published_at__isnull=True)
            others = others.exclude(pk=cleaned.get("report") or 0)
            if not others.exists():
                self.add_error("next_due", _("実施中の事業です。次の報告の期限を入れてください。"))

    def promises(self) -> list[tuple[str, Any]]:
        """Each promise with its day."""
        return [(self.cleaned_data[a], self.cleaned_data[b]) for a, b in PROMISES if self.cleaned_data.get(a)]


def takes_a_report(project: Project) -> bool:
    """Whether any report could still be given: the project goes on, or one that was asked for is not out yet."""
    return not has_ended(project.state) or Report.objects.filter(project=project, published_at__isnull=True).exists()


def why_closed(project: Project, report_id: int | None) -> str | None:
    """Why a project that has ended takes no such report; None where it does: one that had been asked for."""
    if not has_ended(project.state) or (report_id and Report.objects.filter(pk=report_id, project=project).exists()):
        return None
    return closed_sentence(project)


def closed_sentence(project: Project) -> str:
    told = {"name": project.name, "state": project.get_state_display()}
    return _(
        "「%(name)s」は%(state)sした事業なので、新しい報告は出せません。終わる前に求められていた報告だけを出せます。"
        "あとから分かったことは、つづきの事業の報告に書いてください。"
    ) % told
