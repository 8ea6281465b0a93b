"""What is typed when a draft is decided, a route of approval is settled, and the town's rules are stated."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meguri.core.text import half_width
from meguri.governance.actions.routes import Step
from meguri.governance.actions.rules import LONGEST_GRACE_DAYS
from meguri.governance.draft_kinds import all_kinds
from meguri.governance.models import Post, RouteStep, TownRule
from meguri.governance.models.rules import GRACE_DAYS
from meguri.governance.posts import on_day
from meguri.towns.view_door import ActionForm

MOST_STEPS = 6


class DecisionForm(ActionForm):
    """Approve or return; which of the two is the button's own value."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}))
    reason = forms.CharField(
        label=_("ひとこと"),
        max_length=400,
        required=False,
        help_text=_("もどすときは、どこを直せばよいかを書いてください。公開はされません。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class YenField(forms.IntegerField):
    """Whole yen; wide digits and commas do not matter."""

    default_error_messages = {
        "invalid": _("金額は、数字で入れてください。例: 1,000,000"),
        "min_value": _("金額は、0円以上で入れてください。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "widget": forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs})

    def to_python(self, value: Any) -> int | None:
        typed = half_width(value).replace(",", "").replace("円", "").strip() if isinstance(value, str) else value
        found: int | None = super().to_python(typed)
        return found


class RouteForm(ActionForm):
    """A kind, a sum, and up to six steps in their order."""

    kind = forms.ChoiceField(label=_("起案の種類"), required=False)
    from_yen = YenField(
        label=_("この金額から（円）"), initial=0, help_text=_("金額のない起案には、0円からの道すじを使います。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.pk: post for post in _open_posts()}
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the type alone
        kind.choices = [("", _("すべての種類")), *((one.name, one.word) for one in all_kinds())]
        choices = list(self._choices())
        for position in range(1, MOST_STEPS + 1):
            self.fields[f"step{position}"] = forms.ChoiceField(
                label=STEP_WORDS[position - 1], required=position == 1, choices=choices,
                error_messages={"required": _("決裁する役職を、一つは選んでください。")},
            )  # fmt: skip

    def steps(self) -> list[Step]:
        """The chosen steps in their order; boxes left empty between them do not count."""
        chosen = (self.cleaned_data[f"step{position}"] for position in range(1, MOST_STEPS + 1))
        return [self._step(value) for value in chosen if value]

    def _step(self, value: str) -> Step:
        if value.isdigit():
            return Step(RouteStep.Who.POST, self.posts[int(value)])
        return Step(RouteStep.Who(value))

    def _choices(self) -> Iterator[tuple[Any, Any]]:
        yield "", _("（選ばない）")
        yield RouteStep.Who.OWN_HEAD.value, RouteStep.Who.OWN_HEAD.label
        yield RouteStep.Who.PARENT_HEAD.value, RouteStep.Who.PARENT_HEAD.label
        for post in self.posts.values():
            yield str(post.pk), post.full_name


STEP_WORDS = (_("1番目"), _("2番目"), _("3番目"), _("4番目"), _("5番目"), _("6番目"))


def _open_posts() -> list[Post]:
    """In the order of the organisations. One query."""
    found = Post.objects.filter(on_day(timezone.localdate())).select_related("organisation")
    return list(found.order_by("organisation__position", "organisation_id", "position", "id"))


class RulesForm(ActionForm):
    names_shown = forms.BooleanField(
        label=_("職員の名前を、公開のページに出す"),
        required=False,
        help_text=_("出さないときも、役職は必ず出ます。"),
    )
    grace_days = forms.IntegerField(
        label=_("おくれを公開するまでの日数"),
        min_value=0,
        max_value=LONGEST_GRACE_DAYS,
        initial=GRACE_DAYS,
        help_text=_("期限をすぎたことや、受け持ちのない事業は、まず職員に、この日数のあと、みなさんに見えます。"),
        error_messages={
            "min_value": _("公表までの日数は、0日から365日までのあいだで入れてください。"),
            "max_value": _("公表までの日数は、0日から365日までのあいだで入れてください。"),
        },
    )

    @staticmethod
    def stated(rule: TownRule) -> dict[str, Any]:
        return {"names_shown": rule.names_shown, "grace_days": rule.grace_days}
