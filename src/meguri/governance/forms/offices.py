"""What is typed about organisations, posts and facilities."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meguri.core.text import half_width, normalise
from meguri.governance.actions.facilities import FacilityDetails
from meguri.governance.actions.organisations import OrganisationDetails
from meguri.governance.actions.posts import PostDetails
from meguri.governance.forms.promises import DayField
from meguri.governance.models import Organisation
from meguri.governance.queries.offices import in_order, standing_organisations
from meguri.towns.view_door import ActionForm

Kind = Organisation.Kind


class PhoneField(forms.CharField):
    """A telephone number with its hyphens; wide digits are taken as narrow ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("電話"), "max_length": 30, "required": False, **kwargs})
        self.help_text = self.help_text or _("市外局番から。例: 01564-2-2111")
        self.widget.attrs |= {"type": "tel", "inputmode": "tel", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        phone = normalise(str(super().clean(value) or "")).replace("ー", "-").replace("―", "-")
        if phone and not re.fullmatch(r"[0-9]+(-[0-9]+)*", phone):
            raise forms.ValidationError(_("電話番号は数字とハイフンで入れてください。例: 01564-2-2111"))
        return phone


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """An organisation that stands today, shown with how deep it stands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)
        self.depth: dict[int, int] = {}

    def fill(self, *, but: Organisation | None = None) -> None:
        """Offer those that stand today, from the top down. Two queries."""
        rows = in_order(list(standing_organisations()))
        for one in rows:
            self.depth[one.pk] = self.depth.get(one.parent_id or 0, -1) + 1
        self.queryset = Organisation.objects.filter(pk__in=[one.pk for one in rows if but is None or one.pk != but.pk])
        named = [(one.pk, self.label_from_instance(one)) for one in rows if but is None or one.pk != but.pk]
        self.choices = [("", self.empty_label), *named] if self.empty_label is not None else named

    def label_from_instance(self, obj: Any) -> str:
        return "　" * self.depth.get(obj.pk, 0) + str(obj.name)


def line(label: Any, most: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **kwargs)


class ExtensionField(forms.CharField):
    """An extension: digits, wide ones taken as narrow."""

    def __init__(self) -> None:
        super().__init__(label=_("内線"), max_length=20, required=False)

    def clean(self, value: Any) -> str:
        return half_width(str(super().clean(value) or "")).strip()


class OrganisationFields(forms.Form):
    """What is known of an organisation."""

    name = forms.CharField(label=_("組織の名前"), max_length=60, help_text=_("例: 福祉係"))
    kana = line(_("よみ"), 100)
    kind = forms.ChoiceField(label=_("種類"), choices=Kind.choices, initial=Kind.TOWN)
    parent = OrganisationField(label=_("上の組織"), required=False, empty_label=_("いちばん上"))
    mission = line(_("何のためにあるか"), 200, help_text=_("一文で。例: 年をとっても住みなれた家で暮らせるように"))
    phone = PhoneField(help_text=_("空けておくと、上の組織の電話が出ます。"))
    extension = ExtensionField()
    email = forms.EmailField(label=_("メール"), required=False)
    hours = line(_("受付の時間"), 100, help_text=_("例: 8:30〜17:15（平日）"))
    address = line(_("場所"), 200)
    website = forms.URLField(label=_("ページ"), required=False, assume_scheme="https")
    position = forms.IntegerField(
        label=_("並ぶ順番"),
        min_value=0,
        max_value=100_000,
        required=False,
        initial=0,
        help_text=_("小さい数から並びます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].fill(but=self.standing())  # type: ignore[attr-defined]

    def standing(self) -> Organisation | None:
        """The organisation that is described; None for a new one."""
        return None

    def details(self) -> OrganisationDetails:
        given = self.cleaned_data
        names = ("kana", "mission", "phone", "extension", "email", "hours", "address", "website")
        return OrganisationDetails(**{name: given[name] for name in names}, position=given["position"] or 0)


class PostFields(forms.Form):
    """What is known of a post."""

    organisation = OrganisationField(label=_("組織"), empty_label=None)
    name = forms.CharField(label=_("役職の名前"), max_length=60, help_text=_("例: 係長"))
    is_head = forms.BooleanField(label=_("この組織の長です"), required=False)
    duties = line(
        _("受け持っていること"), 1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("住民が使う言葉で書くと、さがしたときに見つかります。例: 福祉バス、介護の相談、見守り"),
    )  # fmt: skip
    phone = PhoneField(help_text=_("空けておくと、組織の電話が出ます。"))
    extension = ExtensionField()
    email = forms.EmailField(label=_("メール"), required=False)
    hours = line(_("受付の時間"), 100)
    position = forms.IntegerField(
        label=_("並ぶ順番"),
        min_value=0,
        max_value=100_000,
        required=False,
        initial=0,
        help_text=_("小さい数から並びます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].fill()  # type: ignore[attr-defined]

    def details(self) -> PostDetails:
        given = self.cleaned_data
        names = ("is_head", "duties", "phone", "extension", "email", "hours")
        return PostDetails(**{name: given[name] for name in names}, position=given["position"] or 0)


def today_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(label=label, initial=timezone.localdate, **kwargs)


class NewOrganisationForm(OrganisationFields, ActionForm):
    since = today_field(_("いつから"))


class OrganisationForm(OrganisationFields, ActionForm):
    """`organisation` is described anew."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        self._standing = organisation
        super().__init__(*args, **kwargs)

    def standing(self) -> Organisation | None:
        return self._standing


class NewPostForm(PostFields, ActionForm):
    since = today_field(_("いつから"))


class PostForm(PostFields, ActionForm):
    """A post described anew."""


class EndForm(ActionForm):
    """The day on which something is no more."""

    on = today_field(_("終わりの日"), help_text=_("この日から、なくなります。"))


class FacilityForm(ActionForm):
    name = forms.CharField(label=_("施設の名前"), max_length=100)
    kana = line(_("よみ"), 150)
    purpose = line(_("何のための場所か"), 200)
    address = line(_("住所"), 200)
    latitude = forms.FloatField(
        label=_("緯度"), required=False, min_value=20, max_value=46, help_text=_("度で。例: 43.2329")
    )
    longitude = forms.FloatField(
        label=_("経度"), required=False, min_value=122, max_value=154, help_text=_("度で。例: 143.2956")
    )
    phone = PhoneField()
    hours = line(_("開いている時間"), 100)
    organisation = OrganisationField(label=_("受け持つ組織"), required=False, empty_label=_("えらばない"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].fill()  # type: ignore[attr-defined]

    def details(self) -> FacilityDetails:
        names = ("kana", "purpose", "address", "latitude", "longitude", "phone", "hours")
        return FacilityDetails(**{name: self.cleaned_data[name] for name in names})


class NewFacilityForm(FacilityForm):
    since = today_field(_("いつから"))
