"""What the pages of a town's own figures need once it has begun: who approves, and the draft instead of the act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput, Conflict
from meguri.core.policy import answer
from meguri.governance.actions.drafts import start_draft
from meguri.governance.draft_content import typed_into
from meguri.governance.models import PublicObject
from meguri.governance.policies import is_being_set_up
from meguri.governance.posts import posts_held
from meguri.governance.queries.approvers import WayAhead, way_ahead
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm


@dataclass(frozen=True)
class Way:
    """How what is sent will be published: at once, or `by_draft` through these posts."""

    by_draft: bool
    ahead: WayAhead
    chosen: int | None = None


def door(request: HttpRequest) -> Town:
    """The town, for those who bring its figures; raises the policy's no."""
    town = opened_town_of(request)
    if (no := answer("indicators.bring", actor_of(request))) is not None:
        raise no
    return town


def way_of(request: HttpRequest, kind: str) -> Way:
    """One query while the town is being set up; a dozen afterwards."""
    if is_being_set_up():
        return Way(by_draft=False, ahead=WayAhead())
    chosen = _chosen(request)
    return Way(by_draft=True, ahead=way_ahead(actor_of(request).person_id or 0, kind, chosen), chosen=chosen)


def drafted(
    request: HttpRequest,
    kind: str,
    form: ActionForm,
    more: Mapping[str, Any] | None = None,
    *,
    about: PublicObject | None = None,
    refuse: Callable[[], object] = lambda: None,
) -> HttpResponse | None:
    """The way to the page of the new draft that holds what was typed, and `more`; None with the reason in the form.

    `refuse` raises what the act itself would say: better before anybody has to read the draft than at its end.
    """
    try:
        refuse()
    except (BadInput, Conflict) as no:
        form.add_error(None, str(no.sentence))
        return None
    town, actor = opened_town_of(request), actor_of(request)
    post = next((one for one in posts_held(actor.person_id) if one.pk == _chosen(request)), None)
    if not form.performs(start_draft, actor, kind, about, {**typed_into(form), **(more or {})}, post):
        return None
    messages.success(request, _("起案しました。中身と、決裁する人をたしかめて、「決裁に出す」を押してください。"))
    return HttpResponseRedirect(reverse("draft", args=[town.code, form.result.pk]))


def _chosen(request: HttpRequest) -> int | None:
    typed = request.POST.get("author_post", "")
    return int(typed) if typed.isascii() and typed.isdigit() else None
