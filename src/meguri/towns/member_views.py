"""A town's people: the list for staff, what the administrator does with it, and joining as a supporter."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meguri.core.actor import STAFF_ROLES, Role
from meguri.core.policy import answer
from meguri.towns import actions, factor_actions
from meguri.towns import member_queries as queries
from meguri.towns.forms import InviteForm, MemberTokenForm
from meguri.towns.models import Invitation, Membership, Town
from meguri.towns.request import actor_of, opened_town_of, person_of
from meguri.towns.view_door import ActionForm, signed_in, through_the_door

ON_ONE_PAGE = 50


def _require(request: HttpRequest, action: str, *args: Any) -> None:
    if (no := answer(action, actor_of(request), *args)) is not None:
        raise no


def _crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    members = (_("メンバー"), f"/{town.code}/members/" if more else "")
    return [(town.name, f"/{town.code}/"), members, *more]


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("page"))


@never_cache
@require_safe
@through_the_door
def members(request: HttpRequest, code: str) -> HttpResponse:
    """Members of one role at a time, and how many there are of each."""
    town, actor = opened_town_of(request), actor_of(request)
    _require(request, "towns.see_members")
    counts = queries.roles_with_counts(actor)
    shown = [one.role for one in counts if one.is_shown]
    role = next((one for one in shown if one.value == request.GET.get("role")), Role.OFFICER)
    past = request.GET.get("past") == "1"
    context = {
        "town": town,
        "counts": counts,
        "role": role,
        "past": past,
        "page": _page(request, queries.members_in(role, past=past)),
        "may_change": answer("towns.end_membership", actor) is None,
        "is_staff_role": role in STAFF_ROLES,
        "crumbs": _crumbs(town),
    }
    return render(request, "towns/members/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite several addresses to a role."""
    town = opened_town_of(request)
    _require(request, "towns.invite_several")
    form = InviteForm.of(request, initial={"role": request.GET.get("role", Role.OFFICER.value)})
    if request.method == "POST" and form.is_valid():
        emails, role = form.cleaned_data["emails"], form.cleaned_data["role"]
        if form.performs(actions.invite_several, actor_of(request), town, emails, role):
            return redirect("town_invitations", code=code)
    context = {"town": town, "form": form, "crumbs": _crumbs(town, (_("招待する"), ""))}
    return render(request, "towns/members/invite.html", context, status=form.status)


@never_cache
@require_safe
@through_the_door
def invitations(request: HttpRequest, code: str) -> HttpResponse:
    """Those that wait, or with `past=1` those that were taken up, withdrawn or ran out."""
    town = opened_town_of(request)
    _require(request, "towns.invite")
    past = request.GET.get("past") == "1"
    rows = queries.settled_invitations() if past else queries.pending_invitations()
    context = {"town": town, "page": _page(request, rows), "past": past, "crumbs": _crumbs(town, (_("招待"), ""))}
    return render(request, "towns/members/invitations.html", context)


@require_POST
@through_the_door
def send_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send the invitation with a new code."""
    opened_town_of(request)
    invitation = get_object_or_404(Invitation.objects.all(), pk=pk)
    _button(request, actions.send_invitation_again, invitation)
    return redirect("town_invitations", code=code)


@require_POST
@through_the_door
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Make an invitation worthless."""
    opened_town_of(request)
    invitation = get_object_or_404(Invitation.objects.all(), pk=pk)
    _button(request, actions.withdraw_invitation, invitation)
    return redirect("town_invitations", code=code)


def _button(request: HttpRequest, act: Any, *args: Any) -> None:
    """A form that is only a button: its no goes to the door."""
    key = request.POST.get("idempotency_key", "")[:80] or None
    act(actor_of(request), *args, idempotency_key=key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a member's role: first the question, then the act."""
    town = opened_town_of(request)
    _require(request, "towns.end_membership")
    membership = get_object_or_404(Membership.objects.select_related("person").filter(until=None), pk=pk)
    form = ActionForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.end_membership, actor_of(request), membership):
        return redirect(f"/{code}/members/?role={membership.role}")
    crumbs = _crumbs(town, (_("役割を終える"), ""))
    context = {"town": town, "membership": membership, "form": form, "crumbs": crumbs}
    return render(request, "towns/members/end.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def register_token(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Register the hardware token that a member of staff was handed."""
    town = opened_town_of(request)
    _require(request, "towns.register_token")
    membership = get_object_or_404(Membership.objects.select_related("person").filter(until=None), pk=pk)
    form = MemberTokenForm.of(request)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"] or _("まちが渡した機器")
        if form.performs(
            factor_actions.register_token,
            actor_of(request), membership, form.token(), name=name, code=form.cleaned_data["code"],
        ):  # fmt: skip
            return redirect(f"/{code}/members/?role={membership.role}")
    context = {"town": town, "membership": membership, "form": form, "crumbs": _crumbs(town, (_("機器の登録"), ""))}
    return render(request, "towns/members/token.html", context, status=form.status)


@never_cache
@require_safe
@through_the_door
def history(request: HttpRequest, code: str) -> HttpResponse:
    """What was done about the town's people, by whom and when."""
    town = opened_town_of(request)
    _require(request, "towns.invite")
    page = _page(request, queries.history(town))
    crumbs = _crumbs(town, (_("履歴"), ""))
    context = {"town": town, "page": page, "acts": queries.in_words(list(page)), "crumbs": crumbs}
    return render(request, "towns/members/history.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Become a supporter from outside. Anybody reads what that means; joining asks for a sign-in."""
    town = opened_town_of(request)
    if request.method == "POST":
        return _joined(request, town)
    is_member = actor_of(request).has(Role.SUPPORTER)
    context = {"town": town, "form": ActionForm(), "is_member": is_member, "person": person_of(request)}
    return render(request, "towns/members/join.html", context)


@signed_in
def _joined(request: HttpRequest, town: Town) -> HttpResponse:
    _button(request, actions.join, town)
    return redirect("join_town", code=town.code)
