"""What an officer types about a promise: the promise itself, a later date, another post, what came of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meguri.governance.draft_kinds import DraftForm
from meguri.governance.models import Post, Promise, PublicObject
from meguri.governance.posts import on_day
from meguri.governance.queries.promises import promise_named
from meguri.towns.view_door import ActionForm

OUTCOME_KINDS = ("project", "report")
CARRIED_BY_THEIR_TEXT = (Promise.MadeIn.REPORT, Promise.MadeIn.ANSWER)
SAID_ELSEWHERE = [choice for choice in Promise.MadeIn.choices if choice[0] not in CARRIED_BY_THEIR_TEXT]
OUTCOMES = [choice for choice in Promise.State.choices if choice[0] != Promise.State.OPEN]


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A post of the town that stands today, named with its organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, empty_label=_("えらんでください"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class DayField(forms.DateField):
    """A day, chosen from a calendar or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages={"invalid": _("日付を入れてください。例: 2026-12-20")}, **kwargs)


def posts_of_today(ids: Iterable[int] | None = None) -> QuerySet[Post]:
    """The posts that can be chosen, in the order of their organisations."""
    found: QuerySet[Post] = Post.objects.filter(on_day(timezone.localdate())).select_related("organisation")
    if ids is not None:
        found = found.filter(pk__in=list(ids))
    return found.order_by("organisation__position", "organisation_id", "position", "pk")


def _text() -> forms.CharField:
    return forms.CharField(
        label=_("約束"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("だれに何をするかを、言ったとおりに。例: 土曜の運行を検討し、12月までにお答えします"),
    )


def _source() -> forms.CharField:
    return forms.CharField(
        label=_("もとになる文書や発言"), max_length=200, required=False, help_text=_("例: 9月定例会 一般質問への答弁")
    )


class PromiseForm(DraftForm):
    """A promise that is first made here, and made on the day it is published."""

    post = PostField(label=_("どの役職の約束か"))
    text = _text()
    due_on = DayField(label=_("期限"), help_text=_("この日までに、どうなったかをお知らせします。"))
    made_in = forms.ChoiceField(label=_("だれへの約束か"), choices=SAID_ELSEWHERE, initial=Promise.MadeIn.OTHER)
    source = _source()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts_of_today()  # type: ignore[attr-defined]

    def title(self) -> str:
        return str(self.cleaned_data["text"])[:200]


class NoteForm(ActionForm):
    """A promise that was already made in public. `posts`: those that the writer may speak for."""

    post = PostField(label=_("どの役職の約束か"))
    text = _text()
    made_in = forms.ChoiceField(label=_("どこでの約束か"), choices=SAID_ELSEWHERE, initial=Promise.MadeIn.COUNCIL)
    made_on = DayField(label=_("約束した日"))
    due_on = DayField(
        label=_("期限"), help_text=_("日が決まっていなければ、年度の終わりなど、お答えする日を決めてください。")
    )
    source = _source()

    def __init__(self, *args: Any, posts: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts_of_today(posts)  # type: ignore[attr-defined]


class PostponeForm(ActionForm):
    """A later date, and why."""

    due_on = DayField(label=_("新しい期限"))
    reason = forms.CharField(
        label=_("のばす理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("前の期限とこの理由は、約束のページに残ります。"),
    )  # fmt: skip


class HandOverForm(ActionForm):
    """Another post, and why. `posts`: those to which the giver may hand it."""

    to_post = PostField(label=_("引き継ぐ先の役職"))
    reason = forms.CharField(
        label=_("引き継ぐ理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("この理由は、約束のページに残ります。"),
    )  # fmt: skip

    def __init__(self, *args: Any, promise: Promise, posts: Iterable[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = posts_of_today(posts).exclude(pk=promise.post_id)
        self.fields["to_post"].queryset = others  # type: ignore[attr-defined]


class OutcomeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """An object of the town by its title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class OutcomeForm(DraftForm):
    """What came of a promise. `about` is the promise's object."""

    state = forms.ChoiceField(label=_("はたしましたか"), choices=OUTCOMES, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("どうなったか"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("何をして、何が変わったか。はたせなかったときは、なぜか、これからどうするか。"),
    )
    outcome_object = OutcomeField(
        label=_("そこから生まれたもの"),
        queryset=None,
        required=False,
        empty_label=_("えらばない"),
        help_text=_("この約束から始まった事業や報告があれば、つなぎます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise = promise_named(self.about)
        self.fields["outcome_object"].queryset = _offered(self.promise)  # type: ignore[attr-defined]

    def title(self) -> str:
        return str(self.promise.text)[:200] if self.promise else ""


def _offered(promise: Promise | None) -> QuerySet[PublicObject]:
    """What else came of what the promise is about, and what its post answers for today."""
    if promise is None:
        return PublicObject.objects.none()
    near = Q(links_in__source=promise.about_id) if promise.about_id else Q(pk=None)
    own = Q(responsibilities__in=promise.post.responsibilities.filter(on_day(timezone.localdate())))
    found = PublicObject.objects.filter(near | own, is_public=True, kind__in=OUTCOME_KINDS)
    return found.exclude(pk__in=[promise.about_id or 0]).distinct().order_by("kind", "title", "pk")
