"""What is typed about who holds a post, who stands in, who is away, and who answers for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meguri.governance.forms.offices import today_field
from meguri.governance.forms.promises import DayField, PostField, posts_of_today
from meguri.governance.models import Responsibility
from meguri.towns.forms import AddressField
from meguri.towns.view_door import ActionForm

Part = Responsibility.Part


class OfPosts(ActionForm):
    """A form that chooses among the posts of today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PostField):
                field.queryset = posts_of_today()


class HolderForm(OfPosts):
    post = PostField(label=_("役職"))
    name = forms.CharField(
        label=_("お名前"), max_length=60, required=False, help_text=_("公開のページには、まちが決めた場合だけ出ます。")
    )
    email = AddressField(
        label=_("サインインするメールアドレス"), required=False,
        help_text=_("この役職として操作する職員の場合に入れます。先にメンバーとして招待しておいてください。"),
    )  # fmt: skip
    since = today_field(_("着任の日"))
    until = DayField(
        label=_("離任の日"), required=False, help_text=_("決まっているときだけ。この日から、いなくなります。")
    )


class AccountForm(ActionForm):
    email = AddressField(
        label=_("サインインするメールアドレス"), required=False,
        help_text=_("この人がサインインに使うアドレスです。空にすると、この役職としては操作できなくなります。"),
    )  # fmt: skip


class LeaveForm(ActionForm):
    until = today_field(_("離任の日"), help_text=_("この日から、いなくなります。"))


class DeputyForm(OfPosts):
    post = PostField(label=_("留守になる役職"))
    deputy = PostField(label=_("代わりをする役職"))
    rank = forms.IntegerField(
        label=_("順番"), min_value=1, max_value=20, initial=1, help_text=_("1の役職から、代わりをします。")
    )
    since = today_field(_("いつから"))


class AbsenceForm(OfPosts):
    """`until` is the last day away: people count the days on which they are not there."""

    post = PostField(label=_("役職"))
    since = today_field(_("いつから"))
    until = DayField(label=_("いつまで"), help_text=_("この日までいません。一日だけなら、同じ日を入れてください。"))
    reason = forms.CharField(label=_("わけ"), max_length=100, required=False, help_text=_("職員だけが見ます。"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("「いつまで」は、「いつから」と同じ日か、それより後にしてください。"))
        return given


class HandoverForm(OfPosts):
    to_post = PostField(label=_("引き継いでほしい役職"))
    reason = forms.CharField(
        label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("相手の役職が読みます。例: 事業の中身が、高齢者の移動から観光の移動に変わったため"),
    )  # fmt: skip

    def __init__(self, *args: Any, of: Responsibility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_post"].queryset = posts_of_today().exclude(pk=of.post_id)  # type: ignore[attr-defined]


class HandoverAnswerForm(ActionForm):
    agrees = forms.TypedChoiceField(
        label=_("返事"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("今日から引き継ぎます（約束もいっしょに移ります）")), ("no", _("引き継げません"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("ことば"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("引き継げないときは、理由を書いてください。"),
    )  # fmt: skip


class AppointmentForm(OfPosts):
    """Which post has which part in an object, from when."""

    post = PostField(label=_("役職"))
    part = forms.ChoiceField(label=_("立場"), choices=Part.choices, initial=Part.ACCOUNTABLE)
    since = today_field(_("いつから"))
    reason = forms.CharField(label=_("理由"), max_length=400, required=False)

    @property
    def chosen_part(self) -> Part:
        return Part(self.cleaned_data["part"])


class SeveralForm(OfPosts):
    """One post that becomes accountable for several objects, which are ticked beside it."""

    post = PostField(label=_("責任者にする役職"))
    since = today_field(_("いつから"))
