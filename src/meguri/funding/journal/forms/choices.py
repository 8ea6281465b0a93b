"""What can be chosen in the forms of funds: holders, purposes with what is left, projects, contracts."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.funding.journal.accounts import balances_of
from meguri.funding.journal.models import Contract, Fund, Purpose
from meguri.governance.models import Organisation
from meguri.governance.posts import on_day
from meguri.projects.forms.fields import Choices
from meguri.projects.models import Project


def holders() -> Choices:
    """The town itself first, then the bodies outside its hall. One query."""
    rows = Organisation.objects.filter(on_day(timezone.localdate())).order_by("kind", "position", "pk")
    town = [(str(one.pk), one.name) for one in rows if one.kind == Organisation.Kind.TOWN and one.parent_id is None]
    others = [(str(one.pk), one.name) for one in rows if one.kind != Organisation.Kind.TOWN]
    return [("", _("選んでください")), *town, *others]


def purposes_of(fund: Fund | None) -> Choices:
    """With what is left of each. Three queries."""
    found = list(Purpose.objects.filter(fund=fund)) if fund is not None else []
    left = balances_of(found)
    word = _("%(name)s（残り %(left)s円）")
    return [("", _("選んでください")), *(
        (str(one.pk), word % {"name": one.name, "left": f"{left[one.pk].available:,}"}) for one in found
    )]  # fmt: skip


def projects() -> Choices:
    rows = Project.objects.exclude(state__in=["completed", "stopped"]).order_by("name").values_list("pk", "name")
    return [("", _("選んでください")), *((str(pk), name) for pk, name in rows)]


def contracts() -> Choices:
    rows = Contract.objects.order_by("-signed_on", "-pk").values_list("pk", "title", "supplier_name")
    return [("", _("契約なし")), *((str(pk), f"{title}（{supplier}）") for pk, title, supplier in rows)]
