"""The forms of the desk: telling that nothing was found, and pointing such a question to whoever answers it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meguri.governance.models import PublicObject
from meguri.towns.view_door import ActionForm

LONGEST_QUESTION = 200


class TellForm(ActionForm):
    """The words that found nothing, as the page itself sends them."""

    q = forms.CharField(max_length=LONGEST_QUESTION, widget=forms.HiddenInput(attrs={"id": False}))


class SettleForm(ActionForm):
    """Which of the objects that were found answers the question."""

    thing = forms.ModelChoiceField(
        PublicObject.objects.none(),
        label=_("どこに話せばよいか"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("行き先をひとつえらんでください。"),
                        "invalid_choice": _("その行き先は、いま選べません。さがし直して、えらんでください。")},
    )  # fmt: skip

    def __init__(self, *args: object, things: list[PublicObject], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices: forms.ModelChoiceField[PublicObject] = self.fields["thing"]  # type: ignore[assignment]  # as declared above
        choices.queryset = PublicObject.objects.filter(pk__in=[one.pk for one in things], is_public=True)
