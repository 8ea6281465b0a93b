"""What is typed to close a call for gifts: what became of it, and what is done now."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.giving.about import campaign_of
from meguri.governance.models import PublicObject
from meguri.projects.forms.sectioned import Part, SectionedForm


class ClosingForm(SectionedForm):
    """Whether the aim was reached is counted, not typed."""

    text = forms.CharField(
        label=gettext_lazy("どうなったか、これからどうするか"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("寄附した方への報告です。お礼と、お金をこれからどう使うかを書いてください。"),
    )  # fmt: skip

    PARTS: ClassVar[tuple[Part, ...]] = ((gettext_lazy("呼びかけのしめくくり"), "", ("text",)),)

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.campaign = campaign_of(about)

    def title(self) -> str:
        return _("呼びかけのしめくくり: %(name)s") % {"name": self.campaign.title if self.campaign else ""}
